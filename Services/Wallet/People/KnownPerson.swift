import Messages
import Runtime
import Storage

/// The wallet's copy of where a person stands; of most there is none, since there is nothing to say of them.
struct KnownPerson {
    let user: ID<User>
    let version: Int64
    let state: UserState
    let coolOffUntil: Timestamp?
    let selfExclusion: SelfExclusion?
    let timeZone: TimeZoneName?
    /// Nil where nobody has said: then it is the lowest.
    let kycLevel: KYCLevel?

    static func find(_ user: ID<User>, in database: Connection) throws -> KnownPerson? {
        try database.first(
            """
            SELECT version, state, cool_off_until, is_excluded, excluded_until, time_zone, kyc_level FROM people
            WHERE user = ?
            """, user
        ) { row in
            let isExcluded: Bool = try row.value(3)
            return KnownPerson(
                user: user, version: try row.value(0), state: try row.value(1), coolOffUntil: try row.value(2),
                selfExclusion: isExcluded ? SelfExclusion(until: try row.value(4)) : nil,
                timeZone: try row.value(5, as: String?.self).map(TimeZoneName.init(trusted:)),
                kycLevel: try row.value(6))
        }
    }

    func limits(in currency: KnownCurrency, _ database: Connection) throws -> [PersonalLimit] {
        try database.rows(
            "SELECT kind, amount, rise_to, rise_at FROM personal_limits WHERE user = ? AND currency = ?", user,
            currency.currency.code
        ) { row in
            let riseTo: DecimalText? = try row.value(2)
            return PersonalLimit(
                currency: CurrencyCode(trusted: currency.currency.code), kind: try row.value(0),
                amount: try row.value(1),
                rise: try row.value(3, as: Timestamp?.self).map { PersonalLimit.Rise(amount: riseTo, at: $0) })
        }
    }

    /// Has identity bring a standing that this does not have: what it is is sealed to all but who asks.
    static func askFor(_ changed: StandingChanged, in context: CommandContext) throws {
        guard try isNews(changed.version, of: changed.user, in: context) else { return }
        try context.call(.identity, TellStanding.self, TellStanding.Request(user: changed.user))
    }

    /// A standing comes by more than one way and in any order, also after its person was forgotten.
    private static func isNews(_ version: Int64, of user: ID<User>, in context: CommandContext) throws -> Bool {
        guard version > (try find(user, in: context.database)?.version ?? 0) else { return false }
        return try !context.hasForgotten(user)
    }

    /// Takes a standing in unless there is one as new.
    static func take(_ standing: PersonStanding, in context: CommandContext) throws {
        guard try isNews(standing.version, of: standing.user, in: context) else { return }
        let database = context.database
        // A kind of a later release cannot be held to here, so that nothing is staked under it.
        let isReadable = standing.limits.allSatisfy { $0.kind != .unknown }
        try database.run(
            """
            INSERT INTO people (user, version, state, cool_off_until, is_excluded, excluded_until, time_zone, kyc_level)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT DO UPDATE SET version = excluded.version, state = excluded.state,
                cool_off_until = excluded.cool_off_until, is_excluded = excluded.is_excluded,
                excluded_until = excluded.excluded_until, time_zone = excluded.time_zone,
                kyc_level = excluded.kyc_level
            """, standing.user, standing.version, isReadable ? standing.state : .unknown, standing.coolOffUntil,
            standing.selfExclusion != nil,
            standing.selfExclusion?.until, standing.timeZone?.text, standing.kycLevel)
        try database.run("DELETE FROM personal_limits WHERE user = ?", standing.user)
        for limit in standing.limits where limit.kind != .unknown {
            try database.run(
                """
                INSERT INTO personal_limits (user, currency, kind, amount, rise_to, rise_at) VALUES (?, ?, ?, ?, ?, ?)
                """, standing.user, limit.currency.text, limit.kind, limit.amount, limit.rise?.amount, limit.rise?.at)
        }
    }
}
