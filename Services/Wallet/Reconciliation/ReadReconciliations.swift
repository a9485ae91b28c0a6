public import Messages
public import Runtime
import Storage

extension ListReconciliations: QueryHandler {
    public static func run(_ request: Request, in context: QueryContext) throws -> Page<Reconciliation> {
        let limit = Paging.limit(request.limit)
        let records = try context.database.rows(
            """
            SELECT id, source, state, imported_at, first_day, last_day, confirmed_at, differences_accepted
            FROM reconciliations WHERE id < ? AND (?2 IS NULL OR source = ?2) AND (?3 IS NULL OR state = ?3)
            ORDER BY id DESC LIMIT ?4
            """, try Paging.before(request.cursor) as ID<Reconciliation>, request.source?.text, request.state,
            limit + 1
        ) { try ReconciliationRecord($0) }
        let (shown, next) = Paging.page(records, limit: limit) { $0.id.text }
        return Page(items: try shown.map { try $0.shown(in: context.database) }, next: next)
    }
}

extension GetReconciliation: QueryHandler {
    /// How many of what is left are shown on each side; all rows are in the list of rows.
    private static let shownLimit = 100

    public static func run(_ request: Request, in context: QueryContext) throws -> Reconciliation {
        let record = try ReconciliationRecord.existing(request.id, in: context.database)
        let rows = try OutsideRow.list(of: record.id, .unmatched, after: 0, shownLimit, in: context.database)
        let entries = try OutsideLedger(database: context.database).left(of: record, limit: shownLimit)
        let left = Reconciliation.Left(
            rows: try rows.map { try $0.shown(in: context.database) },
            rowCount: try record.counts(in: context.database).unmatched, entries: entries.entries,
            entryCount: entries.count)
        return try record.shown(left: left, in: context.database)
    }
}

extension ListReconciliationRows: QueryHandler {
    public static func run(_ request: Request, in context: QueryContext) throws -> Page<ReconciliationRow> {
        let record = try ReconciliationRecord.existing(request.id, in: context.database)
        let limit = Paging.limit(request.limit)
        let rows = try OutsideRow.list(
            of: record.id, request.state, after: try Paging.after(request.cursor), limit + 1, in: context.database)
        let (shown, next) = Paging.page(rows, limit: limit) { String($0.position) }
        return Page(items: try shown.map { try $0.shown(in: context.database) }, next: next)
    }
}
