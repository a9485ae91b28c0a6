public import Messages
public import Runtime
import Storage

extension ReportTransfer {
    /// A report that came before, or is older than what is known, changes nothing; so whoever reports may do it again
    /// until it is answered.
    static func run(_ request: Request, _ settings: WalletSettings, in context: CommandContext) throws -> Reply {
        let signature = try ReportSignature(of: request, with: settings.webhookSecret, at: context.now)
        let told = try context.decode(TransferReport.self, from: request.body.bytes)
        let currency = try told.amount.known(Failure.unknownCurrency, at: "/amount", in: context.database)
        let amount = try told.amount.positive(in: currency.currency, at: "/amount")
        let report = TransferReport(
            txHash: told.txHash, chain: told.chain, amount: currency.money(amount), confirmations: told.confirmations,
            status: told.status)
        let known = try TransferRecord.find(report.txHash, in: context.database)
        let deposit = try DepositRecord.find(claiming: report.txHash, in: context.database)
        let isNews = try signature.use(in: context) && signature.signedAt >= known?.signedAt ?? 0
        guard isNews else { return try reply(report, in: context) }
        if let deposit, deposit.contradicts(report) {
            try context.emit(TransferContradicted(report: report, deposit: deposit.deposit))
        }
        guard deposit?.deposit.status != .approved else { return try reply(report, in: context) }
        try TransferRecord.keep(
            report, amount, currency, signedAt: signature.signedAt, for: deposit?.deposit.id, at: context.now,
            in: context.database)
        if report != known?.report {
            try context.emit(TransferReported(report: report, deposit: deposit?.deposit.id))
        }
        if let deposit, let transfer = try TransferRecord.find(report.txHash, in: context.database) {
            try deposit.take(transfer, settings.confirmations, in: context)
        }
        return try reply(report, in: context)
    }

    private static func reply(_ report: TransferReport, in context: CommandContext) throws -> Reply {
        let deposit = try DepositRecord.find(claiming: report.txHash, in: context.database)
        let outcome: Reply.Outcome =
            switch deposit?.deposit.status {
            case nil: .unclaimed
            case .pending: .pending
            case .approved: .credited
            case .rejected: .rejected
            }
        return Reply(txHash: report.txHash, outcome: outcome)
    }
}

extension DepositRecord {
    /// Goes by what is known of its transfer: credits it with what arrived once that is sure, in whatever amount that is.
    /// Money of another currency is an admin's to decide on.
    func take(_ transfer: TransferRecord, _ rule: ConfirmationRule, in context: CommandContext) throws {
        guard deposit.status == .pending else { return }
        let report = transfer.report
        try context.database.run(
            "UPDATE deposits SET confirmations = ? WHERE id = ?", report.confirmations, deposit.id)
        if report.status == .failed {
            return try reject(.report, Note(trusted: "The transfer failed."), in: context)
        }
        guard transfer.currency == currency else {
            let note = "The transfer brought \(transfer.currency.text(transfer.amount)), not \(currency.currency.code)."
            try context.database.run("UPDATE deposits SET note = ? WHERE id = ?", note, deposit.id)
            return
        }
        guard report.chain.text.lowercased() == deposit.chain.text.lowercased() else {
            let note = "The transfer was made on \(report.chain.text), not on \(deposit.chain.text)."
            try context.database.run("UPDATE deposits SET note = ? WHERE id = ?", note, deposit.id)
            return
        }
        guard report.status == .confirmed, report.confirmations.count >= rule.needed(on: report.chain) else { return }
        if let excess = try limitExceeded(by: transfer.amount, in: context) {
            let note = "More arrived than was asked for, and more than the owner's limits allow: \(excess)."
            try context.database.run("UPDATE deposits SET note = ? WHERE id = ?", note, deposit.id)
            return
        }
        try credit(transfer.amount, .report, nil, in: context)
    }

    /// What was asked for was held against the limits then; a claim of little must not let more past them.
    private func limitExceeded(by arrived: Amount, in context: CommandContext) throws -> String? {
        guard arrived > amount, let day, let person = try KnownPerson.find(deposit.userID, in: context.database) else {
            return nil
        }
        let more = try arrived - amount
        return try person.limitExceeded(by: more, .deposit, in: currency, on: UsageDay(number: day), context)?.detail
    }

    /// Whether a report says otherwise than what was decided, which only a person can put right.
    fileprivate func contradicts(_ report: TransferReport) -> Bool {
        switch deposit.status {
        case .pending: false
        case .approved: report.status == .failed || report.amount != deposit.credited
        case .rejected: report.status == .confirmed
        }
    }
}

extension ListUnclaimedTransfers: QueryHandler {
    public static func run(_ request: Request, in context: QueryContext) throws -> Page<UnclaimedTransfer> {
        let limit = Paging.limit(request.limit)
        let start = try request.cursor == nil ? Int64.max : Paging.after(request.cursor)
        let found = try TransferRecord.unclaimed(before: start, limit + 1, in: context.database)
        let page = Paging.page(found, limit: limit) { String($0.number) }
        let items = page.items.map { transfer in
            UnclaimedTransfer(
                txHash: transfer.report.txHash, chain: transfer.report.chain, amount: transfer.report.amount,
                confirmations: transfer.report.confirmations, status: transfer.report.status,
                reportedAt: transfer.reportedAt, updatedAt: transfer.updatedAt)
        }
        return Page(items: items, next: page.next)
    }
}
