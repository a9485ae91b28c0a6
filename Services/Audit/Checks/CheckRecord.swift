import Messages
import Runtime
import Storage

/// How a service's check goes, as its events tell it.
struct CheckRecord {
    let service: ServiceName
    let database: Connection

    /// The services that check their books when they are asked to.
    static let services = [ServiceName.wallet]

    /// Takes in what an event says of a check. Most say nothing, which their type tells.
    static func take(_ leaf: Leaf, _ entry: EventPage.Entry, from source: ServiceName, in database: Connection) throws {
        guard source == .wallet, leaf.type.hasPrefix("wallet.proof-") else { return }
        let record = CheckRecord(service: source, database: database)
        if let started = try entry.data(ProofStarted.self) {
            try record.start(total: started.total, at: leaf.time)
        } else if let advanced = try entry.data(ProofAdvanced.self) {
            try record.advance(checked: advanced.checked, violations: advanced.violations)
        } else if let finished = try entry.data(ProofFinished.self) {
            try record.advance(checked: finished.checked, violations: finished.violations)
            try record.finish(at: leaf.time)
        } else if let violated = try entry.data(ProofViolated.self) {
            try record.keep(violated.found)
        }
    }

    /// Somebody wants it to run.
    func ask() throws {
        try database.run(
            """
            INSERT INTO checks (service, state) VALUES (?, 'asked')
            ON CONFLICT DO UPDATE SET state = 'asked' WHERE state <> 'running'
            """, service)
    }

    private func start(total: Int64, at time: Timestamp) throws {
        try database.run(
            """
            INSERT INTO checks (service, state, started_at, total) VALUES (?, 'running', ?, ?)
            ON CONFLICT DO UPDATE SET state = 'running', started_at = excluded.started_at, finished_at = NULL,
                checked = 0, total = excluded.total, violations = 0
            """, service, time, total)
    }

    private func advance(checked: Int64, violations: Int64) throws {
        try database.run(
            "UPDATE checks SET checked = ?, violations = ? WHERE service = ?", checked, violations, service)
    }

    /// What an earlier run found is no longer said of the books.
    private func finish(at time: Timestamp) throws {
        try database.run("UPDATE checks SET state = 'finished', finished_at = ? WHERE service = ?", time, service)
        try database.run("DELETE FROM check_findings WHERE service = ?", service)
    }

    private func keep(_ found: [String]) throws {
        for (index, text) in found.prefix(ProofViolated.foundLimit).enumerated() {
            try database.run(
                """
                INSERT INTO check_findings (service, position, text) VALUES (?, ?, ?)
                ON CONFLICT DO UPDATE SET text = excluded.text
                """, service, index + 1, text)
        }
    }

    func check() throws -> AuditCheck {
        let found = try database.rows("SELECT text FROM check_findings WHERE service = ? ORDER BY position", service) {
            try $0.value(0, as: String.self)
        }
        let check = try database.first(
            "SELECT state, started_at, finished_at, checked, total, violations FROM checks WHERE service = ?", service
        ) { row in
            AuditCheck(
                .books, of: service, state: try row.value(0), startedAt: try row.value(1), finishedAt: try row.value(2),
                checked: try row.value(3), total: try row.value(4), violations: try row.value(5), found: found)
        }
        return check ?? AuditCheck(neverRun: .books, of: service)
    }
}
