import Messages
import Runtime
import Storage

extension RequestWithdrawal {
    static func run(_ request: Request, _ settings: WalletSettings, in context: CommandContext) throws -> Withdrawal {
        let statement = try context.user()
        try TrustRow.require(in: context.database)
        let currency = try request.amount.known(Failure.unknownCurrency, at: "/amount", in: context.database)
        let amount = try request.amount.positive(in: currency.currency, at: "/amount")
        try WithdrawalGuard(
            amount: amount, currency: currency, statement: statement, settings: settings, context: context
        ).admit()
        let ledger = Ledger(context)
        let withdrawable = try ledger.available(to: statement.user, in: currency).winning
        guard amount <= withdrawable else {
            let (asked, there) = (currency.text(amount), currency.text(withdrawable))
            throw Failure.insufficientWithdrawable.because(
                "asked \(asked), withdrawable \(there): only winnings can be withdrawn", at: "/amount/amount")
        }
        let id = context.newID(Withdrawal.self)
        let money = WithdrawalHold(
            hold: context.newID(), user: statement.user, amount: amount, currency: currency,
            entity: "withdrawal/\(id)", ledger: ledger)
        let posted = try money.place(for: request.toAddress)
        try context.database.run(
            """
            INSERT INTO withdrawals (id, user, currency, amount, to_address, hold, placed, created_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            """, id, statement.user, currency.number, amount, request.toAddress.text, money.hold, posted.number,
            context.now)
        try context.emit(
            WithdrawalRequested(
                withdrawal: id, user: statement.user, amount: currency.money(amount), hold: money.hold,
                transaction: posted.id))
        return try WithdrawalRecord.now(id, in: context)
    }
}
