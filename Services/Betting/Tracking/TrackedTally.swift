import Messages
import Storage

/// What came of any number of tracked bets.
struct TrackedTally: Equatable {
    private(set) var won: Int64 = 0
    private(set) var lost: Int64 = 0
    private(set) var halfWon: Int64 = 0
    private(set) var halfLost: Int64 = 0
    private(set) var pushed: Int64 = 0
    private(set) var void: Int64 = 0
    private(set) var staked = Amount.zero
    private(set) var returned = Amount.zero
    private(set) var givenBack = Amount.zero

    init() {}

    /// Of one bet.
    init(_ result: OutsideResult, stake: Amount, returned: Amount) {
        switch result {
        case .win: won = 1
        case .loss: lost = 1
        case .halfWin: halfWon = 1
        case .halfLoss: halfLost = 1
        case .push: pushed = 1
        case .void: void = 1
        }
        if result.isRefund { givenBack = stake } else { (staked, self.returned) = (stake, returned) }
    }

    /// Of the columns won, lost, half_won, half_lost, pushed, void, staked, returned and given_back.
    init(_ row: borrowing Row) throws {
        (won, lost, halfWon) = (try row.value(0), try row.value(1), try row.value(2))
        (halfLost, pushed, void) = (try row.value(3), try row.value(4), try row.value(5))
        (staked, returned, givenBack) = (try row.value(6), try row.value(7), try row.value(8))
    }

    var bets: Int64 { won + lost + halfWon + halfLost + pushed + void }

    func adding(_ other: TrackedTally) throws(AmountOverflow) -> TrackedTally {
        var sum = counted(other, 1)
        sum.staked = try staked + other.staked
        sum.returned = try returned + other.returned
        sum.givenBack = try givenBack + other.givenBack
        return sum
    }

    func without(_ other: TrackedTally) throws(AmountOverflow) -> TrackedTally {
        var sum = counted(other, -1)
        sum.staked = try staked - other.staked
        sum.returned = try returned - other.returned
        sum.givenBack = try givenBack - other.givenBack
        return sum
    }

    private func counted(_ other: TrackedTally, _ sign: Int64) -> TrackedTally {
        var sum = self
        sum.won += sign * other.won
        sum.lost += sign * other.lost
        sum.halfWon += sign * other.halfWon
        sum.halfLost += sign * other.halfLost
        sum.pushed += sign * other.pushed
        sum.void += sign * other.void
        return sum
    }

    func view(in currency: Currency) -> TrackedFigures {
        // In halves of bets; a half result has one half that is neither won nor lost.
        let wonHalves = 2 * won + halfWon
        let decidedHalves = wonHalves + 2 * lost + halfLost
        let net = (try? returned - staked) ?? .zero  // of two that are not below nothing
        return TrackedFigures(
            bets: bets, won: won, lost: lost, halfWon: halfWon, halfLost: halfLost, pushed: pushed, void: void,
            winRate: ReturnRate.text(net: Amount(wonHalves), staked: Amount(decidedHalves)),
            staked: Money(staked, currency), returned: Money(returned, currency), net: Money(net, currency),
            returnPercent: ReturnRate.text(net: net, staked: staked), refundedStake: Money(givenBack, currency))
    }
}
