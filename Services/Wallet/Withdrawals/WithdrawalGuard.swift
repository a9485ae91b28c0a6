import Messages
import Runtime
import Storage

/// Asks whether a person may be paid out so much. Who has excluded themselves or cools off may: it is a break from
/// playing, and their money is theirs.
struct WithdrawalGuard {
    let amount: Amount
    let currency: KnownCurrency
    /// The person's own word, which also tells how new the wallet's copy of their standing must be.
    let statement: Statement
    let settings: WalletSettings
    let context: CommandContext

    typealias Failure = RequestWithdrawal.Failure

    func admit() throws {
        if try Closings.isClosed(statement.user, in: context.database) {
            throw refusal(Failure.accountNotActive, "this account's owner is leaving, or has left")
        }
        let person = try KnownPerson.find(statement.user, in: context.database)
        guard person?.version ?? 0 >= statement.standing ?? 0 else {
            throw refusal(Failure.standingUnknown, "your account has just been changed; try again in a moment")
        }
        if let person { try check(person) }
        if statement.bars?.contains(.withdraw) ?? false {
            throw refusal(
                Failure.withdrawingNotAllowed, "this account may not withdraw yet; verify its email address first")
        }
        try checkCount()
        if let least = try sum(settings.smallestWithdrawal), amount < least {
            throw Failure.belowMinimum.because(
                "asked \(currency.text(amount)), at least \(currency.text(least))", at: "/amount/amount")
        }
        try checkIdentity(person?.kycLevel ?? KYCLevel.none)
    }

    private func check(_ person: KnownPerson) throws {
        switch person.state {
        case .frozen: throw refusal(CommonFailure.accountFrozen, "this account is frozen: nothing is taken from it")
        case .suspended, .disabled:
            throw refusal(Failure.accountNotActive, "this account is \(person.state.rawValue)")
        case .unknown: throw refusal(Failure.standingUnknown, "this account is in a state that is new here")
        case .pendingVerification, .active: break
        }
    }

    private func checkCount() throws {
        let pending = try context.database.first(
            "SELECT COUNT(*) FROM withdrawals WHERE user = ? AND status = 'pending'", statement.user
        ) { try $0.value(0, as: Int.self) }
        guard pending ?? 0 < RequestWithdrawal.pendingLimit else {
            throw Failure.tooManyPending.because(
                "\(RequestWithdrawal.pendingLimit) of your withdrawals wait to be decided on already", at: "/amount")
        }
    }

    /// Small sums one after the other are no way around: what was paid lately, and what waits to be
    /// paid however long, counts with this.
    private func checkIdentity(_ level: KYCLevel) throws {
        guard level != .full, let most = try sum(settings.verifiedAbove) else { return }
        let since = context.now.adding(seconds: -RequestWithdrawal.verificationDays * 86_400)
        var total = Int128(amount.units)
        try context.database.each(
            """
            SELECT currency, amount FROM withdrawals WHERE user = ?1 AND status = 'pending'
            UNION ALL
            SELECT currency, amount FROM withdrawals WHERE user = ?1 AND status = 'paid' AND processed_at > ?2
            """, statement.user, since
        ) { row in
            if try row.value(0, as: Int64.self) == currency.number {
                total += Int128(try row.value(1, as: Int64.self))
            }
            return total <= Int128(most.units)
        }
        guard total <= Int128(most.units) else {
            let detail =
                "asked \(currency.text(amount)); more than \(currency.text(most)) in "
                + "\(RequestWithdrawal.verificationDays) days takes a verified identity"
            throw refusal(Failure.verificationRequired, detail)
        }
    }

    /// A configured sum in this currency; more decimals than it has are cut off.
    private func sum(_ sums: [CurrencyCode: DecimalText]) throws -> Amount? {
        try sums[CurrencyCode(trusted: currency.currency.code)].map {
            Amount(try $0.wholeUnits(scale: currency.currency.scale))
        }
    }

    private func refusal(_ failure: some DomainFailure, _ detail: String) -> Rejection {
        let refused = MoneyRefused(
            user: statement.user, deed: .withdrawal, money: currency.money(amount), code: failure.rawValue)
        return failure.because(detail, at: "/amount/amount") { try $0.emit(refused) }
    }
}
