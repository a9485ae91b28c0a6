import Messages
import Runtime

/// When the books are checked by themselves.
struct ProofSchedule {
    static let timer = "wallet.prove"

    /// So long after a start all the books are proven, since whoever had the disk meanwhile may have written there.
    static let secondsAfterStart: Int64 = 60

    let seconds: Int64

    init(_ settings: WalletSettings) { seconds = settings.proofSeconds }

    /// At a start: one is planned soon, unless one is due before.
    func prepare(_ context: CommandContext) throws {
        let soon = context.now.adding(seconds: min(seconds, ProofSchedule.secondsAfterStart))
        if let due = try due(context), due <= soon { return }
        try plan(at: soon, context)
    }

    /// A timer that was replaced by another says nothing.
    func fire(_ state: String, _ context: CommandContext) throws {
        guard let due = try due(context), state == due.text else { return }
        guard try ProofRecord.running(in: context.database) == nil else {
            // One from before a start has passed over what was written there while nothing ran, so another follows it.
            return try plan(at: context.now.adding(seconds: min(seconds, ProofSchedule.secondsAfterStart)), context)
        }
        _ = try ProofRun.begin(context)
        try plan(at: context.now.adding(seconds: seconds), context)
    }

    private func due(_ context: CommandContext) throws -> Timestamp? {
        try context.database.first("SELECT due FROM proof_schedule") { try $0.value(0) }
    }

    private func plan(at due: Timestamp, _ context: CommandContext) throws {
        try context.database.run(
            "INSERT INTO proof_schedule (only, due) VALUES (1, ?) ON CONFLICT DO UPDATE SET due = excluded.due", due)
        try context.schedule(ProofSchedule.timer, at: due, state: due.text)
    }
}
