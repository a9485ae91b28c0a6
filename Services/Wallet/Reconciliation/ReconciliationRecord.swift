import Messages
import Runtime
import Storage

/// A reconciliation as it is stored.
struct ReconciliationRecord {
    let id: ID<Reconciliation>
    let source: OutsideKey
    let state: Reconciliation.State
    let importedAt: Timestamp
    let from: Day
    let to: Day
    let confirmedAt: Timestamp?
    let differencesAccepted: Bool

    init(_ row: borrowing Row) throws {
        (id, source, state) = (try row.value(0), OutsideKey(trusted: try row.value(1)), try row.value(2))
        importedAt = try row.value(3)
        (from, to) = (Day(daysSince1970: try row.value(4)), Day(daysSince1970: try row.value(5)))
        (confirmedAt, differencesAccepted) = (try row.value(6), try row.value(7))
    }

    static func existing(_ id: ID<Reconciliation>, in database: Connection) throws -> ReconciliationRecord {
        let record = try database.first(
            """
            SELECT id, source, state, imported_at, first_day, last_day, confirmed_at, differences_accepted
            FROM reconciliations WHERE id = ?
            """, id
        ) { try ReconciliationRecord($0) }
        guard let record else { throw Rejection.notFound("reconciliation") }
        return record
    }

    /// The reconciliation, of which something is to change.
    static func changeable(_ id: ID<Reconciliation>, in database: Connection) throws -> ReconciliationRecord {
        let record = try existing(id, in: database)
        guard record.state != .confirmed else {
            throw ReconciliationFailure.reconciliationConfirmed.because(
                "the reconciliation was confirmed at \(record.confirmedAt?.text ?? "some time") and stays as it is")
        }
        return record
    }

    func counts(in database: Connection) throws -> Reconciliation.Counts {
        var found: [ReconciliationRow.State: Int] = [:]
        try database.each(
            "SELECT state, COUNT(*) FROM reconciliation_rows WHERE reconciliation = ? GROUP BY state", id
        ) { row in
            found[try row.value(0)] = try row.value(1)
            return true
        }
        return Reconciliation.Counts(
            total: found.values.reduce(0, +), auto: found[.auto] ?? 0, matched: found[.matched] ?? 0,
            unmatched: found[.unmatched] ?? 0, disregarded: found[.disregarded] ?? 0)
    }

    func shown(left: Reconciliation.Left? = nil, in database: Connection) throws -> Reconciliation {
        Reconciliation(
            id: id, source: source, state: state, counts: try counts(in: database), from: from, to: to,
            importedAt: importedAt, confirmedAt: confirmedAt, differencesAccepted: differencesAccepted, left: left)
    }
}
