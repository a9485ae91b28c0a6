import Betting
import Messages
import Runtime
import TestSupport
import Testing

@Suite("A pool that nobody won")
struct RollOverTests {
    private let hall: BettingHall

    init() throws { hall = try BettingHall() }

    /// An open event whose pool goes on to another, with 10.00 of Alice's and 5.00 of Bob's on the first player.
    private func staked(to target: BettingEvent) throws -> (event: BettingEvent, plays: [ID<Play>]) {
        let (event, plays) = try hall.opened(takeout: "10") { policy in
            (policy.noWinner, policy.rollOverTo) = (.rollOver, .set(target.id))
        }
        try hall.bet("10.00", on: plays[0], of: event, by: hall.alice)
        try hall.bet("5.00", on: plays[0], of: event, by: hall.bob)
        return (event, plays)
    }

    @Test("goes on whole to the next event, where it is won with its pool and without takeout")
    func won() throws {
        let (next, plays) = try hall.opened(takeout: "10")
        let (event, first) = try staked(to: next)
        try hall.bet("1.00", on: plays[0], of: next, by: hall.bob)
        let place = try hall.service.ask(FollowEvent.self, .init(event: next.id)).get().next
        let follower = try hall.service.ask(
            FollowEvent.self, .init(event: next.id, after: place, waitMilliseconds: 5000))
        let end = try hall.settle(event, [(first[1], 1)])
        #expect(end.settlement?.outcome == .rollOver && end.settlement?.rolledOver.amount.text == "15.00")
        #expect(try hall.service.answer(FollowEvent.self, try #require(follower.reference)).get().items.count == 1)
        #expect(end.settlement?.rolledOverTo == next.id && end.settlement?.takeout.amount.text == "0.00")
        #expect(hall.paid.map(\.into) == ["event/\(next.id)"] && hall.paid[0].kind == .rollover)
        #expect(try hall.service.ask(ListBets.self, .init(), by: hall.alice).get().items.map(\.status) == [.lost])
        try hall.bet("3.00", on: plays[0], of: next, by: hall.bob)
        try hall.bet("6.00", on: plays[1], of: next, by: hall.alice)
        let pool = try hall.service.ask(GetPool.self, .init(event: next.id)).get()
        #expect(pool.pool.amount.text == "10.00" && pool.rolledIn.amount.text == "15.00")
        // 1.00 of 10.00 is kept: 9.00 and 15.00 for 4.00, or for 6.00.
        #expect(pool.takeout.amount.text == "1.00" && pool.net.amount.text == "24.00")
        #expect(pool.projected.map { $0.dividend?.text } == ["6.0000", "4.0000"])
        #expect(try hall.violations().isEmpty)
        try hall.settle(next, [(plays[0], 1)])
        #expect(try hall.winnings(of: hall.bob) == 2400 && hall.kept(.takeout) == 100)
        #expect(try hall.service.events(PoolRolledOver.type).count == 1)
        #expect(try hall.violations().isEmpty)
    }

    @Test("is on its way before anything that the next event's settlement can ask for")
    func order() throws {
        let (next, plays) = try hall.opened()
        try hall.bet("1.00", on: plays[0], of: next, by: hall.alice)
        let (event, first) = try staked(to: next)
        try hall.start(event)
        try hall.score(1, first[1], of: event)
        try hall.finish(event)
        try hall.start(next)
        try hall.score(1, plays[0], of: next)
        try hall.finish(next)
        try hall.quiet()
        #expect(hall.paid.map(\.recipient) == [.escrow, .winner])
        #expect(try hall.winnings(of: hall.alice) == 1600)
        #expect(try hall.violations().isEmpty)
    }

    @Test("goes back where the next event has started, or is over, and where nobody scored at all")
    func refunded() throws {
        let (live, _) = try hall.opened()
        let (first, plays) = try staked(to: live)
        try hall.start(live)
        #expect(try hall.settle(first, [(plays[1], 1)]).settlement?.outcome == .refund)
        let late = try hall.scheduled()
        let (second, others) = try staked(to: late)
        _ = try hall.cancel(late)
        #expect(try hall.settle(second, [(others[1], 1)]).settlement?.outcome == .refund)
        let (next, _) = try hall.opened()
        let (third, _) = try staked(to: next)
        #expect(try hall.settle(third, []).settlement?.outcome == .refund)
        #expect(hall.paid.allSatisfy { $0.recipient == .origin } && hall.paid.count == 6)
        #expect(try hall.event(next.id).rolledIn.amount.text == "0.00")
        #expect(try hall.violations().isEmpty)
    }

    @Test(
        "goes on by the next event's own policy when that is cancelled or has no winner either; else the house has it",
        arguments: [true, false], [true, false])
    func onAndOn(isCancelled: Bool, hasThird: Bool) throws {
        let (third, _) = try hall.opened()
        let (next, plays) = try hall.opened(takeout: "10") { policy in
            if hasThird { (policy.noWinner, policy.rollOverTo) = (.rollOver, .set(third.id)) }
        }
        let (event, first) = try staked(to: next)
        try hall.settle(event, [(first[1], 1)])
        try hall.bet("1.00", on: plays[0], of: next, by: hall.bob)
        let end = isCancelled ? try hall.cancel(next) : try hall.settle(next, [(plays[1], 1)])
        let goesOn = isCancelled || !hasThird ? "15.00" : "16.00"
        #expect(end.settlement?.rolledOver.amount.text == (hasThird ? goesOn : "0.00"))
        #expect(end.settlement?.unawarded.amount.text == (hasThird ? "0.00" : "15.00"))
        #expect(try hall.kept(.unawarded) == (hasThird ? 0 : 1500))
        #expect(try hall.event(third.id).rolledIn.amount.text == (hasThird ? goesOn : "0.00"))
        let refunded = hall.paid.filter { $0.recipient == .origin }
        #expect(refunded.count == (isCancelled || !hasThird ? 1 : 0))
        #expect(try hall.violations().isEmpty)
    }
}
