public import Messages
public import Runtime
import Storage

extension MatchReconciliationRow: CommandHandler {
    public static func run(_ request: Request, in context: CommandContext) throws -> ReconciliationRow {
        let row = try OutsideRow.changeable(request.row, of: request.id, from: [.unmatched], in: context.database)
        let entry = try OutsideLedger(database: context.database).entry(request.transactionID, for: row)
        try row.become(.matched, entry: entry, in: context.database)
        return try row.decided(.matched, transaction: request.transactionID, context)
    }
}

extension DisregardReconciliationRow: CommandHandler {
    public static func run(_ request: Request, in context: CommandContext) throws -> ReconciliationRow {
        let row = try OutsideRow.changeable(request.row, of: request.id, from: [.unmatched], in: context.database)
        try row.become(.disregarded, note: request.note.text, in: context.database)
        return try row.decided(.disregarded, transaction: nil, context)
    }
}

extension RestoreReconciliationRow: CommandHandler {
    public static func run(_ request: Request, in context: CommandContext) throws -> ReconciliationRow {
        let row = try OutsideRow.changeable(
            request.row, of: request.id, from: [.matched, .auto, .disregarded], in: context.database)
        let transaction = try row.shown(in: context.database).transactionID
        try row.become(.unmatched, in: context.database)
        return try row.decided(.unmatched, transaction: transaction, context)
    }
}

extension ConfirmReconciliation: CommandHandler {
    public static func run(_ request: Request, in context: CommandContext) throws -> Reconciliation {
        let record = try ReconciliationRecord.changeable(request.id, in: context.database)
        guard record.state == .open else {
            throw Failure.reconciliationMatching.because("rows are still being matched; try again in a moment")
        }
        let counts = try record.counts(in: context.database)
        let hasDifferences = counts.unmatched > 0
        guard !hasDifferences || request.acceptDifferences == true else {
            throw Failure.rowsUnmatched.because(
                "\(counts.unmatched) rows are unmatched: match or disregard them, or accept the differences")
        }
        try context.database.run(
            "UPDATE reconciliations SET state = 'confirmed', confirmed_at = ?, differences_accepted = ? WHERE id = ?",
            context.now, hasDifferences, record.id)
        try context.emit(
            ReconciliationConfirmed(reconciliation: record.id, counts: counts, differencesAccepted: hasDifferences))
        return try ReconciliationRecord.existing(record.id, in: context.database).shown(in: context.database)
    }
}

extension OutsideRow {
    /// The row that is to be decided on, of a reconciliation that is not closed.
    fileprivate static func changeable(
        _ id: ID<ReconciliationRow>, of reconciliation: ID<Reconciliation>, from states: [ReconciliationRow.State],
        in database: Connection
    ) throws -> OutsideRow {
        let record = try ReconciliationRecord.changeable(reconciliation, in: database)
        guard let row = try find(id, of: record.id, in: database) else {
            throw Rejection.notFound("row in the reconciliation")
        }
        guard states.contains(row.state) else {
            let detail =
                states == [.unmatched] ? "the row is \(row.state.rawValue); restore it first" : "the row is unmatched"
            throw ReconciliationFailure.rowState.because(detail)
        }
        return row
    }

    /// Tells of the decision, and gives the row as it is after it.
    fileprivate func decided(
        _ after: ReconciliationRow.State, transaction: ID<LedgerTransaction>?, _ context: CommandContext
    ) throws -> ReconciliationRow {
        try context.emit(
            ReconciliationRowDecided(
                reconciliation: reconciliation, row: id, before: state, after: after, transaction: transaction))
        guard let row = try OutsideRow.find(id, of: reconciliation, in: context.database) else {
            throw Rejection.notFound("row in the reconciliation")
        }
        return try row.shown(in: context.database)
    }
}
