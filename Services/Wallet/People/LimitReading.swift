import Messages
import Runtime
import Storage

/// What a kind of limit is about: which deeds, over which time, and what counts.
struct LimitReading {
    private enum Period { case single, day, month }

    let deed: MoneyRefused.Deed
    let failure: StandingRefusal
    private let period: Period
    private let measure: @Sendable (Usage) throws -> Amount

    /// Nil for kinds of a later release.
    init?(_ kind: LimitKind) {
        switch kind {
        case .stake: self.init(.stake, .stakeLimit, .single) { $0.stake }
        case .dailyStake: self.init(.stake, .dailyStakeLimit, .day) { $0.stake }
        case .monthlyStake: self.init(.stake, .monthlyStakeLimit, .month) { $0.stake }
        case .dailyDeposit: self.init(.deposit, .dailyDepositLimit, .day) { $0.deposit }
        case .monthlyDeposit: self.init(.deposit, .monthlyDepositLimit, .month) { $0.deposit }
        case .dailyLoss: self.init(.stake, .dailyLossLimit, .day) { try $0.loss() }
        case .monthlyLoss: self.init(.stake, .monthlyLossLimit, .month) { try $0.loss() }
        case .unknown: return nil
        }
    }

    private init(
        _ deed: MoneyRefused.Deed, _ failure: StandingRefusal, _ period: Period,
        _ measure: @escaping @Sendable (Usage) throws -> Amount
    ) {
        (self.deed, self.failure, self.period, self.measure) = (deed, failure, period, measure)
    }

    func used(
        by user: ID<User>, in currency: KnownCurrency, on today: UsageDay, _ database: Connection
    ) throws -> Amount {
        switch period {
        case .single: .zero
        case .day: try measure(try Usage.sum(of: user, in: currency, over: today.itself, database))
        case .month: try measure(try Usage.sum(of: user, in: currency, over: today.month, database))
        }
    }
}

extension KnownPerson {
    /// The limit that so much more would get past, in words too.
    func limitExceeded(
        by amount: Amount, _ deed: MoneyRefused.Deed, in currency: KnownCurrency, on day: UsageDay,
        _ context: CommandContext
    ) throws -> (failure: StandingRefusal, detail: String)? {
        for limit in try limits(in: currency, context.database) {
            guard let text = limit.amount(at: context.now), let rule = LimitReading(limit.kind), rule.deed == deed,
                let units = try? text.wholeUnits(scale: currency.currency.scale)
            else { continue }
            let used = try rule.used(by: user, in: currency, on: day, context.database)
            if try used + amount > Amount(units) {
                let (most, there, asked) = (currency.text(Amount(units)), currency.text(used), currency.text(amount))
                return (rule.failure, "limit \(most), used \(there), asked \(asked)")
            }
        }
        return nil
    }
}
