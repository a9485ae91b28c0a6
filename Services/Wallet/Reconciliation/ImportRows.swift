public import Messages
public import Runtime
import Storage

extension ImportReconciliation: CommandHandler {
    public static func run(_ request: Request, in context: CommandContext) throws -> Reconciliation {
        guard !request.rows.items.isEmpty else {
            throw Rejection.field("/rows", "invalid_format", "expected at least one row")
        }
        let rows = try request.rows.items.enumerated().map { try ReadRow($1, at: "/rows/\($0)", in: context.database) }
        let days = rows.map { Day($0.time).daysSince1970 }
        let id = context.newID(Reconciliation.self)
        try context.database.run(
            "INSERT INTO reconciliations (id, source, imported_at, first_day, last_day) VALUES (?, ?, ?, ?, ?)", id,
            request.source.text, context.now, days.min() ?? 0, days.max() ?? 0)
        for (index, row) in rows.enumerated() {
            let count = try row.insert(
                context.newID(), into: id, at: index + 1, of: request.source, in: context.database)
            guard count == 1 else {
                throw Failure.rowImported.because(
                    "the row \(row.row.externalID.text) of \(request.source.text) was imported before; nothing was now",
                    at: "/rows/\(index)/external_id")
            }
        }
        try context.emit(ReconciliationImported(reconciliation: id, rows: rows.count))
        try context.begin(MatchRows.saga, MatchRows(reconciliation: id))
        return try ReconciliationRecord.existing(id, in: context.database).shown(in: context.database)
    }
}

/// A row that was found to be one.
private struct ReadRow {
    let row: ImportReconciliation.Row
    let time: Timestamp
    let currency: KnownCurrency
    let amount: Amount

    init(_ row: ImportReconciliation.Row, at pointer: String, in database: Connection) throws {
        self.row = row
        switch (row.date, row.time) {
        case (let date?, nil): time = Timestamp(beginningOf: date)
        case (nil, let moment?): time = moment
        case (nil, nil): throw Rejection.field(pointer + "/date", "required", "expected a date or a time")
        case (_?, _?): throw Rejection.field(pointer + "/date", "invalid_format", "expected a date or a time, not both")
        }
        currency = try row.amount.known(
            ImportReconciliation.Failure.unknownCurrency, at: pointer + "/amount", in: database)
        let amount = try row.amount.positive(in: currency.currency, at: pointer + "/amount")
        self.amount = row.direction == .in ? amount : try .zero - amount
    }

    /// Nothing where the source has brought this row before.
    func insert(
        _ id: ID<ReconciliationRow>, into reconciliation: ID<Reconciliation>, at position: Int, of source: OutsideKey,
        in database: Connection
    ) throws -> Int {
        try database.run(
            """
            INSERT INTO reconciliation_rows (reconciliation, position, id, source_key, external_key, external_id, time,
                has_time, currency, amount, reference, counterparty)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (source_key, external_key) DO NOTHING
            """, reconciliation, position, id, source.text.lowercased(), row.externalID.uniqueKey,
            row.externalID.text, time, row.time != nil, currency.number, amount, row.reference?.text,
            row.counterparty?.text)
    }
}
