import Messages
import Runtime
import TestSupport
import Testing

@testable import Betting

@Suite("Withdrawing a player")
struct WithdrawalTests {
    let hall: BettingHall

    init() throws { hall = try BettingHall() }

    private func refunded() throws -> Int64 {
        try hall.paid.filter { $0.kind == .betRefund }.map { try $0.money.amount.units(scale: 2) }.reduce(0, +)
    }

    @Test("takes the stakes on them out of the pool at once, and gives each back by its hold")
    func wholeWay() throws {
        let (event, plays) = try hall.opened(["A", "B"], takeout: "10")
        try hall.bet("4.00", on: plays[0], of: event, by: hall.alice)
        try hall.bet("6.00", on: plays[1], of: event, by: hall.alice)
        try hall.bet("2.00", on: plays[0], of: event, by: hall.bob)
        let answer = try hall.withdraw(plays[0], of: event)
        #expect(answer.status == 202)
        let leaving = try answer.get()
        #expect(leaving.state == .withdrawing && leaving.refunds?.stakes.amount.text == "6.00")
        #expect(try hall.event(event.id).pool == (BettingHall.euros("6.00")))
        let pool = try hall.service.ask(GetPool.self, .init(event: event.id), by: hall.organizer).get()
        #expect(pool.betsOn.map(\.amount.amount.text) == ["0.00", "6.00"])
        #expect(pool.betsOnBy.map(\.play) == [plays[1]] && pool.shares.map(\.play) == [plays[1]])
        #expect(pool.projected.map(\.dividend?.text) == [nil, "0.9000"])
        #expect(try hall.violations().isEmpty)
        try hall.pay()
        #expect(hall.paid.map(\.hold) == [hall.captured[0], hall.captured[2]])
        #expect(hall.paid.allSatisfy { $0.recipient == .origin && $0.kind == .betRefund })
        let gone = try hall.plays(of: event)[0]
        #expect(gone.state == .withdrawn && gone.refunds?.returned.amount.text == "6.00")
        #expect(try hall.service.ask(ListBets.self, .init(), by: hall.bob).get().items.map(\.status) == [.refunded])
        let told = try hall.service.events().map(\.type).filter { $0.hasPrefix("betting.play-with") }
        #expect(told == [PlayWithdrawing.type, PlayWithdrawn.type])
        #expect(try hall.violations().isEmpty)
        // The rest of the pool is given out as if they had never been there.
        try hall.start(event)
        try hall.score(1, plays[1], of: event)
        try hall.finish(event)
        try hall.pay()
        #expect(try hall.winnings(of: hall.alice) == 540)
        let winnings = try hall.service.ask(ListWinnings.self, .init(event: event.id), by: hall.admin).get().items
        #expect(winnings.map(\.staked.amount.text) == ["10.00", "2.00"])
        #expect(winnings.map(\.refunded.amount.text) == ["4.00", "2.00"])
        #expect(try hall.violations().isEmpty)
    }

    @Test(
        "is a player's own affair until the start, and the organizer's until the finish; a withdrawn one is out for good"
    )
    func refusals() throws {
        let (event, plays) = try hall.opened()
        let (other, foreign) = try hall.opened()
        let own = try hall.service.ask(AddPlay.self, .init(event: event.id, user: hall.alice.user), by: hall.alice)
            .get().id
        #expect(try hall.withdraw(own, of: event, by: hall.bob).code == "forbidden")
        #expect(try hall.withdraw(plays[0], of: event, by: hall.alice).code == "forbidden")
        #expect(try hall.withdraw(foreign[0], of: event).status == 404)
        #expect(try hall.withdraw(own, of: event, by: hall.alice).status == 202)
        #expect(try hall.withdraw(own, of: event, by: hall.alice).code == "already_withdrawn")
        let again = try hall.service.ask(AddPlay.self, .init(event: event.id, user: hall.alice.user), by: hall.alice)
        #expect(again.code == "duplicate_play")
        let stake = try BettingHall.euros("1.00")
        #expect(try hall.ask(stake, on: own, of: event, by: hall.bob).code == "play_withdrawn")
        let late = try hall.service.ask(AddPlay.self, .init(event: event.id, user: hall.bob.user), by: hall.bob).get()
            .id
        try hall.start(event)
        #expect(try hall.withdraw(late, of: event, by: hall.bob).code == "already_started")
        let score = ScorePlay.Request(event: event.id, play: own, score: 1)
        #expect(try hall.service.ask(ScorePlay.self, score, by: hall.organizer).code == "play_withdrawn")
        #expect(try hall.withdraw(late, of: event, by: hall.admin).status == 202)
        try hall.score(1, plays[0], of: event)
        try hall.finish(event)
        #expect(try hall.withdraw(plays[1], of: event).code == "wrong_state")
        // The clock alone has started it.
        let runner = try hall.service.ask(AddPlay.self, .init(event: other.id, user: hall.bob.user), by: hall.bob).get()
        hall.service.now = other.startsAt
        #expect(try hall.withdraw(runner.id, of: other, by: hall.bob).code == "already_started")
        #expect(try hall.violations().isEmpty)
    }

