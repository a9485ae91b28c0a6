import Messages
import Runtime
import Storage

/// How the looking at the log, or at a service's events, goes: the latest run of each.
struct CheckRun {
    /// After so many a run has seen enough.
    static let findingLimit: Int64 = 100
    private static let textLimit = 50

    let kind: AuditCheck.Kind
    let service: ServiceName
    private let database: Connection

    init(_ kind: AuditCheck.Kind, of service: ServiceName, in database: Connection) {
        (self.kind, self.service, self.database) = (kind, service, database)
    }

    func isRunning() throws -> Bool {
        try database.first(
            "SELECT state = 'running' FROM check_runs WHERE kind = ? AND service = ?", kind, service
        ) { try $0.value(0) } ?? false
    }

    func start(total: Int64, _ context: CommandContext) throws {
        try database.run(
            """
            INSERT INTO check_runs (kind, service, state, started_at, checked, total, violations)
            VALUES (?, ?, 'running', ?, 0, ?, 0)
            ON CONFLICT DO UPDATE SET state = 'running', started_at = excluded.started_at, finished_at = NULL,
                checked = 0, total = excluded.total, violations = 0
            """, kind, service, context.now, total)
        try context.emit(AuditCheckStarted(kind, of: service, total: total))
    }

    func advance(checked: Int64, violations: Int64) throws {
        try database.run(
            "UPDATE check_runs SET checked = ?, violations = ? WHERE kind = ? AND service = ?", checked, violations,
            kind, service)
    }

    func finish(checked: Int64, violations: Int64, _ context: CommandContext) throws {
        try database.run(
            """
            UPDATE check_runs SET state = 'finished', finished_at = ?, checked = ?, violations = ?
            WHERE kind = ? AND service = ?
            """, context.now, checked, violations, kind, service)
        try context.emit(AuditCheckFinished(kind, of: service, checked: checked, violations: violations))
    }

    func startedAt() throws -> Timestamp? {
        try database.first("SELECT started_at FROM check_runs WHERE kind = ? AND service = ?", kind, service) {
            try $0.value(0)
        }
    }

    func check() throws -> AuditCheck {
        let found = try Findings.texts(of: service, inLog: kind == .log, limit: CheckRun.textLimit, in: database)
        let check = try database.first(
            """
            SELECT state, started_at, finished_at, checked, total, violations FROM check_runs
            WHERE kind = ? AND service = ?
            """, kind, service
        ) { row in
            AuditCheck(
                kind, of: service, state: try row.value(0), startedAt: try row.value(1), finishedAt: try row.value(2),
                checked: try row.value(3), total: try row.value(4), violations: try row.value(5), found: found)
        }
        return check
            ?? AuditCheck(
                kind, of: service, state: .never, startedAt: nil, finishedAt: nil, checked: 0, total: 0, violations: 0,
                found: found)
    }
}

/// When the log and all services' events are looked at by themselves.
struct CheckSchedule {
    static let timer = "audit.check"

    let seconds: Int64

    /// At a start: the first is planned, and one that is farther off than it should be by now is planned anew.
    func prepare(_ context: CommandContext) throws {
        let due = try due(context)
        if let due, due <= context.now.adding(seconds: seconds) { return }
        try plan(context)
    }

    /// A timer that was replaced by another says nothing.
    func fire(_ state: String, _ context: CommandContext) throws {
        guard let due = try due(context), state == due.text else { return }
        try LogCheck.begin(context)
        for source in ServiceName.allCases { try HistoryCheck.begin(source, context) }
        try plan(context)
    }

    private func due(_ context: CommandContext) throws -> Timestamp? {
        try context.database.first("SELECT due FROM check_schedule") { try $0.value(0) }
    }

    private func plan(_ context: CommandContext) throws {
        let due = context.now.adding(seconds: seconds)
        try context.database.run(
            "INSERT INTO check_schedule (only, due) VALUES (1, ?) ON CONFLICT DO UPDATE SET due = excluded.due", due)
        try context.schedule(CheckSchedule.timer, at: due, state: due.text)
    }
}
