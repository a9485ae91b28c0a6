import Betting
import Messages
import Runtime
import Storage
import TestSupport
import Testing

@Suite("Changing an event")
struct EventChangeTests {
    let hall: BettingHall

    init() throws { hall = try BettingHall() }

    private func change(
        _ event: BettingEvent, _ request: (ID<BettingEvent>) throws -> ChangeEvent.Request
    ) throws -> ServiceUnderTest.Answer<BettingEvent> {
        try hall.service.ask(ChangeEvent.self, try request(event.id), by: hall.organizer)
    }

    @Test("is told with before and after, and a field set to null is cleared")
    func description() throws {
        let event = try hall.scheduled()
        let changed = try change(event) {
            .init(event: $0, name: Title(trusted: "Replay"), externalID: .set(OutsideKey(trusted: "x-1")))
        }.get()
        #expect(changed.name == "Replay" && changed.sport == "chess" && changed.externalID == "x-1")
        let cleared = try change(event) { .init(event: $0, sport: .clear) }.get()
        #expect(cleared.sport == nil && cleared.externalID == "x-1")
        #expect(try change(event) { .init(event: $0, name: Title(trusted: "Replay")) }.get() == cleared)
        #expect(try hall.service.events(EventChanged.type).count == 2)
    }

    @Test("goes on while it is open and live where it hurts nobody who has bet, and ends with the event")
    func whileOpen() throws {
        let (event, plays) = try hall.opened()
        let said = try change(event) {
            .init(event: $0, details: .set(Note(trusted: "Court two")), playersMayJoin: false)
        }.get()
        #expect(said.details == "Court two" && !said.playersMayJoin)
        try hall.start(event)
        #expect(try change(event) { .init(event: $0, name: Title(trusted: "Live")) }.get().name == "Live")
        #expect(
            try change(event) { .init(event: $0, startsAt: event.startsAt.adding(seconds: 1)) }.code
                == "already_started")
        try hall.score(1, plays[0], of: event)
        try hall.finish(event)
        #expect(try change(event) { .init(event: $0, name: Title(trusted: "Late")) }.code == "wrong_state")
    }

    @Test("never touches terms once it is open, or once somebody has staked on themself")
    func terms() throws {
        let (event, _) = try hall.opened(takeout: "5")
        let codes = try [
            change(event) { .init(event: $0, takeoutPercent: DecimalText("6")) }.code,
            change(event) { .init(event: $0, betsMayBeCancelled: false) }.code,
            change(event) { .init(event: $0, poolPolicy: PoolPolicyPatch()) }.code,
            change(event) { .init(event: $0, organizerMayBet: true) }.code,
            change(event) { .init(event: $0, selfStake: .set(try BettingHall.euros("1.00"))) }.code,
        ]
        #expect(codes == Array(repeating: "terms_fixed", count: 5))
        // Saying what is so already changes nothing.
        #expect(try change(event) { .init(event: $0, takeoutPercent: DecimalText("5.0")) }.get() == event)
        let draft = try hall.scheduled(selfStake: "1.00")
        let moved = try change(draft) {
            .init(event: $0, takeoutPercent: DecimalText("7"), selfStake: .clear, organizerMayBet: true)
        }.get()
        #expect(moved.takeoutPercent.text == "7" && moved.selfStake == nil && moved.organizerMayBet)
        let foreign = try BettingHall.money("2.00", "USD")
        #expect(
            try change(draft) { .init(event: $0, selfStake: .set(foreign)) }.problem?.errors.first?.pointer
                == "/self_stake/currency")
    }

    @Test("opens it to nobody whom the clock has shut out: a start is moved until it has come, and never into the past")
    func start() throws {
        let (event, plays) = try hall.opened()
        let now = hall.service.now
        #expect(try change(event) { .init(event: $0, startsAt: now) }.code == "start_not_in_future")
        #expect(try change(event) { .init(event: $0, startsAt: now.adding(seconds: 60)) }.status == 200)
        hall.service.now = now.adding(seconds: 60)
        // Before its timer has had its turn.
        #expect(
            try hall.ask(try BettingHall.euros("1.00"), on: plays[0], of: event, by: hall.alice).status == 409)
        #expect(
            try change(event) { .init(event: $0, startsAt: event.startsAt) }.code == "already_started")
        let draft = try hall.scheduled()
        hall.service.now = draft.startsAt
        #expect(try change(draft) { .init(event: $0, startsAt: draft.startsAt.adding(seconds: 1)) }.status == 200)
    }
}

