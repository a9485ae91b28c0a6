import Messages
import Runtime
import Storage

/// The one place that enters money at outside books, and keeps what it comes to.
enum OutsideMoney {
    struct Entry {
        let owner: ID<User>
        var bet: ID<TrackedBet>?
        let type: TrackedTransactionType
        /// With a minus where it goes out.
        let amount: Amount
        let currency: Currency
        let book: String
        let status: TrackedTransactionStatus
        var externalID: String?
        var description: String?
        var reverses: ID<TrackedTransaction>?
    }

    @discardableResult
    static func enter(_ entry: Entry, in context: CommandContext) throws -> StoredTransaction {
        let (id, now, database) = (context.newID(TrackedTransaction.self), context.now, context.database)
        try database.run(
            """
            INSERT INTO tracked_transaction (id, owner, bet, kind, amount, currency, book, status, external_id,
                description, reverses, completed_at, created_at, updated_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """, id, entry.owner, entry.bet, entry.type, entry.amount, entry.currency.code, entry.book, entry.status,
            entry.externalID, entry.description, entry.reverses, entry.status == .completed ? now : nil, now, now)
        guard let row = try StoredTransaction.find(id, in: database) else { throw Rejection.notFound("transaction") }
        try count(row, as: row.status, isIn: true, in: database)
        try context.emit(TrackedTransactionRecorded(row.view))
        return row
    }

    /// What failed counts for nothing.
    static func count(
        _ row: StoredTransaction, as status: TrackedTransactionStatus, isIn: Bool, in database: Connection
    ) throws {
        guard status != .failed else { return }
        let kept = try database.first(
            "SELECT completed, pending FROM tracked_balance WHERE owner = ? AND book = ? AND currency = ?", row.owner,
            row.book, row.currency.code
        ) { (try $0.value(0, as: Amount.self), try $0.value(1, as: Amount.self)) }
        var (completed, pending) = kept ?? (.zero, .zero)
        let former = status == .completed ? completed : pending
        let sum = try isIn ? former + row.amount : former - row.amount
        if status == .completed { completed = sum } else { pending = sum }
        try database.run(
            """
            INSERT INTO tracked_balance VALUES (?, ?, ?, ?, ?)
            ON CONFLICT DO UPDATE SET completed = excluded.completed, pending = excluded.pending
            """, row.owner, row.book, row.currency.code, completed, pending)
    }

    /// Something of the owner's at this book has the id already.
    static func isTaken(
        _ externalID: String?, at book: String, of owner: ID<User>, but own: ID<TrackedTransaction>? = nil,
        in database: Connection
    ) throws -> Bool {
        guard let externalID else { return false }
        let other: ID<TrackedTransaction>? = try database.first(
            """
            SELECT id FROM tracked_transaction WHERE owner = ? AND book = ? AND external_id = ?
                AND external_id IS NOT NULL
            """, owner, book, externalID
        ) { try $0.value(0) }
        return other != nil && other != own
    }
}

/// What a bet costs and brings, entered as it happens. All of it together is the bet's net profit.
extension StoredTrackedBet {
    func enterStake(in context: CommandContext) throws {
        try enter(.betPlaced, try Amount.zero - stake, in: context)
    }

    func enterReturn(in context: CommandContext) throws {
        guard let result, let returned, returned > .zero else { return }
        try enter(result.transactionType, returned, in: context)
    }

    func giveBack(in context: CommandContext) throws { try enter(.betRefund, stake, in: context) }

    private func enter(_ type: TrackedTransactionType, _ amount: Amount, in context: CommandContext) throws {
        let entry = OutsideMoney.Entry(
            owner: owner, bet: id, type: type, amount: amount, currency: currency, book: book, status: .completed)
        try OutsideMoney.enter(entry, in: context)
    }

    func takeBackStake(in context: CommandContext) throws { try takeBack([.betPlaced], in: context) }

    func takeBackReturn(in context: CommandContext) throws { try takeBack([.betPayout, .betRefund], in: context) }

    /// Of each kind one is not taken back at most: money is entered anew only after that.
    private func takeBack(_ types: [TrackedTransactionType], in context: CommandContext) throws {
        for type in types {
            let latest: ID<TrackedTransaction>? = try context.database.first(
                """
                SELECT id FROM tracked_transaction t WHERE bet = ? AND kind = ? AND reverses IS NULL
                    AND NOT EXISTS (SELECT 1 FROM tracked_transaction r WHERE r.reverses = t.id)
                ORDER BY number DESC LIMIT 1
                """, id, type
            ) { try $0.value(0) }
            guard let last = latest, let row = try StoredTransaction.find(last, in: context.database) else { continue }
            let entry = OutsideMoney.Entry(
                owner: owner, bet: id, type: type, amount: try Amount.zero - row.amount, currency: row.currency,
                book: row.book, status: .completed, reverses: row.id)
            try OutsideMoney.enter(entry, in: context)
        }
    }
}
