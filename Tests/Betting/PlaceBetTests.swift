import Betting
import Messages
import Runtime
import TestSupport
import Testing

@Suite("Placing a bet")
struct PlaceBetTests {
    @Test("holds the stake, accepts, answers, and captures into the event's escrow")
    func wholeWay() throws {
        let hall = try BettingHall()
        let (event, plays) = try hall.opened()
        let answer = try hall.ask(try BettingHall.euros("10.00"), on: plays[0], of: event, by: hall.alice)
        let reference = try #require(answer.reference)
        let (hold, header) = try #require(try hall.service.takeCall(PlaceHold.self, to: .wallet))
        #expect(try hold.user == hall.alice.user && hold.money == (BettingHall.euros("10.00")))
        #expect(header[.statement] != nil)
        try hall.service.reply(Nothing(), to: header, from: .wallet)
        let accepted = try hall.service.answer(PlaceBet.self, reference)
        #expect(accepted.status == 201)
        #expect(try accepted.get().status == .accepted)
        let (capture, _) = try #require(try hall.service.takeCall(CaptureHold.self, to: .wallet))
        #expect(capture.hold == hold.hold && capture.escrow == "event/\(event.id)" && capture.kind == .betPlaced)
        #expect(try hall.event(event.id).pool == (BettingHall.euros("10.00")))
        #expect(try hall.violations().isEmpty)
    }

