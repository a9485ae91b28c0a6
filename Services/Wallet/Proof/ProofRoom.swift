public import Messages
public import Runtime

extension WalletService {
    /// The wallet's own check of its books.
    static func proof(_ settings: WalletSettings) -> Room {
        let schedule = ProofSchedule(settings)
        return Room(
            operations: [
                .command(RunProof.self)
            ],
            events: [
                ProofAdvanced.self, ProofViolated.self, ProofFinished.self, ProofStarted.self,
            ],
            sagas: [SagaDefinition(ProofRun.saga)],
            timers: [ProofSchedule.timer: { state, context in try schedule.fire(state, context) }])
    }
}

extension RunProof: CommandHandler {
    public static func run(_ request: Nothing, in context: CommandContext) throws -> Reply {
        Reply(proof: try ProofRecord.running(in: context.database) ?? ProofRun.begin(context))
    }
}