    @Test("refuses a bet that is still undecided, and releases its hold")
    func undecided() throws {
        let (event, plays) = try hall.opened()
        let answer = try hall.ask(try BettingHall.euros("3.00"), on: plays[0], of: event, by: hall.alice)
        try hall.withdraw(plays[0], of: event)
        let (_, header) = try #require(try hall.service.takeCall(PlaceHold.self, to: .wallet))
        try hall.service.reply(Nothing(), to: header, from: .wallet)
        let (_, releasing) = try #require(try hall.service.takeCall(ReleaseHold.self, to: .wallet))
        try hall.service.reply(Nothing(), to: releasing, from: .wallet)
        let refused = try hall.service.answer(PlaceBet.self, try #require(answer.reference))
        #expect(refused.code == "play_withdrawn" && refused.status == 409)
        #expect(try hall.plays(of: event)[0].state == .withdrawn)
        #expect(try hall.violations().isEmpty)
    }

    @Test(
        "goes before the settlement of an event that is finished or cancelled meanwhile, and nothing is paid twice",
        arguments: [true, false])
    func settlementWaits(isFinished: Bool) throws {
        let (event, plays) = try hall.opened(["A", "B", "C"])
        for number in 0..<130 {
            try hall.bet("0.10", on: plays[number % 2], of: event, by: TestUsers.statement(100 + UInt64(number)))
        }
        try hall.start(event)
        for play in plays.prefix(2) { try hall.score(7, play, of: event) }
        try hall.withdraw(plays[0], of: event)
        try hall.withdraw(plays[2], of: event)
        if isFinished {
            let ended = try hall.finish(event)
            #expect(ended.status == .settling && ended.winners == [plays[1]])
        } else {
            let cancelled = try hall.service.ask(CancelEvent.self, .init(event: event.id), by: hall.admin)
            #expect(cancelled.status == 202)
        }
        #expect(try hall.violations().isEmpty)
        try hall.pay(commands: 2)
        #expect(hall.paid.count == 65 && hall.paid.allSatisfy { $0.kind == .betRefund })
        #expect(try refunded() == 650)
        #expect(try hall.violations().isEmpty)
        try hall.pay()
        #expect(try hall.paidInAll() == 1300)
        #expect(Set(hall.paid.map(\.purpose)).count == 130)
        #expect(try refunded() == (isFinished ? 650 : 1300))
        let end = try hall.event(event.id)
        #expect(end.status == (isFinished ? .finished : .cancelled))
        #expect(try hall.violations().isEmpty)
    }

    @Test("is told to everybody who had staked on the player, once, with the sum")
    func news() throws {
        let (event, plays) = try hall.opened()
        for number in 0..<250 {
            try hall.bet("0.10", on: plays[0], of: event, by: TestUsers.statement(100 + UInt64(number % 125)))
        }
        try hall.withdraw(plays[0], of: event)
        try hall.pay()
        var items: [TellPeople.Item] = []
        while let (request, header) = try hall.service.takeCall(TellPeople.self, to: .identity) {
            #expect(request.items.count <= TellPeople.limit)
            items += request.items
            try hall.service.restart()
            try hall.service.reply(Nothing(), to: header, from: .identity)
        }
        #expect(items.count == 125 && Set(items.map(\.user)).count == 125 && Set(items.map(\.reference)).count == 125)
        #expect(items.allSatisfy { $0.news == .betRefunded && $0.about == "Final" && $0.money?.amount.text == "0.20" })
        #expect(try hall.violations().isEmpty)
    }

    @Test("of all players leaves nothing to score: the event finishes, and keeps nothing")
    func everybody() throws {
        let (event, plays) = try hall.opened(takeout: "10")
        try hall.bet("1.00", on: plays[0], of: event, by: hall.alice)
        try hall.start(event)
        for play in plays { try hall.withdraw(play, of: event) }
        try hall.finish(event)
        try hall.pay()
        #expect(try hall.event(event.id).status == .finished)
        #expect(try hall.paidInAll() == 100)
        #expect(try hall.violations().isEmpty)
    }

    @Test("goes on in chunks over crashes at every turn, and gives each stake back once")
    func crashes() throws {
        let (event, plays) = try hall.opened(["A", "B"])
        for number in 0..<350 {
            let gambler = TestUsers.statement(100 + UInt64(number % 37))
            try hall.bet("0.0\(1 + number % 7)", on: plays[number % 5 == 0 ? 1 : 0], of: event, by: gambler)
        }
        let rest = try hall.service.ask(GetPool.self, .init(event: event.id)).get().betsOn[1].amount
        try hall.withdraw(plays[0], of: event)
        var turns = 0
        while try hall.plays(of: event)[0].state == .withdrawing, turns < 20 {
            turns += 1
            try hall.service.restart()
            try hall.service.step()
            #expect(try hall.violations().isEmpty)
            try hall.pay(commands: 1)
            #expect(try hall.violations().isEmpty)
        }
        #expect(turns == 280 / Chunk.size)
        #expect(hall.paid.count == 280 && Set(hall.paid.map(\.purpose)).count == 280)
        #expect(try hall.event(event.id).pool == rest)
    }
}
