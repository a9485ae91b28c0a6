import Messages
import Runtime
import Storage

/// The rows of people's limits.
enum PersonalLimits {
    static func all(of user: ID<User>, in database: Connection) throws -> [PersonalLimit] {
        try database.rows(
            """
            SELECT currency, kind, amount, rise_to, rise_at FROM personal_limits WHERE user = ? ORDER BY currency, kind
            """, user
        ) { row in
            let riseTo: DecimalText? = try row.value(3)
            return PersonalLimit(
                currency: CurrencyCode(trusted: try row.value(0)), kind: try row.value(1),
                amount: try row.value(2),
                rise: try row.value(4, as: Timestamp?.self).map { PersonalLimit.Rise(amount: riseTo, at: $0) })
        }
    }

    static func replace(_ limits: [PersonalLimit], of user: ID<User>, in database: Connection) throws {
        try database.run("DELETE FROM personal_limits WHERE user = ?", user)
        for limit in limits {
            try database.run(
                """
                INSERT INTO personal_limits (user, currency, kind, amount, rise_to, rise_at) VALUES (?, ?, ?, ?, ?, ?)
                """, user, limit.currency.text, limit.kind, limit.amount, limit.rise?.amount, limit.rise?.at)
        }
    }
}

extension Safeguards {
    init(_ standing: PersonStanding, at now: Timestamp) {
        var lines: [CurrencyLimits] = []
        var rises: [Rise] = []
        for limit in standing.limits {
            if let amount = limit.amount(at: now) {
                if lines.last?.currency != limit.currency { lines.append(CurrencyLimits(currency: limit.currency)) }
                lines[lines.count - 1][limit.kind] = Money(amount: amount, currency: limit.currency)
            }
            if let rise = limit.rise, rise.at > now {
                rises.append(
                    Rise(
                        currency: limit.currency, limit: limit.kind,
                        amount: rise.amount.map { Money(amount: $0, currency: limit.currency) }, at: rise.at))
            }
        }
        let exclusion = standing.selfExclusion.flatMap { $0.isInForce(at: now) ? $0 : nil }
        self.init(
            limits: lines, rises: rises, coolOffUntil: standing.coolOffUntil.flatMap { $0 > now ? $0 : nil },
            selfExclusion: exclusion)
    }
}