    @Test("too little money is told as the wallet said it, and no bet is left")
    func insufficientFunds() throws {
        let hall = try BettingHall()
        let (event, plays) = try hall.opened()
        let answer = try hall.ask(try BettingHall.euros("10.00"), on: plays[0], of: event, by: hall.alice)
        let (_, header) = try #require(try hall.service.takeCall(PlaceHold.self, to: .wallet))
        try hall.service.refuse(PlaceHold.Failure.insufficientFunds, to: header, from: .wallet)
        let refused = try hall.service.answer(PlaceBet.self, try #require(answer.reference))
        #expect(refused.code == "insufficient_funds" && refused.status == 422)
        #expect(try hall.service.ask(ListBets.self, .init(), by: hall.alice).get().items.isEmpty)
        #expect(try hall.service.takeCall(ReleaseHold.self, to: .wallet) == nil)
        #expect(try BettingInvariants.bets(in: try hall.service.reader()).isEmpty)
        #expect(try hall.service.events(BetRejected.type).count == 1)
        #expect(try hall.violations().isEmpty)
    }

    @Test(
        "a stake held only at the start's millisecond is given back, one held before it is accepted",
        arguments: [0, -1])
    func lateAcceptance(offset: Int64) throws {
        let hall = try BettingHall()
        let (event, plays) = try hall.opened()
        let answer = try hall.ask(try BettingHall.euros("10.00"), on: plays[0], of: event, by: hall.alice)
        let (hold, header) = try #require(try hall.service.takeCall(PlaceHold.self, to: .wallet))
        hall.service.now = event.startsAt.adding(milliseconds: offset)
        try hall.service.reply(Nothing(), to: header, from: .wallet)
        let reference = try #require(answer.reference)
        guard offset == 0 else {
            #expect(try hall.service.answer(PlaceBet.self, reference).get().status == .accepted)
            return
        }
        let (release, releaseHeader) = try #require(try hall.service.takeCall(ReleaseHold.self, to: .wallet))
        #expect(release.hold == hold.hold)
        #expect(try hall.violations().isEmpty)
        try hall.service.reply(Nothing(), to: releaseHeader, from: .wallet)
        #expect(try hall.service.answer(PlaceBet.self, reference).code == "already_started")
        #expect(try hall.event(event.id).pool == (BettingHall.euros("0.00")))
        #expect(try hall.violations().isEmpty)
    }

    @Test("a bet still undecided when its event is cancelled is refused and its hold released")
    func cancelledMeanwhile() throws {
        let hall = try BettingHall()
        let (event, plays) = try hall.opened()
        let answer = try hall.ask(try BettingHall.euros("10.00"), on: plays[0], of: event, by: hall.alice)
        _ = try hall.service.ask(CancelEvent.self, .init(event: event.id), by: hall.organizer).get()
        let (_, header) = try #require(try hall.service.takeCall(PlaceHold.self, to: .wallet))
        try hall.service.reply(Nothing(), to: header, from: .wallet)
        let (_, release) = try #require(try hall.service.takeCall(ReleaseHold.self, to: .wallet))
        try hall.service.reply(Nothing(), to: release, from: .wallet)
        let refused = try hall.service.answer(PlaceBet.self, try #require(answer.reference))
        #expect(refused.code == "event_not_open" && refused.status == 409)
        #expect(try hall.event(event.id).status == .cancelled)
        #expect(try hall.violations().isEmpty)
    }

    @Test("a crash before the hold is answered loses nothing and bets once")
    func restart() throws {
        let hall = try BettingHall()
        let (event, plays) = try hall.opened()
        let stake = try BettingHall.euros("10.00")
        _ = try hall.ask(stake, on: plays[0], of: event, by: hall.alice, id: "once")
        try hall.service.restart()
        try hall.service.step()
        let (_, header) = try #require(try hall.service.takeCall(PlaceHold.self, to: .wallet))
        try hall.service.reply(Nothing(), to: header, from: .wallet)
        try hall.service.restart()
        try hall.service.step()
        try hall.capture()
        let again = try hall.ask(stake, on: plays[0], of: event, by: hall.alice, id: "once")
        #expect(try again.get().status == .accepted)
        #expect(try hall.service.ask(ListBets.self, .init(), by: hall.alice).get().items.count == 1)
        #expect(hall.captured.count == 1)
        #expect(try hall.violations().isEmpty)
    }

    @Test(
        "a stake that is no sum of the event's currency is refused by its field",
        arguments: [
            ("0.00", "EUR", "not_positive"), ("-1.00", "EUR", "not_positive"), ("1.001", "EUR", "too_many_decimals"),
            ("1.00", "USD", "wrong_currency"), ("9999999999999999999", "EUR", "too_large"),
        ])
    func badStakes(amount: String, currency: String, code: String) throws {
        let hall = try BettingHall()
        let (event, plays) = try hall.opened()
        let answer = try hall.ask(try BettingHall.money(amount, currency), on: plays[0], of: event, by: hall.alice)
        #expect(answer.status == 422)
        #expect(answer.problem?.errors.first?.code == code)
        #expect(try hall.service.takeCall(PlaceHold.self, to: .wallet) == nil)
    }

    @Test("a pool that would not fit is refused, also when two bets race to it")
    func overflow() throws {
        let hall = try BettingHall()
        let (event, plays) = try hall.opened(currency: "POINTS")
        let most = try BettingHall.money(String(Int64.max), "POINTS")
        let first = try hall.ask(most, on: plays[0], of: event, by: hall.alice)
        let second = try hall.ask(most, on: plays[0], of: event, by: hall.bob)
        for _ in 0..<2 {
            let (_, header) = try #require(try hall.service.takeCall(PlaceHold.self, to: .wallet))
            try hall.service.reply(Nothing(), to: header, from: .wallet)
        }
        #expect(try hall.service.answer(PlaceBet.self, try #require(first.reference)).status == 201)
        let (_, release) = try #require(try hall.service.takeCall(ReleaseHold.self, to: .wallet))
        try hall.service.reply(Nothing(), to: release, from: .wallet)
        #expect(try hall.service.answer(PlaceBet.self, try #require(second.reference)).code == "amount_overflow")
        #expect(try hall.ask(most, on: plays[0], of: event, by: hall.bob).code == "amount_overflow")
        #expect(try hall.violations().isEmpty)
    }

    @Test("bets on unknown things, another event's play, closed events and by nobody are refused")
    func wrongPlaces() throws {
        let hall = try BettingHall()
        let (event, plays) = try hall.opened()
        let (other, foreign) = try hall.opened()
        let stake = try BettingHall.euros("1.00")
        #expect(try hall.ask(stake, on: foreign[0], of: event, by: hall.alice).code == "unknown_play")
        let nowhere = PlaceBet.Request(event: ID(high: 1, low: 1), play: plays[0], stake: stake)
        #expect(try hall.service.ask(PlaceBet.self, nowhere, by: hall.alice).status == 404)
        let nobody = PlaceBet.Request(event: event.id, play: plays[0], stake: stake)
        #expect(try hall.service.ask(PlaceBet.self, nobody).status == 401)
        try hall.start(event)
        #expect(try hall.ask(stake, on: plays[0], of: event, by: hall.alice).code == "event_not_open")
        hall.service.now = other.startsAt
        #expect(try hall.ask(stake, on: foreign[0], of: other, by: hall.alice).code == "already_started")
        #expect(try hall.service.takeCall(PlaceHold.self, to: .wallet) == nil)
    }

    @Test("a bet is seen by its owner, the organizer and admins, and is unknown to others")
    func privacy() throws {
        let hall = try BettingHall()
        let (event, plays) = try hall.opened()
        let bet = try hall.bet("1.00", on: plays[0], of: event, by: hall.alice)
        for reader in [hall.alice, hall.organizer, hall.admin] {
            #expect(try hall.service.ask(GetBet.self, .init(bet: bet.id), by: reader).get() == bet)
            #expect(try hall.service.ask(ListEventBets.self, .init(event: event.id), by: reader).get().items == [bet])
        }
        #expect(try hall.service.ask(GetBet.self, .init(bet: bet.id), by: hall.bob).status == 404)
        #expect(try hall.service.ask(ListEventBets.self, .init(event: event.id), by: hall.bob).get().items.isEmpty)
    }
}
