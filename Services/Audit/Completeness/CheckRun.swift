import Messages
import Runtime
import Storage

/// How the looking at the log, or at a service's events, goes: the latest run of each.
struct CheckRun {
    /// After so many a run has seen enough.
    static let findingLimit: Int64 = 100
    private static let textLimit = 50
    /// A run that has stood still for so many seconds is given up: what it waits for may never come, as where the message
    /// that would have moved it was set aside.
    static let patience: Int64 = 3600

    let kind: AuditCheck.Kind
    let service: ServiceName
    private let database: Connection

    init(_ kind: AuditCheck.Kind, of service: ServiceName, in database: Connection) {
        (self.kind, self.service, self.database) = (kind, service, database)
    }

    /// Whether a run may begin: none is under way, or the one that is has stood still for too long and is given up for it.
    func mayBegin(_ context: CommandContext) throws -> Bool {
        guard let movedAt = try movedAt() else { return true }
        guard movedAt.adding(seconds: CheckRun.patience) <= context.now else { return false }
        try fail("nothing has moved for \(CheckRun.patience / 60) minutes", context)
        return true
    }

    /// Whether a run is under way and of this number. One that was given up has nothing to say any more.
    func isUnderWay(_ number: Int64) throws -> Bool {
        try database.first(
            "SELECT state = 'running' AND number = ? FROM check_runs WHERE kind = ? AND service = ?", number, kind,
            service
        ) { try $0.value(0) } ?? false
    }

    /// When the run that is under way moved last.
    private func movedAt() throws -> Timestamp? {
        try database.first(
            "SELECT moved_at FROM check_runs WHERE kind = ? AND service = ? AND state = 'running'", kind, service
        ) { try $0.value(0) }
    }

    /// Gives the run's number.
    func start(total: Int64, _ context: CommandContext) throws -> Int64 {
        try database.run(
            """
            INSERT INTO check_runs (kind, service, state, started_at, moved_at, checked, total, violations, number)
            VALUES (?1, ?2, 'running', ?3, ?3, 0, ?4, 0, 1)
            ON CONFLICT DO UPDATE SET state = 'running', started_at = excluded.started_at, finished_at = NULL,
                moved_at = excluded.moved_at, checked = 0, total = excluded.total, violations = 0,
                number = number + 1, problem = NULL
            """, kind, service, context.now, total)
        let number = try database.first("SELECT number FROM check_runs WHERE kind = ? AND service = ?", kind, service) {
            try $0.value(0, as: Int64.self)
        }
        guard let number else { preconditionFailure("a run that was just begun is there") }
        try context.emit(AuditCheckStarted(kind, of: service, total: total))
        try watch(number, from: context.now, context)
        return number
    }

    func advance(checked: Int64, violations: Int64, _ context: CommandContext) throws {
        try database.run(
            "UPDATE check_runs SET checked = ?, violations = ?, moved_at = ? WHERE kind = ? AND service = ?", checked,
            violations, context.now, kind, service)
    }

    func finish(checked: Int64, violations: Int64, _ context: CommandContext) throws {
        try advance(checked: checked, violations: violations, context)
        try database.run(
            "UPDATE check_runs SET state = 'finished', finished_at = ? WHERE kind = ? AND service = ?", context.now,
            kind, service)
        try context.emit(AuditCheckFinished(kind, of: service, checked: checked, violations: violations))
    }

    func startedAt() throws -> Timestamp? {
        try database.first("SELECT started_at FROM check_runs WHERE kind = ? AND service = ?", kind, service) {
            try $0.value(0)
        }
    }

    /// It cannot go on. What it has found stays found; of the rest it says nothing.
    func fail(_ problem: String, _ context: CommandContext) throws {
        try database.run(
            "UPDATE check_runs SET state = 'failed', finished_at = ?, problem = ? WHERE kind = ? AND service = ?",
            context.now, problem, kind, service)
        let check = try check()
        try context.emit(
            AuditCheckFailed(
                kind, of: service, checked: check.checked, violations: check.violations, problem: problem))
    }

    func check() throws -> AuditCheck {
        let found = try Findings.texts(of: service, inLog: kind == .log, limit: CheckRun.textLimit, in: database)
        let check = try database.first(
            """
            SELECT state, started_at, finished_at, checked, total, violations, problem FROM check_runs
            WHERE kind = ? AND service = ?
            """, kind, service
        ) { row in
            AuditCheck(
                kind, of: service, state: try row.value(0), startedAt: try row.value(1), finishedAt: try row.value(2),
                checked: try row.value(3), total: try row.value(4), violations: try row.value(5), found: found,
                problem: try row.value(6))
        }
        return check ?? AuditCheck(neverRun: kind, of: service, found: found)
    }
}

// MARK: - Watching

extension CheckRun {
    static let watchTimer = "audit.watch-check"

    /// Has the run looked after once it could have stood still for too long, so that this is told before anybody asks.
    fileprivate func watch(_ number: Int64, from time: Timestamp, _ context: CommandContext) throws {
        try context.schedule(
            CheckRun.watchTimer, at: time.adding(seconds: CheckRun.patience),
            state: "\(kind.rawValue) \(service.rawValue) \(number)")
    }

    static func look(_ state: String, _ context: CommandContext) throws {
        let parts = state.split(separator: " ").map(String.init)
        guard parts.count == 3, let kind = AuditCheck.Kind(rawValue: parts[0]),
            let service = ServiceName(rawValue: parts[1]), let number = Int64(parts[2])
        else { return }
        let run = CheckRun(kind, of: service, in: context.database)
        guard try run.isUnderWay(number), try !run.mayBegin(context), let movedAt = try run.movedAt() else { return }
        try run.watch(number, from: movedAt, context)
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
