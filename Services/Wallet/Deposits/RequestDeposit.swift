import Messages
import Runtime
import Storage

extension RequestDeposit {
    static func run(_ request: Request, _ settings: WalletSettings, in context: CommandContext) throws -> Deposit {
        let statement = try context.user()
        let user = statement.user
        let currency = try request.amount.known(Failure.unknownCurrency, at: "/amount", in: context.database)
        let asked = try request.amount.positive(in: currency.currency, at: "/amount")
        let transfer = try TransferRecord.find(request.txHash, in: context.database)
        if let transfer, transfer.deposit == nil, transfer.report.status == .failed {
            throw Failure.transferFailed.because("this transfer was reported to have failed", at: "/tx_hash")
        }
        // What has arrived counts, so that no claim of less gets past a limit.
        let arrived = transfer.flatMap { $0.currency == currency ? $0.amount : nil }
        let amount = arrived ?? asked
        let day = try PlayGuard(
            deed: .deposit, amount: amount, currency: currency, statement: statement, pointer: "/amount/amount",
            zones: settings.zones, context: context
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
        if let transfer, let record = try DepositRecord.find(id, in: context.database) {
            try transfer.claim(by: id, in: context.database)
            try record.take(transfer, settings.confirmations, in: context)
        }
        return try DepositRecord.decided(id, in: context)
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
