import Betting
import Messages
import Runtime
import TestSupport
import Testing

@Suite("Joining an event")
struct JoiningTests {
    let hall: BettingHall

    init() throws { hall = try BettingHall() }

    private func join(
        _ event: BettingEvent, _ player: Statement, by asker: Statement? = nil, id: String? = nil
    ) throws -> ServiceUnderTest.Answer<Play> {
        try hall.service.ask(AddPlay.self, .init(event: event.id, user: player.user), by: asker ?? player, id: id)
    }

    private func hold() throws -> (PlaceHold.Request, Header) {
        try #require(try hall.service.takeCall(PlaceHold.self, to: .wallet))
    }

    @Test("is open to everybody who is signed in, while it is scheduled and open, until the start")
    func free() throws {
        let event = try hall.scheduled()
        let play = try join(event, hall.alice)
        #expect(play.status == 201)
        #expect(try play.get().user == hall.alice.user)
        #expect(try join(event, hall.alice).code == "duplicate_play")
        _ = try hall.service.ask(OpenEvent.self, .init(event: event.id), by: hall.organizer).get()
        #expect(try join(event, hall.bob).status == 201)
        #expect(try join(event, hall.organizer).status == 201)
        #expect(try hall.service.ask(AddPlay.self, .init(event: event.id, user: hall.bob.user)).status == 401)
        hall.service.now = event.startsAt
        #expect(try join(event, TestUsers.statement(9)).code == "already_started")
        try hall.service.step()
        #expect(try join(event, TestUsers.statement(9)).code == "wrong_state")
        #expect(try hall.plays(of: event).count == 3)
        #expect(try hall.violations().isEmpty)
    }

    @Test("is the organizer's to decide where the event says so, and nobody joins for another")
    func closed() throws {
        let event = try hall.scheduled(playersMayJoin: false)
        #expect(!event.playersMayJoin)
        let refused = try join(event, hall.alice)
        #expect(refused.code == "players_may_not_join" && refused.status == 403)
        try hall.introduce(hall.alice)
        #expect(try join(event, hall.alice, by: hall.bob).code == "forbidden")
        #expect(try join(event, hall.alice, by: hall.organizer).status == 201)
        #expect(try join(event, hall.admin).status == 201)
    }

    @Test("is for users who exist; who was forgotten does not")
    func strangers() throws {
        let event = try hall.scheduled()
        let refused = try join(event, hall.bob, by: hall.organizer)
        #expect(refused.status == 422 && refused.problem?.errors.first?.pointer == "/user_id")
        #expect(refused.code == "unknown_user")
        try hall.introduce(hall.alice, hall.bob)
        #expect(try join(event, hall.bob, by: hall.organizer).status == 201)
        while try !hall.service.call(ForgetPerson.self, .init(user: hall.alice.user), from: .identity).get().isDone {}
        #expect(try join(event, hall.alice, by: hall.organizer).code == "unknown_user")
    }

    @Test("with a stake on oneself holds it, makes play and bet in one, and captures it")
    func selfStake() throws {
        let event = try hall.scheduled(selfStake: "5.00")
        let answer = try join(event, hall.alice)
        let reference = try #require(answer.reference)
        let (request, header) = try hold()
        #expect(try request.user == hall.alice.user && request.money == (BettingHall.euros("5.00")))
        #expect(header[.statement] != nil)
        #expect(try hall.plays(of: event).isEmpty)
        #expect(try hall.violations().isEmpty)
        let leaving = try hall.service.call(CheckSettled.self, .init(user: hall.alice.user), from: .identity)
        #expect(leaving.code == "stakes_open")
        try hall.service.reply(Nothing(), to: header, from: .wallet)
        let play = try hall.service.answer(AddPlay.self, reference)
        #expect(play.status == 201)
        let (capture, captured) = try #require(try hall.service.takeCall(CaptureHold.self, to: .wallet))
        #expect(capture.hold == request.hold && capture.escrow == "event/\(event.id)" && capture.kind == .betPlaced)
        try hall.service.reply(Nothing(), to: captured, from: .wallet)
        let bets = try hall.service.ask(ListBets.self, .init(), by: hall.alice).get().items
        #expect(bets.map(\.play) == [try play.get().id] && bets.map(\.status) == [.accepted])
        #expect(try hall.event(event.id).pool == (BettingHall.euros("5.00")))
        let change = try hall.service.ask(
            ChangeEvent.self, .init(event: event.id, takeoutPercent: DecimalText("50")), by: hall.organizer)
        #expect(change.code == "terms_fixed")
        #expect(try hall.violations().isEmpty)
    }

