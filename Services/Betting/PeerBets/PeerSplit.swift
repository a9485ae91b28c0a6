import Messages

/// How the pot of a peer bet is given out.
struct PeerSplit: Equatable {
    struct Stake {
        let outcome: Int
        let amount: Amount
    }

    let ending: PeerBetEnding
    let fee: Amount
    /// What each gets, in the order of the stakes; with the fee it is the pot.
    let payouts: [Amount]

    /// Those who backed the outcome get their stakes back and share what the others lost, less the fee, in proportion
    /// to their stakes: rounded down, and the units left over by largest remainder, who came first first. Where nobody
    /// backed it, or nobody anything else, nothing was won and every stake goes back whole.
    init(of stakes: [Stake], verdict: PeerVerdict, feePoints: Int64) throws {
        let pot = try stakes.map(\.amount).total()
        let winners = stakes.indices.filter { .outcome(stakes[$0].outcome) == verdict }
        let backed = try winners.map { stakes[$0].amount }.total()
        let won = try pot - backed
        guard backed > .zero, won > .zero else {
            (ending, fee, payouts) = (.refund, .zero, stakes.map(\.amount))
            return
        }
        let fee = Takeout.amount(of: won, basisPoints: feePoints)
        let shares = try PoolShare.payouts(of: try pot - fee, stakes: winners.map { stakes[$0].amount })
        var payouts = stakes.map { _ in Amount.zero }
        for (winner, share) in zip(winners, shares) { payouts[winner] = share }
        (ending, self.fee, self.payouts) = (.payout, fee, payouts)
    }
}
