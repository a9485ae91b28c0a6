import Messages
import Storage

/// What a pool would pay, reckoned by the rules that settle it.
struct Projection {
    static let shareDigits = 6
    static let dividendDigits = 4

    let event: StoredEvent
    let rules: PoolRules
    let takeout: Amount
    /// What would be shared out.
    let net: Amount
    let classLimit: Int

    /// - Parameter plays: how many of them are told of, which share in what is looked at.
    init(of event: StoredEvent, plays: Int, in database: Connection) throws {
        self.event = event
        classLimit = min(StakeClass.limit, StakeClass.limitOfAll / max(plays, 1))
        rules = try PoolRules.find(of: event.id, in: database)
        takeout = Takeout.amount(of: event.pool, basisPoints: event.takeoutPoints)
        net = try event.pool - takeout + event.rolledIn
    }

    /// Nil where nobody has backed the play.
    func dividend(of play: StoredPlay, in database: Connection) throws -> DecimalText? {
        let classes = rules.keepsBreakage ? try StakeClass.all(of: play.id, limit: classLimit, in: database) : nil
        return try Projection.dividend(
            of: play.stakes, pool: event.pool, rolledIn: event.rolledIn, takeoutPoints: event.takeoutPoints,
            rules: rules, classes: classes)
    }

    /// What one unit on a play would bring if the event ended now with it alone in front: all that its backers would be paid,
    /// by what they have staked.
    static func dividend(
        of stakes: Amount, pool: Amount, rolledIn: Amount = .zero, takeoutPoints: Int64, rules: PoolRules,
        classes: [StakeClass]? = nil
    ) throws -> DecimalText? {
        guard stakes > .zero else { return nil }
        let result = try PoolResult(
            plays: [.init(id: ID(high: 0, low: 0), score: 1, stakes: stakes)], pool: pool, rolledIn: rolledIn,
            takeoutPoints: takeoutPoints, rules: rules)
        let part = try result.parts.map(\.amount).total()
        return Ratio.text(
            try paid(of: part, stakes: stakes, rules: rules, classes: classes), by: stakes, digits: dividendDigits)
    }

    /// What backers are paid of their part once payouts are rounded. Where what rounding leaves is given out, it is all but what
    /// makes no rounding unit; where the house keeps it, it depends on the single stakes. Of a play with more different
    /// stakes than are looked at it is told as if it were given out.
    private static func paid(
        of part: Amount, stakes: Amount, rules: PoolRules, classes: [StakeClass]?
    ) throws -> Amount {
        guard rules.keepsBreakage, let classes else {
            return Amount(part.units - part.units % rules.roundingUnit.units)
        }
        return try classes.reduce(.zero) { sum, stakeClass in
            let share = PoolShare(of: part, stake: stakeClass.stake, stakes: stakes, unit: rules.roundingUnit)
            // All shares together are at most the part.
            return try sum + Amount(Int64(Int128(share.payout.units) * Int128(stakeClass.bets)))
        }
    }
}

/// How many accepted bets of one stake a play has, counted where the house keeps what rounding leaves. Bets of one stake are
/// rounded alike.
struct StakeClass {
    /// How many of them a projection looks at, of one play and of all plays of an event.
    static let limit = 5000
    static let limitOfAll = 10_000

    let stake: Amount
    let bets: Int64

    /// Nil where there are more than that.
    static func all(of play: ID<Play>, limit: Int, in database: Connection) throws -> [StakeClass]? {
        let found = try database.rows(
            "SELECT stake, bets FROM open_stakes WHERE play = ? LIMIT ?", play, limit + 1
        ) { StakeClass(stake: try $0.value(0), bets: try $0.value(1)) }
        return found.count <= limit ? found : nil
    }

    static func add(_ stake: Amount, on play: ID<Play>, in database: Connection) throws {
        try database.run(
            """
            INSERT INTO open_stakes (play, stake, bets) VALUES (?, ?, 1)
            ON CONFLICT (play, stake) DO UPDATE SET bets = bets + 1
            """, play, stake)
    }

    static func remove(_ stake: Amount, on play: ID<Play>, in database: Connection) throws {
        try database.run("UPDATE open_stakes SET bets = bets - 1 WHERE play = ? AND stake = ?", play, stake)
        try database.run("DELETE FROM open_stakes WHERE play = ? AND stake = ? AND bets = 0", play, stake)
    }
}
