import Betting
import Messages
import Runtime
import TestSupport
import Testing

@Suite("Taking a bet back")
struct CancelBetTests {
    private let hall: BettingHall

    init() throws { hall = try BettingHall() }

    @Test("takes it out of its pool at once, and tells when the stake is back where it came from")
    func wholeWay() throws {
        let (event, plays) = try hall.opened()
        let bet = try hall.bet("10.00", on: plays[0], of: event, by: hall.alice)
        try hall.bet("3.00", on: plays[0], of: event, by: hall.alice)
        try hall.bet("2.00", on: plays[1], of: event, by: hall.bob)
        let asked = try hall.service.ask(CancelBet.self, .init(bet: bet.id), by: hall.alice)
        #expect(try hall.event(event.id).pool == BettingHall.euros("5.00"))
        let pool = try hall.service.ask(GetPool.self, .init(event: event.id), by: hall.alice).get()
        #expect(pool.betsOn.map(\.amount.amount.text) == ["3.00", "2.00"])
        #expect(pool.betsOnBy.map(\.amount.amount.text) == ["3.00", "2.00"])
        #expect(try hall.service.ask(GetBet.self, .init(bet: bet.id), by: hall.alice).get().status == .cancelling)
        #expect(try hall.violations().isEmpty)
        try hall.pay()
        let answer = try hall.service.answer(CancelBet.self, try #require(asked.reference))
        let cancelled = try answer.get()
        #expect(answer.status == 200 && cancelled.status == .cancelled)
        #expect(try cancelled.payout == BettingHall.euros("10.00"))
        #expect(hall.paid.map(\.hold) == [hall.captured[0]] && hall.paid[0].kind == .betRefund)
        #expect(try hall.service.events(BetCancelled.type).count == 1)
        #expect(try hall.violations().isEmpty)
        #expect(try hall.settle(event, [(plays[0], 1)]).settlement?.bets == 2)
        #expect(try hall.winnings(of: hall.alice) == 500)
        #expect(try hall.violations().isEmpty)
    }

    @Test("whoever waits long is told that the stake is on its way")
    func patience() throws {
        let (event, plays) = try hall.opened()
        let bet = try hall.bet("10.00", on: plays[0], of: event, by: hall.alice)
        let asked = try hall.service.ask(CancelBet.self, .init(bet: bet.id), by: hall.alice)
        hall.service.now = hall.service.now.adding(seconds: 4)
        try hall.service.step()
        let answer = try hall.service.answer(CancelBet.self, try #require(asked.reference))
        #expect(try answer.get().status == .cancelling)
        try hall.pay()
        #expect(try hall.service.ask(GetBet.self, .init(bet: bet.id), by: hall.alice).get().status == .cancelled)
    }

    @Test("is for its owner alone, once, and not in a pool that has nothing of it left")
    func refusals() throws {
        let (event, plays) = try hall.opened()
        let bet = try hall.bet("10.00", on: plays[0], of: event, by: hall.alice)
        for stranger in [hall.bob, hall.organizer, hall.admin] {
            #expect(try hall.takeBack(bet, by: stranger).status == 404)
        }
        #expect(try hall.service.ask(CancelBet.self, .init(bet: bet.id)).status == 401)
        #expect(try hall.takeBack(bet, by: hall.alice).status == 200)
        #expect(try hall.takeBack(bet, by: hall.alice).code == "wrong_state")
        let winnings = try hall.service.ask(ListWinnings.self, .init(event: event.id)).get().items
        #expect(winnings.isEmpty)
        #expect(try hall.paidInAll() == 1000)
    }

    @Test("is refused from the start's millisecond on, once an event is started or over, and where bets stay")
    func late() throws {
        let (event, plays) = try hall.opened()
        let bet = try hall.bet("10.00", on: plays[0], of: event, by: hall.alice)
        hall.service.now = event.startsAt
        let late = try hall.takeBack(bet, by: hall.alice)
        #expect(late.status == 409 && ["already_started", "event_not_open"].contains(late.code ?? ""))
        let (begun, others) = try hall.opened()
        let second = try hall.bet("10.00", on: others[0], of: begun, by: hall.alice)
        try hall.start(begun)
        #expect(try hall.takeBack(second, by: hall.alice).code == "event_not_open")
        _ = try hall.cancel(begun)
        #expect(try hall.takeBack(second, by: hall.alice).code == "wrong_state")
        let request = CreateEvent.Request(
            name: Title(trusted: "Firm"), startsAt: hall.service.now.adding(seconds: 60),
            currency: CurrencyCode(trusted: "EUR"), betsMayBeCancelled: false)
        let firm = try hall.service.ask(CreateEvent.self, request, by: hall.organizer).get()
        let play = try hall.play("A", in: firm)
        let third = try hall.bet("1.00", on: play, of: try hall.open(firm), by: hall.alice)
        #expect(try hall.takeBack(third, by: hall.alice).code == "cancellation_not_allowed")
        #expect(try hall.violations().isEmpty)
    }

    @Test("meets the end of its event: each stake goes back once", arguments: [true, false])
    func race(isFirst: Bool) throws {
        let (event, plays) = try hall.opened()
        let bet = try hall.bet("10.00", on: plays[0], of: event, by: hall.alice)
        try hall.bet("1.00", on: plays[0], of: event, by: hall.bob)
        if isFirst { _ = try hall.service.ask(CancelBet.self, .init(bet: bet.id), by: hall.alice) }
        _ = try hall.service.ask(CancelEvent.self, .init(event: event.id), by: hall.organizer).get()
        if !isFirst { #expect(try hall.takeBack(bet, by: hall.alice).code == "wrong_state") }
        try hall.quiet()
        #expect(try hall.paidInAll() == 1100 && hall.paid.count == 2)
        #expect(Set(hall.paid.compactMap(\.hold)) == Set(hall.captured))
        #expect(try hall.event(event.id).settlement?.bets == (isFirst ? 1 : 2))
        #expect(try hall.violations().isEmpty)
    }

    @Test("goes on over a crash between its steps, and pays once")
    func crash() throws {
        let (event, plays) = try hall.opened()
        let bet = try hall.bet("10.00", on: plays[0], of: event, by: hall.alice)
        _ = try hall.service.ask(CancelBet.self, .init(bet: bet.id), by: hall.alice)
        for _ in 0..<3 {
            try hall.service.restart()
            try hall.service.step()
            #expect(try hall.violations().isEmpty)
        }
        try hall.pay()
        #expect(try hall.paidInAll() == 1000)
        #expect(try hall.service.ask(GetBet.self, .init(bet: bet.id), by: hall.alice).get().status == .cancelled)
    }
}