@Suite("The start of an open event")
struct StartTimerTests {
    let hall: BettingHall

    init() throws { hall = try BettingHall() }

    private func timers() throws -> Int {
        try hall.service.reader().first("SELECT COUNT(*) FROM runtime_timers WHERE handler = 'betting.start-event'") {
            try $0.value(0)
        } ?? 0
    }

    @Test("makes it live by itself, to the millisecond, and after a restart too")
    func fires() throws {
        let (event, _) = try hall.opened()
        hall.service.now = event.startsAt.adding(milliseconds: -1)
        try hall.service.step()
        #expect(try hall.event(event.id).status == .open)
        try hall.service.restart()
        hall.service.now = event.startsAt
        try hall.service.step()
        #expect(try hall.event(event.id).status == .live)
        #expect(try hall.service.events(EventStarted.type).map(\.actor) == ["service:betting"])
        #expect(try timers() == 0)
        #expect(try hall.violations().isEmpty)
    }

    @Test("moves with it, and there is one timer however often it is moved")
    func moved() throws {
        let (event, _) = try hall.opened()
        for seconds in [7200, 1800, 5400] as [Int64] {
            let start = hall.service.now.adding(seconds: seconds)
            _ = try hall.service.ask(
                ChangeEvent.self, .init(event: event.id, startsAt: start), by: hall.organizer
            ).get()
            #expect(try timers() == 1)
            #expect(try hall.violations().isEmpty)
        }
        hall.service.now = event.startsAt
        try hall.service.step()
        #expect(try hall.event(event.id).status == .open)
        hall.service.now = hall.service.now.adding(seconds: 1800)
        try hall.service.step()
        #expect(try hall.event(event.id).status == .live)
    }

    @Test("takes nothing back from an event that its organizer has started, or called off, before")
    func overtaken() throws {
        let (started, _) = try hall.opened()
        let (cancelled, _) = try hall.opened()
        try hall.start(started)
        _ = try hall.service.ask(CancelEvent.self, .init(event: cancelled.id), by: hall.organizer).get()
        hall.service.now = started.startsAt
        try hall.service.step()
        #expect(try hall.event(cancelled.id).status == .cancelled)
        #expect(try hall.service.events(EventStarted.type).count == 1)
        #expect(try timers() == 0)
    }

    @Test("is given a timer where an earlier release had opened it without one")
    func earlierRelease() throws {
        let (event, _) = try hall.opened()
        let path = hall.service.directory.appending(path: "service.db").path
        let writer = try Connection.openWriter(at: path)
        try writer.run("UPDATE event SET start_timer = NULL")
        try writer.run("DELETE FROM runtime_timers WHERE handler = 'betting.start-event'")
        #expect(try hall.violations().count == 1)
        try hall.service.restart()
        #expect(try hall.violations().isEmpty)
        hall.service.now = event.startsAt
        try hall.service.step()
        #expect(try hall.event(event.id).status == .live)
    }
}

@Suite("Finishing without scores")
struct UnscoredTests {
    @Test("is refused where nobody has one, unless every stake is to go back; who alone lacks one has not won")
    func unscored() throws {
        let hall = try BettingHall()
        let (event, plays) = try hall.opened(["A", "B"], takeout: "10")
        try hall.bet("1.00", on: plays[0], of: event, by: hall.alice)
        try hall.start(event)
        for rule in [nil, .lose] as [FinishEvent.Unscored?] {
            let refused = try hall.service.ask(
                FinishEvent.self, .init(event: event.id, unscored: rule), by: hall.organizer)
            #expect(refused.code == "scores_missing" && refused.status == 422)
        }
        #expect(try hall.event(event.id).status == .live)
        try hall.score(-3, plays[0], of: event)
        try hall.finish(event)
        try hall.pay()
        #expect(try hall.winnings(of: hall.alice) == 90)
    }

    @Test("gives every stake back where that is asked for, scores or not")
    func refund() throws {
        let hall = try BettingHall()
        let (event, plays) = try hall.opened(["A", "B"], takeout: "10")
        try hall.bet("1.00", on: plays[0], of: event, by: hall.alice)
        try hall.start(event)
        try hall.score(1, plays[0], of: event)
        try hall.finish(event, unscored: .refund)
        try hall.pay()
        #expect(hall.paid.map(\.kind) == [.betRefund])
        #expect(try hall.event(event.id).winners.isEmpty)
        #expect(try hall.violations().isEmpty)
    }
}
