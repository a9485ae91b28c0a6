import Messages
import Runtime

/// Every hour, step after step until nothing is left that has been kept long enough.
struct RetentionSchedule {
    static let timer = "audit.retain"
    private static let seconds: Int64 = 3600

    let rules: RetentionRules

    init(_ rules: RetentionRules) { self.rules = rules }

    /// At a start.
    func prepare(_ context: CommandContext) throws {
        if try due(context) == nil { try plan(context) }
    }

    /// A timer that was replaced by another says nothing.
    func fire(_ state: String, _ context: CommandContext) throws {
        guard let due = try due(context), state == due.text else { return }
        // While the log is stopped, what is in it is evidence.
        if try !LogStop.isStopped(in: context.database), try RetentionStep(rules, context).run() {
            try context.schedule(RetentionSchedule.timer, at: context.now, state: state)
        } else {
            try plan(context)
        }
    }

    private func due(_ context: CommandContext) throws -> Timestamp? {
        try context.database.first("SELECT due FROM retention_schedule") { try $0.value(0) }
    }

    private func plan(_ context: CommandContext) throws {
        let due = context.now.adding(seconds: RetentionSchedule.seconds)
        try context.database.run(
            "INSERT INTO retention_schedule (only, due) VALUES (1, ?) ON CONFLICT DO UPDATE SET due = excluded.due",
            due)
        try context.schedule(RetentionSchedule.timer, at: due, state: due.text)
    }
}