    @Test("with a stake on oneself does not tell what a player has staked on others")
    func names() throws {
        let event = try hall.scheduled(selfStake: "5.00")
        let answer = try join(event, hall.alice)
        try hall.service.reply(Nothing(), to: try hold().1, from: .wallet)
        let own = try hall.service.answer(AddPlay.self, try #require(answer.reference)).get().id
        try hall.capture()
        let other = try hall.play("Eva", in: event)
        try hall.open(event)
        try hall.bet("2.00", on: other, of: event, by: hall.alice)
        try hall.bet("3.00", on: own, of: event, by: hall.bob)
        try hall.bet("4.00", on: other, of: event, by: hall.bob)
        func names(_ reader: Statement?) throws -> (rows: [String], all: [String]) {
            let pool = try hall.service.ask(GetPool.self, .init(event: event.id), by: reader).get()
            let winnings = try hall.service.ask(ListWinnings.self, .init(event: event.id), by: reader).get()
            #expect(pool.shares.map(\.gambler) == pool.betsOnBy.map(\.gambler))
            return (pool.betsOnBy.map(\.gambler), winnings.items.map(\.gambler))
        }
        let seen = try names(TestUsers.statement(9))
        #expect(Set([seen.rows[0], seen.rows[1], seen.all[0]]).count == 3, "a player has a name of its own for each")
        #expect(seen.rows[2] == seen.rows[3] && seen.rows[2] == seen.all[1], "who does not play has one")
        #expect((seen.rows + seen.all).allSatisfy { $0.hasPrefix("gambler-") })
        let mine = try names(hall.alice)
        #expect([mine.rows[0], mine.rows[1], mine.all[0]].allSatisfy { $0 == hall.alice.user.text })
    }

    @Test(
        "is refused in the wallet's own words, and then neither plays nor bets",
        arguments: [
            ("insufficient_funds", PlaceHold.Failure.insufficientFunds as any DomainFailure, 422),
            ("daily_stake_limit_exceeded", StandingRefusal.dailyStakeLimit, 422),
            ("self_excluded", StandingRefusal.selfExcluded, 403),
        ])
    func refused(code: String, failure: any DomainFailure, status: Int) throws {
        let event = try hall.scheduled(selfStake: "5.00")
        let answer = try join(event, hall.alice)
        let (_, header) = try hold()
        try hall.service.refuse(failure, to: header, from: .wallet)
        let refused = try hall.service.answer(AddPlay.self, try #require(answer.reference))
        #expect(refused.code == code && refused.status == status)
        #expect(try hall.plays(of: event).isEmpty)
        #expect(try hall.service.events(BetRejected.type).count == 1)
        #expect(try hall.service.takeCall(ReleaseHold.self, to: .wallet) == nil)
        // Nothing is in the way of trying again.
        #expect(try join(event, hall.alice).reference != nil)
        #expect(try hall.violations().isEmpty)
    }

    @Test("twice at once is done once, over crashes between all steps")
    func twice() throws {
        let event = try hall.scheduled(selfStake: "5.00")
        _ = try join(event, hall.alice, id: "once")
        #expect(try join(event, hall.alice).code == "duplicate_play")
        try hall.service.restart()
        try hall.service.step()
        let (_, header) = try hold()
        try hall.service.reply(Nothing(), to: header, from: .wallet)
        try hall.service.restart()
        try hall.service.step()
        try hall.capture()
        #expect(hall.captured.count == 1)
        #expect(try join(event, hall.alice, id: "once").get().user == hall.alice.user)
        #expect(try hall.plays(of: event).count == 1)
        #expect(try hall.violations().isEmpty)
    }

    @Test("comes too late where the hold is answered at the start, and the stake is released")
    func late() throws {
        let event = try hall.scheduled(selfStake: "5.00")
        let answer = try join(event, hall.alice)
        let (request, header) = try hold()
        hall.service.now = event.startsAt
        try hall.service.reply(Nothing(), to: header, from: .wallet)
        let (release, releasing) = try #require(try hall.service.takeCall(ReleaseHold.self, to: .wallet))
        #expect(release.hold == request.hold)
        try hall.service.reply(Nothing(), to: releasing, from: .wallet)
        #expect(
            try hall.service.answer(AddPlay.self, try #require(answer.reference)).code == "already_started")
        #expect(try hall.plays(of: event).isEmpty)
        #expect(try hall.violations().isEmpty)
    }

    @Test("with a stake on oneself is nobody else's to do, but people by name play without one")
    func others() throws {
        let event = try hall.scheduled(selfStake: "5.00")
        try hall.introduce(hall.alice)
        let refused = try join(event, hall.alice, by: hall.organizer)
        #expect(refused.code == "self_stake_needed" && refused.status == 422)
        #expect(try join(event, hall.admin, by: hall.admin).reference != nil)
        _ = try hall.play("Ann", in: event)
        #expect(try hall.plays(of: event).map(\.name) == ["Ann"])
    }

    @Test("an organizer neither bets nor stakes on themself, unless the event says to everybody that they may")
    func organizer() throws {
        let event = try hall.scheduled(selfStake: "5.00")
        let refused = try join(event, hall.organizer)
        #expect(refused.code == "organizer_may_not_bet" && refused.status == 403)
        let (open, plays) = try hall.opened()
        let stake = try BettingHall.euros("1.00")
        let bet = try hall.ask(stake, on: plays[0], of: open, by: hall.organizer)
        #expect(bet.code == "organizer_may_not_bet" && bet.status == 403)
        #expect(try hall.ask(stake, on: plays[0], of: open, by: hall.admin).reference != nil)
        let lenient = try hall.scheduled(selfStake: "5.00", organizerMayBet: true)
        #expect(try hall.event(lenient.id).organizerMayBet)
        #expect(try join(lenient, hall.organizer).reference != nil)
    }

    @Test("stays within the field, also where two take the last place at once")
    func full() throws {
        let event = try hall.scheduled(selfStake: "5.00")
        for number in 1..<500 { _ = try hall.play("Runner \(number)", in: event) }
        let answers = try [hall.alice, hall.bob].map { try join(event, $0) }
        for _ in answers {
            let (_, header) = try hold()
            try hall.service.reply(Nothing(), to: header, from: .wallet)
        }
        let (_, releasing) = try #require(try hall.service.takeCall(ReleaseHold.self, to: .wallet))
        try hall.service.reply(Nothing(), to: releasing, from: .wallet)
        let results = try answers.map { try hall.service.answer(AddPlay.self, try #require($0.reference)) }
        #expect(results.map(\.status) == [201, 422] && results[1].code == "too_many_plays")
        #expect(try join(event, TestUsers.statement(9)).code == "too_many_plays")
        #expect(try hall.violations().isEmpty)
    }
}
