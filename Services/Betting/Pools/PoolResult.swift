import Messages

/// How an event ended and what that makes of its pool.
struct PoolResult {
    struct Contender {
        let id: ID<Play>
        let score: Int64?
        let stakes: Amount
    }

    let outcome: PoolOutcome
    /// The plays with the highest score, whether anybody backed them or not.
    let winners: [ID<Play>]
    let takeout: Amount
    /// What the backers of each winner share; together with the takeout it is the pool.
    let parts: [(play: ID<Play>, amount: Amount)]

    /// The highest score wins; plays without one do not count. Winners whom nobody backed have nobody to share with, so
    /// the others divide the pool; if there are no others, every stake goes back and nothing is kept.
    init(plays: [Contender], pool: Amount, takeoutPoints: Int64) {
        let best = plays.compactMap(\.score).max()
        let ahead = best == nil ? [] : plays.filter { $0.score == best }
        winners = ahead.map(\.id)
        let backed = ahead.filter { $0.stakes > .zero }
        let takeout = Takeout.amount(of: pool, basisPoints: takeoutPoints)
        guard !backed.isEmpty, let net = try? pool - takeout else {
            (outcome, self.takeout, parts) = (.refund, .zero, [])
            return
        }
        (outcome, self.takeout) = (.payout, takeout)
        parts = zip(backed, DeadHeat.equalParts(of: net, among: backed.count)).map { ($0.id, $1) }
    }
}
