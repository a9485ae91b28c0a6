public import Messages
public import Runtime

extension WalletService {
    /// The wallet's own check of its books, and what others check theirs by.
    static func proof(_ settings: WalletSettings) -> Room {
        let schedule = ProofSchedule(settings)
        return Room(
            operations: [
                .command(ListHolds.self),
                .command(RunProof.self),
                .command(TellEscrows.self),
                .command(TellHolds.self),
            ],
            events: [
                ProofAdvanced.self, ProofViolated.self, ProofFinished.self, ProofStarted.self,
                LedgerAccepted.self, LedgerDoubted.self, LedgerSealed.self,
            ],
            sagas: [SagaDefinition(ProofRun.saga)],
            timers: [
                LedgerTrust.timer: { _, context in try LedgerTrust(context).fire() },
                ProofSchedule.timer: { state, context in try schedule.fire(state, context) },
            ])
    }
}

extension RunProof: CommandHandler {
    public static func run(_ request: Nothing, in context: CommandContext) throws -> Reply {
        Reply(proof: try ProofRecord.running(in: context.database) ?? ProofRun.begin(context))
    }
}
