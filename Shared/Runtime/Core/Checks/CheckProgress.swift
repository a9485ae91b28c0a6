import Messages
import Storage

let checkMigration = Migration(
    name: "runtime checks",
    sql: """
        -- How the latest run of each of the service's own checks went, or goes.
        CREATE TABLE runtime_checks (
            name TEXT PRIMARY KEY, number INTEGER NOT NULL,
            state TEXT NOT NULL CHECK (state IN ('running','finished','failed')), started_at INTEGER NOT NULL,
            moved_at INTEGER NOT NULL, checked INTEGER NOT NULL, total INTEGER NOT NULL, violations INTEGER NOT NULL,
            problem TEXT
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE runtime_check_findings (
            name TEXT NOT NULL, position INTEGER NOT NULL, text TEXT NOT NULL, PRIMARY KEY (name, position)
        ) STRICT, WITHOUT ROWID;
        -- When the next is due, by which its timer is known.
        CREATE TABLE runtime_check_schedule (name TEXT PRIMARY KEY, due INTEGER NOT NULL) STRICT, WITHOUT ROWID;
        """)

/// One run of a service's check, as its saga tells of it.
public struct CheckProgress: Codable, Sendable {
    let check: CheckName
    let number: Int64

    /// A run that has stood still for so many seconds is given up: what it waits for may never come, as where the message
    /// that would have moved it was set aside.
    public static let patience: Int64 = 3600

    private struct Standing {
        var movedAt: Timestamp
        var checked: Int64
        var total: Int64
        var violations: Int64
    }

    static func next(of check: CheckName, in database: Connection) throws -> CheckProgress {
        let last = try database.first("SELECT number FROM runtime_checks WHERE name = ?", check.text) {
            try $0.value(0, as: Int64.self)
        }
        return CheckProgress(check: check, number: (last ?? 0) + 1)
    }

    /// Whether none is under way, or the one that is has stood still for too long and is given up for it.
    func mayBegin(_ context: CommandContext) throws -> Bool {
        let last = CheckProgress(check: check, number: number - 1)
        return try last.standing(context) == nil || last.giveUp(context)
    }

    func start(total: Int64, _ context: CommandContext) throws {
        try context.database.run(
            """
            INSERT INTO runtime_checks (name, number, state, started_at, moved_at, checked, total, violations)
            VALUES (?1, ?2, 'running', ?3, ?3, 0, ?4, 0)
            ON CONFLICT DO UPDATE SET number = excluded.number, state = 'running', started_at = excluded.started_at,
                moved_at = excluded.moved_at, checked = 0, total = excluded.total, violations = 0, problem = NULL
            """, check.text, number, context.now, total)
        try context.database.run("DELETE FROM runtime_check_findings WHERE name = ?", check.text)
        try context.emit(ServiceCheckStarted(check, total: total))
        try watch(from: context.now, context)
    }

    /// Nil where the run is over. One that was given up because it stood still has nothing to say any more.
    private func standing(_ context: CommandContext) throws -> Standing? {
        try context.database.first(
            """
            SELECT moved_at, checked, total, violations FROM runtime_checks
            WHERE name = ? AND number = ? AND state = 'running'
            """, check.text, number
        ) { row in
            Standing(
                movedAt: try row.value(0), checked: try row.value(1), total: try row.value(2),
                violations: try row.value(3))
        }
    }
}

// MARK: - What a saga says

extension CheckProgress {
    /// False where the run was given up: its saga is to end without a word.
    public func isUnderWay(_ context: CommandContext) throws -> Bool { try standing(context) != nil }

    /// How many things have been looked at so far, and what was found among the last of them. The first are kept in words,
    /// all are counted.
    public func note(_ found: [String], checked: Int64, _ context: CommandContext) throws {
        guard let before = try standing(context) else { return }
        for (index, text) in found.enumerated()
        where before.violations + Int64(index) < ServiceCheckViolated.foundLimit {
            try context.database.run(
                "INSERT INTO runtime_check_findings (name, position, text) VALUES (?, ?, ?)", check.text,
                before.violations + Int64(index) + 1, text)
        }
        let violations = before.violations + Int64(found.count)
        try context.database.run(
            "UPDATE runtime_checks SET checked = ?, violations = ?, moved_at = ? WHERE name = ?", checked, violations,
            context.now, check.text)
        let tenth = CheckProgress.tenth(checked, of: before.total)
        guard tenth > CheckProgress.tenth(before.checked, of: before.total), tenth < 10 else { return }
        try context.emit(
            ServiceCheckAdvanced(check, checked: checked, total: before.total, violations: violations))
    }

    private static func tenth(_ checked: Int64, of total: Int64) -> Int64 {
        total <= 0 ? 0 : Int64(Int128(min(checked, total)) * 10 / Int128(total))
    }

    public func finish(_ context: CommandContext) throws {
        guard let last = try end("finished", problem: nil, context) else { return }
        try context.emit(ServiceCheckFinished(check, checked: last.checked, violations: last.violations))
        try tell(last, context)
    }

    /// It cannot go on. What it has found stays found; of the rest it says nothing.
    public func fail(_ problem: String, _ context: CommandContext) throws {
        guard let last = try end("failed", problem: problem, context) else { return }
        try context.emit(
            ServiceCheckFailed(check, checked: last.checked, violations: last.violations, problem: problem))
        try tell(last, context)
    }

    private func end(_ state: String, problem: String?, _ context: CommandContext) throws -> Standing? {
        let last = try standing(context)
        try context.database.run(
            "UPDATE runtime_checks SET state = ?, problem = ? WHERE name = ? AND number = ? AND state = 'running'",
            state, problem, check.text, number)
        return last
    }

    private func tell(_ last: Standing, _ context: CommandContext) throws {
        guard last.violations > 0 else { return }
        let found = try context.database.rows(
            "SELECT text FROM runtime_check_findings WHERE name = ? ORDER BY position", check.text
        ) { try $0.value(0, as: String.self) }
        try context.emit(ServiceCheckViolated(check, violations: last.violations, found: found))
    }
}

// MARK: - Watching

extension CheckProgress {
    static let watchTimer = "runtime.watch-check"

    /// Has the run looked after once it could have stood still for too long, so that this is told before anybody asks.
    private func watch(from time: Timestamp, _ context: CommandContext) throws {
        try context.schedule(
            CheckProgress.watchTimer, at: time.adding(seconds: CheckProgress.patience), state: "\(check.text) \(number)"
        )
    }

    static func look(_ state: String, _ context: CommandContext) throws {
        let parts = state.split(separator: " ").map(String.init)
        guard parts.count == 2, let check = CheckName(parts[0]), let number = Int64(parts[1]) else { return }
        let run = CheckProgress(check: check, number: number)
        guard let movedAt = try run.standing(context)?.movedAt, try !run.giveUp(context) else { return }
        try run.watch(from: movedAt, context)
    }

    /// True where the run stood still for too long.
    private func giveUp(_ context: CommandContext) throws -> Bool {
        guard let movedAt = try standing(context)?.movedAt,
            movedAt.adding(seconds: CheckProgress.patience) <= context.now
        else { return false }
        try fail("nothing has moved for \(CheckProgress.patience / 60) minutes", context)
        return true
    }
}
