import Betting
import Messages
import Runtime
import TestSupport
import Testing

@Suite("Settling a pool")
struct SettlementTests {
    @Test("pays the winner's backers in proportion, the house its takeout, and nothing twice")
    func proportional() throws {
        let hall = try BettingHall()
        let (event, plays) = try hall.opened(takeout: "5")
        try hall.bet("10.00", on: plays[0], of: event, by: hall.alice)
        try hall.bet("20.00", on: plays[0], of: event, by: hall.bob)
        try hall.bet("3.33", on: plays[1], of: event, by: hall.bob)
        try hall.start(event)
        try hall.score(3, plays[0], of: event)
        try hall.score(2, plays[1], of: event)
        let settling = try hall.service.ask(FinishEvent.self, .init(event: event.id), by: hall.organizer)
        #expect(settling.status == 202)
        #expect(try settling.get().status == .settling)
        try hall.pay()
        // Of 33.33 the house keeps 1.67 (1.6665 to the nearest), and 31.66 is shared 1 : 2 as 10.55 1/3 and 21.10 2/3.
        #expect(try hall.winnings(of: hall.alice) == 1055)
        #expect(try hall.winnings(of: hall.bob) == 2111)
        #expect(hall.paid.last?.recipient == .house)
        #expect(try hall.paid.last?.money == (BettingHall.euros("1.67")))
        #expect(hall.paid.last?.kind == .takeout)
        let finished = try hall.event(event.id)
        #expect(finished.status == .finished && finished.winner == plays[0])
        let bets = try hall.service.ask(ListBets.self, .init(), by: hall.bob).get().items
        #expect(bets.map(\.status) == [.lost, .won] || bets.map(\.status) == [.won, .lost])
        #expect(try hall.service.events(BetSettled.type).count == 3)
        #expect(try hall.service.events(EventFinished.type).count == 1)
        #expect(try hall.violations().isEmpty)
        #expect(try hall.service.ask(FinishEvent.self, .init(event: event.id), by: hall.organizer).status == 409)
    }

    @Test("a dead heat splits the net pool in equal parts, the odd unit to the earliest play")
    func deadHeat() throws {
        let hall = try BettingHall()
        let (event, plays) = try hall.opened(["A", "B", "C", "D"])
        try hall.bet("1.00", on: plays[0], of: event, by: hall.alice)
        try hall.bet("4.00", on: plays[1], of: event, by: hall.bob)
        try hall.bet("5.01", on: plays[2], of: event, by: TestUsers.statement(5))
        try hall.start(event)
        for play in [plays[0], plays[1], plays[3]] { try hall.score(-7, play, of: event) }
        try hall.finish(event)
        try hall.pay()
        // D is level too, but nobody backed it, so that its part would be nobody's.
        #expect(try hall.winnings(of: hall.alice) == 501)
        #expect(try hall.winnings(of: hall.bob) == 500)
        let finished = try hall.event(event.id)
        #expect(finished.winners == [plays[0], plays[1], plays[3]] && finished.winner == nil)
        #expect(try hall.violations().isEmpty)
    }

    @Test(
        "gives every stake back by its hold, and keeps nothing, when nobody backed the winner or nobody scored",
        arguments: [true, false])
    func refund(hasScore: Bool) throws {
        let hall = try BettingHall()
        let (event, plays) = try hall.opened(takeout: "10")
        try hall.bet("10.00", on: plays[0], of: event, by: hall.alice)
        try hall.bet("5.00", on: plays[0], of: event, by: hall.bob)
        try hall.start(event)
        if hasScore { try hall.score(1, plays[1], of: event) }
        try hall.finish(event, unscored: hasScore ? nil : .refund)
        try hall.pay()
        #expect(hall.paid.map(\.hold) == hall.captured.map { Optional($0) })
        #expect(hall.paid.allSatisfy { $0.recipient == .origin && $0.kind == .betRefund })
        #expect(try hall.paidInAll() == 1500)
        #expect(try hall.event(event.id).status == .finished)
        let winnings = try hall.service.ask(ListWinnings.self, .init(event: event.id), by: hall.admin).get().items
        #expect(winnings.map(\.refunded) == [try BettingHall.euros("10.00"), try BettingHall.euros("5.00")])
        #expect(try hall.violations().isEmpty)
    }

    @Test("cancelling gives every stake back")
    func cancel() throws {
        let hall = try BettingHall()
        let (event, plays) = try hall.opened(takeout: "10")
        try hall.bet("10.00", on: plays[0], of: event, by: hall.alice)
        let cancelling = try hall.service.ask(CancelEvent.self, .init(event: event.id), by: hall.organizer)
        #expect(cancelling.status == 202)
        #expect(try cancelling.get().status == .cancelling)
        try hall.pay()
        #expect(try hall.paidInAll() == 1000)
        #expect(try hall.event(event.id).status == .cancelled)
        #expect(try hall.service.events(EventCancelled.type).count == 1)
        #expect(try hall.violations().isEmpty)
    }

    @Test("of finish and cancel one wins and the other is refused")
    func race() throws {
        for cancelsFirst in [true, false] {
            let hall = try BettingHall()
            let (event, plays) = try hall.opened()
            try hall.bet("10.00", on: plays[0], of: event, by: hall.alice)
            try hall.start(event)
            try hall.score(1, plays[0], of: event)
            let finish = { try hall.service.ask(FinishEvent.self, .init(event: event.id), by: hall.organizer).status }
            let cancel = { try hall.service.ask(CancelEvent.self, .init(event: event.id), by: hall.admin).status }
            #expect(try (cancelsFirst ? [cancel(), finish()] : [finish(), cancel()]) == [202, 409])
            try hall.pay()
            #expect(try hall.paidInAll() == 1000)
            #expect(try hall.event(event.id).status == (cancelsFirst ? .cancelled : .finished))
            #expect(try hall.violations().isEmpty)
        }
    }

    @Test("stakes too small for their share of a unit win nothing, and the pool is still given out exactly")
    func nothingLeft() throws {
        let hall = try BettingHall()
        let (event, plays) = try hall.opened(takeout: "99.99")
        for _ in 0..<3 { try hall.bet("0.01", on: plays[0], of: event, by: hall.alice) }
        try hall.start(event)
        try hall.score(1, plays[0], of: event)
        try hall.finish(event)
        try hall.pay()
        #expect(try hall.paidInAll() == 3)
        #expect(hall.paid.map(\.recipient) == [.house])
        #expect(try hall.event(event.id).status == .finished)
        #expect(try hall.violations().isEmpty)
    }

    @Test("an event past its start can be scored and finished though nobody started it")
    func startedByTheClock() throws {
        let hall = try BettingHall()
        let (event, plays) = try hall.opened()
        #expect(try hall.service.ask(FinishEvent.self, .init(event: event.id), by: hall.organizer).status == 409)
        hall.service.now = event.startsAt
        try hall.score(1, plays[0], of: event)
        try hall.finish(event)
        #expect(try hall.event(event.id).status == .finished)
    }
}
