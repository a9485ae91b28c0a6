import Messages
import Runtime
import Storage

/// A row of an outside account as it is stored.
struct OutsideRow {
    let id: ID<ReconciliationRow>
    let reconciliation: ID<Reconciliation>
    let position: Int
    let externalID: String
    /// The beginning of the day where the source told no time.
    let time: Timestamp
    let hasTime: Bool
    let currency: KnownCurrency
    /// Negative for what went out.
    let amount: Amount
    let reference: String?
    let counterparty: String?
    let state: ReconciliationRow.State
    let entry: Int64?
    let note: String?

    private init(_ row: borrowing Row) throws {
        (id, reconciliation, position) = (try row.value(0), try row.value(1), try row.value(2))
        (externalID, time, hasTime) = (try row.value(3), try row.value(4), try row.value(5))
        currency = KnownCurrency(
            number: try row.value(6), currency: Currency(code: try row.value(7), scale: try row.value(8)))
        (amount, reference, counterparty) = (try row.value(9), try row.value(10), try row.value(11))
        (state, entry, note) = (try row.value(12), try row.value(13), try row.value(14))
    }

    static func find(
        _ id: ID<ReconciliationRow>, of reconciliation: ID<Reconciliation>, in database: Connection
    ) throws -> OutsideRow? {
        try database.first(
            """
            SELECT r.id, r.reconciliation, r.position, r.external_id, r.time, r.has_time, c.number, c.code, c.scale,
                r.amount, r.reference, r.counterparty, r.state, r.entry, r.note
            FROM reconciliation_rows r JOIN currencies c ON c.number = r.currency
            WHERE r.id = ? AND r.reconciliation = ?
            """, id, reconciliation
        ) { try OutsideRow($0) }
    }

    /// Some in the order of their import, of one state or of all.
    static func list(
        of reconciliation: ID<Reconciliation>, _ state: ReconciliationRow.State?, after position: Int64,
        _ count: Int, in database: Connection
    ) throws -> [OutsideRow] {
        guard let state else {
            return try database.rows(
                """
                SELECT r.id, r.reconciliation, r.position, r.external_id, r.time, r.has_time, c.number, c.code,
                    c.scale, r.amount, r.reference, r.counterparty, r.state, r.entry, r.note
                FROM reconciliation_rows r JOIN currencies c ON c.number = r.currency
                WHERE r.reconciliation = ? AND r.position > ? ORDER BY r.position LIMIT ?
                """, reconciliation, position, count
            ) { try OutsideRow($0) }
        }
        return try database.rows(
            """
            SELECT r.id, r.reconciliation, r.position, r.external_id, r.time, r.has_time, c.number, c.code, c.scale,
                r.amount, r.reference, r.counterparty, r.state, r.entry, r.note
            FROM reconciliation_rows r JOIN currencies c ON c.number = r.currency
            WHERE r.reconciliation = ? AND r.state = ? AND r.position > ? ORDER BY r.position LIMIT ?
            """, reconciliation, state, position, count
        ) { try OutsideRow($0) }
    }

    /// Whether an entry of this time may be this row's other side: seven days in UTC at most, either way.
    func isNear(_ entry: Timestamp) -> Bool {
        abs(Day(entry).daysSince1970 - Day(time).daysSince1970) <= OutsideRow.days
    }

    static let days: Int64 = 7

    func shown(in database: Connection) throws -> ReconciliationRow {
        let transaction = try entry.flatMap { number in
            try database.first("SELECT id FROM ledger_transactions WHERE number = ?", number) {
                try $0.value(0, as: ID<LedgerTransaction>.self)
            }
        }
        return ReconciliationRow(
            id: id, position: position, externalID: TransferHash(trusted: externalID), date: Day(time),
            time: hasTime ? time : nil, direction: OutsideDirection(amount),
            amount: currency.money(try amount.magnitude()), reference: reference.map(BankWords.init(trusted:)),
            counterparty: counterparty.map(BankWords.init(trusted:)), state: state, transactionID: transaction,
            note: note.map(Note.init(trusted:)))
    }

    /// Gives it a state, and both sides each other.
    func become(
        _ state: ReconciliationRow.State, entry new: Int64? = nil, note: String? = nil, in database: Connection
    ) throws {
        if let entry {
            try database.run(
                "UPDATE outside_entries SET row = NULL WHERE transaction_number = ? AND currency = ?", entry,
                currency.number)
        }
        try database.run(
            "UPDATE reconciliation_rows SET state = ?, entry = ?, note = ? WHERE id = ?", state, new, note, id)
        if let new {
            try database.run(
                "UPDATE outside_entries SET row = ? WHERE transaction_number = ? AND currency = ?", id, new,
                currency.number)
        }
    }
}

extension OutsideDirection {
    init(_ amount: Amount) { self = amount < .zero ? .out : .in }
}

extension Amount {
    func magnitude() throws(AmountOverflow) -> Amount { self < .zero ? try .zero - self : self }
}
