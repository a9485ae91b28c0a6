import Messages
import Runtime
import Storage

/// How a check that a service makes of its own goes, as its events tell it: whichever service, whichever check.
struct CheckRecord {
    let service: ServiceName
    let name: CheckName
    private let database: Connection

    private init(_ service: ServiceName, _ name: CheckName, _ database: Connection) {
        (self.service, self.name, self.database) = (service, name, database)
    }

    /// The wallet's check of its ledger, which has events and a command of its own: it is older than the others' common ones.
    static let ledger = CheckName(trusted: "books")

    /// Those that services have said they make; the wallet always does.
    static func all(in database: Connection) throws -> [CheckRecord] {
        let first = CheckRecord(.wallet, ledger, database)
        let told = try database.rows("SELECT service, name FROM service_checks ORDER BY service, name") {
            CheckRecord(try $0.value(0), CheckName(trusted: try $0.value(1)), database)
        }
        return [first] + told.filter { !$0.isOfLedger }
    }

    var isOfLedger: Bool { service == .wallet && name == CheckRecord.ledger }

    /// Somebody wants it to run.
    func ask() throws {
        try database.run(
            """
            INSERT INTO service_checks (service, name, state) VALUES (?, ?, 'asked')
            ON CONFLICT DO UPDATE SET state = 'asked' WHERE state <> 'running'
            """, service, name.text)
    }

    func check() throws -> AuditCheck {
        let found = try database.rows(
            "SELECT text FROM service_check_findings WHERE service = ? AND name = ? ORDER BY position", service,
            name.text
        ) { try $0.value(0, as: String.self) }
        let check = try database.first(
            """
            SELECT state, started_at, finished_at, checked, total, violations, problem FROM service_checks
            WHERE service = ? AND name = ?
            """, service, name.text
        ) { row in
            AuditCheck(
                .books, of: service, name: name, state: try row.value(0), startedAt: try row.value(1),
                finishedAt: try row.value(2), checked: try row.value(3), total: try row.value(4),
                violations: try row.value(5), found: found, problem: try row.value(6))
        }
        return check ?? AuditCheck(neverRun: .books, of: service, name: name)
    }
}

// MARK: - What events say

extension CheckRecord {
    /// Takes in what an event says of a check. Most say nothing, which their type tells; nor do those that cannot be read,
    /// as one of a later release.
    static func take(_ leaf: Leaf, _ entry: EventPage.Entry, from source: ServiceName, in database: Connection) throws {
        func read<E: Event>(_ type: E.Type) -> E? { (try? entry.data(type)) ?? nil }
        func of(_ name: CheckName) -> CheckRecord { CheckRecord(source, name, database) }
        switch leaf.type {
        case ServiceStarted.type:
            for name in read(ServiceStarted.self)?.checks ?? [] { try of(name).know() }
        case ServiceCheckStarted.type:
            if let event = read(ServiceCheckStarted.self) { try of(event.check).start(event.total, leaf) }
        case ServiceCheckAdvanced.type:
            if let event = read(ServiceCheckAdvanced.self) {
                try of(event.check).advance(event.checked, event.violations)
            }
        case ServiceCheckFinished.type:
            if let event = read(ServiceCheckFinished.self) {
                try of(event.check).end(.finished, event.checked, event.violations, nil, leaf)
            }
        case ServiceCheckFailed.type:
            if let event = read(ServiceCheckFailed.self) {
                try of(event.check).end(.failed, event.checked, event.violations, event.problem, leaf)
            }
        case ServiceCheckViolated.type:
            if let event = read(ServiceCheckViolated.self) { try of(event.check).keep(event.found) }
        case _ where source == .wallet && leaf.type.hasPrefix("wallet.proof-"):
            try of(ledger).takeProof(leaf, entry)
        default: break
        }
    }

    private func takeProof(_ leaf: Leaf, _ entry: EventPage.Entry) throws {
        func read<E: Event>(_ type: E.Type) -> E? { (try? entry.data(type)) ?? nil }
        if let started = read(ProofStarted.self) {
            try start(started.total, leaf)
        } else if let advanced = read(ProofAdvanced.self) {
            try advance(advanced.checked, advanced.violations)
        } else if let finished = read(ProofFinished.self) {
            try end(.finished, finished.checked, finished.violations, nil, leaf)
        } else if let violated = read(ProofViolated.self) {
            try keep(violated.found)
        }
    }

    /// It has not run yet, as far as is known.
    private func know() throws {
        try database.run(
            "INSERT INTO service_checks (service, name, state) VALUES (?, ?, 'never') ON CONFLICT DO NOTHING", service,
            name.text)
    }

    private func start(_ total: Int64, _ leaf: Leaf) throws {
        try database.run(
            """
            INSERT INTO service_checks (service, name, state, started_at, total) VALUES (?, ?, 'running', ?, ?)
            ON CONFLICT DO UPDATE SET state = 'running', started_at = excluded.started_at, finished_at = NULL,
                checked = 0, total = excluded.total, violations = 0, problem = NULL
            """, service, name.text, leaf.time, total)
    }

    private func advance(_ checked: Int64, _ violations: Int64) throws {
        try database.run(
            "UPDATE service_checks SET checked = ?, violations = ? WHERE service = ? AND name = ?", checked, violations,
            service, name.text)
    }

    /// What an earlier run found is no longer said of it.
    private func end(
        _ state: AuditCheck.State, _ checked: Int64, _ violations: Int64, _ problem: String?, _ leaf: Leaf
    ) throws {
        try advance(checked, violations)
        try database.run(
            "UPDATE service_checks SET state = ?, finished_at = ?, problem = ? WHERE service = ? AND name = ?", state,
            leaf.time, problem, service, name.text)
        try database.run(
            "DELETE FROM service_check_findings WHERE service = ? AND name = ?", service, name.text)
    }

    private func keep(_ found: [String]) throws {
        for (index, text) in found.prefix(ServiceCheckViolated.foundLimit).enumerated() {
            try database.run(
                """
                INSERT INTO service_check_findings (service, name, position, text) VALUES (?, ?, ?, ?)
                ON CONFLICT DO UPDATE SET text = excluded.text
                """, service, name.text, index + 1, text)
        }
    }
}
