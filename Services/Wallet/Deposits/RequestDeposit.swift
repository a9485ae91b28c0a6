import Messages
import Runtime
import Storage
import TimeZones

extension RequestDeposit {
    static func run(_ request: Request, _ zones: ZoneBook, in context: CommandContext) throws -> Deposit {
        let statement = try context.user()
        let user = statement.user
        let currency = try request.amount.known(Failure.unknownCurrency, at: "/amount", in: context.database)
        let amount = try request.amount.positive(in: currency.currency, at: "/amount")
        let day = try PlayGuard(
            deed: .deposit, amount: amount, currency: currency, statement: statement, pointer: "/amount/amount",
            zones: zones, context: context
        ).admit()
        let id = context.newID(Deposit.self)
        let count = try context.database.run(
            """
            INSERT INTO deposits (id, user, currency, amount, tx_hash, tx_key, chain, requested_at, day)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (tx_key) DO NOTHING
            """, id, user, currency.number, amount, request.txHash.text, request.txHash.uniqueKey, request.chain.text,
            context.now, day)
        guard count == 1 else {
            throw Failure.duplicateTransfer.because("this transfer was claimed before", at: "/tx_hash")
        }
        try context.emit(
            DepositRequested(
                deposit: id, user: user, amount: currency.money(amount), txHash: request.txHash, chain: request.chain))
        return try DepositRecord.decided(id, in: context.database)
    }
}

extension TransferHash {
    /// One transfer, one key: hexadecimal is written in either case, with or without its prefix, and none of that may
    /// make a second credit.
    var uniqueKey: String {
        let lower = text.lowercased()
        return lower.hasPrefix("0x") && lower.utf8.count > 2 ? String(lower.dropFirst(2)) : lower
    }
}
