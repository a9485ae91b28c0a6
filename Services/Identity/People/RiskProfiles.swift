public import Messages
public import Runtime
import Storage

extension GetRiskProfile: QueryHandler {
    public static func run(_ request: Nothing, in context: QueryContext) throws -> RiskProfile {
        try RiskProfiles.find(try context.user().user, in: context.database) ?? .standard
    }
}

extension SetRiskProfile: CommandHandler {
    public static func run(_ request: Request, in context: CommandContext) throws -> RiskProfile {
        let user = try context.user().user
        _ = try UserRecord.living(user, orRefuse: CommonFailure.unauthenticated, in: context.database)
        let before = try RiskProfiles.find(user, in: context.database) ?? .standard
        let row = try RiskProfiles.Row(request)
        try RiskProfiles.put(row, of: user, in: context)
        if row.profile != before {
            try context.emit(
                RiskProfileChanged(
                    user: user, before: try PersonalSeal.seal(before, of: user, in: context),
                    after: try PersonalSeal.seal(row.profile, of: user, in: context)))
            // The event is sealed; who recommends stakes by the profile is told it.
            try context.call(.betting, TakeRiskProfile.self, .init(user: user, profile: row.profile))
        }
        return row.profile
    }
}

/// The risk profiles' rows.
enum RiskProfiles {
    /// A profile whose sums are exact amounts of one currency.
    struct Row {
        let currency: Currency?
        let bankroll: Amount?
        let maximumStake: Amount?
        let riskTolerance: RiskTolerance
        let autoKellySizing: Bool
        let maxKellyFraction: DecimalText?

        var profile: RiskProfile {
            func money(_ amount: Amount?) -> Money? {
                guard let amount, let currency else { return nil }
                return Money(amount, currency)
            }
            return RiskProfile(
                bankroll: money(bankroll), riskTolerance: riskTolerance, maximumStake: money(maximumStake),
                autoKellySizing: autoKellySizing, maxKellyFraction: maxKellyFraction)
        }
    }

    static func find(_ user: ID<User>, in database: Connection) throws -> RiskProfile? {
        try database.first(
            """
            SELECT currency, scale, bankroll, maximum_stake, risk_tolerance, auto_kelly_sizing, max_kelly_fraction
            FROM risk_profiles WHERE user = ?
            """, user
        ) { row in
            let code: String? = try row.value(0)
            let scale: Int? = try row.value(1)
            return Row(
                currency: code.flatMap { code in scale.map { Currency(code: code, scale: $0) } },
                bankroll: try row.value(2), maximumStake: try row.value(3), riskTolerance: try row.value(4),
                autoKellySizing: try row.value(5),
                maxKellyFraction: try row.value(6, as: String?.self).flatMap { DecimalText($0) }
            ).profile
        }
    }

    static func put(_ row: Row, of user: ID<User>, in context: CommandContext) throws {
        try context.database.run(
            """
            INSERT INTO risk_profiles (user, currency, scale, bankroll, maximum_stake, risk_tolerance,
                auto_kelly_sizing, max_kelly_fraction, updated_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT DO UPDATE SET currency = excluded.currency, scale = excluded.scale,
                bankroll = excluded.bankroll, maximum_stake = excluded.maximum_stake,
                risk_tolerance = excluded.risk_tolerance, auto_kelly_sizing = excluded.auto_kelly_sizing,
                max_kelly_fraction = excluded.max_kelly_fraction, updated_at = excluded.updated_at
            """, user, row.currency?.code, row.currency?.scale, row.bankroll, row.maximumStake, row.riskTolerance,
            row.autoKellySizing, row.maxKellyFraction?.text, context.now)
    }
}

extension RiskProfiles.Row {
    /// The currency is the one that both sums are in. One that the platform did not begin with has the most decimals
    /// that any may have: nothing is paid by what stands here.
    init(_ request: SetRiskProfile.Request) throws {
        let code = (request.bankroll ?? request.maximumStake)?.currency.text
        let currency = code.map { code in
            Currency.initial.first { $0.code == code } ?? Currency(code: code, scale: 8)
        }
        self.currency = currency
        bankroll = try currency.flatMap { try request.bankroll?.positive(in: $0, at: "/bankroll") }
        maximumStake = try currency.flatMap { try request.maximumStake?.positive(in: $0, at: "/maximum_stake") }
        riskTolerance = request.riskTolerance ?? RiskProfile.standard.riskTolerance
        autoKellySizing = request.autoKellySizing ?? RiskProfile.standard.autoKellySizing
        maxKellyFraction = request.maxKellyFraction
        if autoKellySizing, bankroll == nil {
            throw Rejection.field("/bankroll", "required", "stakes are sized by the bankroll, so one is needed")
        }
        if let fraction = maxKellyFraction, !RiskProfiles.Row.isFraction(fraction) {
            throw Rejection.field("/max_kelly_fraction", "out_of_range", "expected a number from 0 to 1")
        }
    }

    private static func isFraction(_ number: DecimalText) -> Bool {
        guard let units = try? number.units(scale: 8) else { return false }
        return (0...100_000_000).contains(units)
    }
}
