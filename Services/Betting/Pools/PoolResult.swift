import Messages

/// How an event ended and what that makes of its pool.
struct PoolResult {
    struct Contender {
        let id: ID<Play>
        let score: Int64?
        let stakes: Amount
    }

    /// Whether there is something to share out. If not, the stakes go back or on to another event, and nothing is kept.
    let isWon: Bool
    /// Whether somebody scored at all, so that there is a winner, if perhaps one whom nobody backed.
    var isDecided: Bool { !winners.isEmpty }
    /// The plays with the highest score, whether anybody backed them or not.
    let winners: [ID<Play>]
    let takeout: Amount
    /// What the house puts in for the minimum dividend.
    let loss: Amount
    /// What the backers of each winner share; together with the takeout it is the pool, what came into it, and the loss.
    let parts: [(play: ID<Play>, amount: Amount)]

    /// The highest score wins; plays without one do not count. Winners whom nobody backed have nobody to share with, so
    /// the others divide the pool; if there are no others, it is not won. Takeout is of the stakes alone: what came from
    /// other events is for those who win it.
    init(plays: [Contender], pool: Amount, rolledIn: Amount = .zero, takeoutPoints: Int64, rules: PoolRules) throws {
        let best = plays.compactMap(\.score).max()
        let ahead = best == nil ? [] : plays.filter { $0.score == best }
        winners = ahead.map(\.id)
        let backed = ahead.filter { $0.stakes > .zero }
        isWon = !backed.isEmpty
        guard isWon else {
            (takeout, loss, parts) = (.zero, .zero, [])
            return
        }
        let takeout = Takeout.amount(of: pool, basisPoints: takeoutPoints)
        let stakes = backed.map(\.stakes)
        let net = try pool - takeout + rolledIn
        let raised = try MinimumDividend(
            rules.minimumDividend, parts: try DeadHeat.parts(of: net, stakes: stakes, by: rules.deadHeat),
            stakes: stakes, takeout: takeout, borneBy: rules.minusPool)
        (self.takeout, loss) = (raised.takeout, raised.loss)
        parts = zip(backed, raised.parts).map { ($0.id, $1) }
    }
}
