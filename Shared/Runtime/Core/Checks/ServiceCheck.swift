public import Messages
import Storage

/// A check that a service makes of what it keeps: a saga in small steps, begun by itself as often as it is told to, and
/// whenever audit asks. The saga tells how it goes through its `CheckProgress`; the service names the check in its
/// definition, and needs nothing else for it.
public struct ServiceCheck: Sendable {
    public let name: CheckName
    let seconds: Int64
    let saga: SagaDefinition
    let begin: @Sendable (CheckProgress, CommandContext) throws -> Void

    /// - Parameters:
    ///   - seconds: how often it is made by itself.
    ///   - begin: what the saga begins with, and about how many things there are to look at.
    public init<State>(
        _ name: CheckName, every seconds: Int64, saga: Saga<State>,
        begin: @escaping @Sendable (CheckProgress, CommandContext) throws -> (state: State, total: Int64)
    ) {
        (self.name, self.seconds, self.saga) = (name, seconds, SagaDefinition(saga))
        self.begin = { progress, context in
            let (state, total) = try begin(progress, context)
            try progress.start(total: total, context)
            try context.begin(saga, state)
        }
    }

    /// Where one is under way, that is the one.
    func run(_ context: CommandContext) throws {
        let progress = try CheckProgress.next(of: name, in: context.database)
        if try progress.mayBegin(context) { try begin(progress, context) }
    }

    // MARK: - When

    static let timer = "runtime.check"

    /// At a start: the first is planned, and one that is farther off than it should be by now is planned anew.
    func prepare(_ context: CommandContext) throws {
        let due = try due(context)
        if let due, due <= context.now.adding(seconds: seconds) { return }
        try plan(context)
    }

    /// A timer that was replaced by another says nothing.
    func fire(_ time: String, _ context: CommandContext) throws {
        guard let due = try due(context), time == due.text else { return }
        try run(context)
        try plan(context)
    }

    private func due(_ context: CommandContext) throws -> Timestamp? {
        try context.database.first("SELECT due FROM runtime_check_schedule WHERE name = ?", name.text) {
            try $0.value(0)
        }
    }

    private func plan(_ context: CommandContext) throws {
        let due = context.now.adding(seconds: seconds)
        try context.database.run(
            "INSERT INTO runtime_check_schedule (name, due) VALUES (?, ?) ON CONFLICT DO UPDATE SET due = excluded.due",
            name.text, due)
        try context.schedule(ServiceCheck.timer, at: due, state: "\(name.text) \(due.text)")
    }
}

/// All checks of a service.
struct ServiceChecks: Sendable {
    let items: [ServiceCheck]

    var names: [CheckName]? { items.isEmpty ? nil : items.map(\.name) }

    static let events: [any Event.Type] = [
        ServiceCheckAdvanced.self, ServiceCheckFailed.self, ServiceCheckFinished.self, ServiceCheckStarted.self,
        ServiceCheckViolated.self,
    ]

    var timers: [String: ServiceDefinition.TimerHandler] {
        [
            ServiceCheck.timer: { state, context in
                let parts = state.split(separator: " ", maxSplits: 1).map(String.init)
                // One that this version of the service does not make any more has nothing to say.
                guard parts.count == 2, let check = items.first(where: { $0.name.text == parts[0] }) else { return }
                try check.fire(parts[1], context)
            },
            CheckProgress.watchTimer: { state, context in try CheckProgress.look(state, context) },
        ]
    }

    func run(_ context: CommandContext) throws -> RunServiceChecks.Reply {
        for check in items { try check.run(context) }
        return RunServiceChecks.Reply(checks: items.map(\.name))
    }

    func prepare(_ context: CommandContext) throws {
        for check in items { try check.prepare(context) }
    }
}
