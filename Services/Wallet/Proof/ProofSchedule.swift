import Messages
import Runtime

/// When the books are checked by themselves.
struct ProofSchedule {
    static let timer = "wallet.prove"

    let seconds: Int64

    init(_ settings: WalletSettings) { seconds = settings.proofSeconds }

    /// At a start: the first is planned, and one that is farther off than it should be by now is planned anew.
    func prepare(_ context: CommandContext) throws {
        let due = try due(context)
        if let due, due <= context.now.adding(seconds: seconds) { return }
        try plan(context)
    }

    /// A timer that was replaced by another says nothing.
    func fire(_ state: String, _ context: CommandContext) throws {
        guard let due = try due(context), state == due.text else { return }
        if try ProofRecord.running(in: context.database) == nil { _ = try ProofRun.begin(context) }
        try plan(context)
    }

    private func due(_ context: CommandContext) throws -> Timestamp? {
        try context.database.first("SELECT due FROM proof_schedule") { try $0.value(0) }
    }

    private func plan(_ context: CommandContext) throws {
        let due = context.now.adding(seconds: seconds)
        try context.database.run(
            "INSERT INTO proof_schedule (only, due) VALUES (1, ?) ON CONFLICT DO UPDATE SET due = excluded.due", due)
        try context.schedule(ProofSchedule.timer, at: due, state: due.text)
    }
}
