import Messages
import Runtime

/// Matches a reconciliation's rows by themselves, some at a time: first those that name a transfer the ledger knows, so
/// that no other row of the same amount takes it, then each with what is nearest.
struct MatchRows: Codable, Sendable {
    private enum Pass: String, Codable { case named, nearest }

    let reconciliation: ID<Reconciliation>
    private var pass = Pass.named
    private var position: Int64 = 0

    init(reconciliation: ID<Reconciliation>) { self.reconciliation = reconciliation }

    /// What holds others up for about two milliseconds.
    static let chunk = 40

    static let saga = Saga<MatchRows>(
        "wallet.match-rows", version: 1, steps: [.local("match") { state, context in try state.step(context) }],
        end: .silent)

    private mutating func step(_ context: CommandContext) throws -> SagaStep<MatchRows>.Progress {
        // Confirmation waits for the end of this, so that there is nothing that must not change.
        let rows = try OutsideRow.list(
            of: reconciliation, .unmatched, after: position, MatchRows.chunk, in: context.database)
        let ledger = OutsideLedger(database: context.database)
        var pairs: [ReconciliationRowsMatched.Pair] = []
        for row in rows {
            let entry = try pass == .named ? ledger.entry(named: row) : ledger.entry(nearest: row)
            guard let entry else { continue }
            try row.become(.auto, entry: entry, in: context.database)
            let transaction: ID<LedgerTransaction>? = try context.database.first(
                "SELECT id FROM ledger_transactions WHERE number = ?", entry
            ) { try $0.value(0) }
            if let transaction { pairs.append(.init(row: row.id, transaction: transaction)) }
        }
        if !pairs.isEmpty { try context.emit(ReconciliationRowsMatched(reconciliation: reconciliation, pairs: pairs)) }
        position = rows.last.map { Int64($0.position) } ?? position
        guard rows.count < MatchRows.chunk else { return .again }
        guard pass == .nearest else {
            (pass, position) = (.nearest, 0)
            return try step(context)
        }
        try context.database.run("UPDATE reconciliations SET state = 'open' WHERE id = ?", reconciliation)
        return .done
    }
}
