import Crypto
import Messages
public import Runtime
import Transparency

/// One tamper-evident log of everything that happens on the platform.
public enum AuditService {
    /// - Parameters:
    ///   - signingKeySeed: the 32 bytes of the key that signs tree heads.
    ///   - witnesses: whose cosignatures are taken.
    ///   - retention: how long the bytes of which events are kept; all of them for good where nothing is said.
    ///   - checkSeconds: how often the log and all services' events are looked at by themselves.
    ///   - acceptedHead: from which head the log goes on although this service did not write it.
    public static func definition(
        signingKeySeed: [UInt8], witnesses: [AuditWitness] = [], retention: RetentionRules = .forever,
        checkSeconds: Int64 = 24 * 3600, acceptedHead: AcceptedHead? = nil
    ) throws -> ServiceDefinition {
        let checks = CheckSchedule(seconds: checkSeconds)
        let signer = CheckpointSigner(key: try Ed25519SigningKey(seed: signingKeySeed))
        let verifierKey = signer.noteKey.text
        let cosignatures = Cosignatures(logKey: signer.noteKey, witnesses: witnesses)
        let schedule = RetentionSchedule(retention)
        return ServiceDefinition(
            name: .audit,
            migrations: auditMigrations + [
                checkMigration, witnessMigration, bodyMigration, searchMigration, keyMigration, completenessMigration,
                logSealingMigration, checkFailureMigration, namedCheckMigration, ingestionMigration,
            ],
            operations: [
                .query(ExportAuditEvents.self), .live(FollowAuditLog.self), .query(GetAuditEvent.self),
                .query(GetReceipt.self), .query(ListAuditChecks.self), .query(ListAuditEvents.self),
                .query(ListReceipts.self),
                .query(ListAuditKeys.self),
                .query(ListAuditSources.self),
                .query(ProveConsistency.self), .query(ProveInclusion.self), .workflow(RunAuditChecks.self),
                .command(AddCosignature.self) { request, context in try cosignatures.add(request, context) },
                .query(GetTreeHead.self) { _, context in
                    try StoredTree.head(verifierKey: verifierKey, in: context.database)
                },
            ],
            sagas: [SagaDefinition(CheckSaga.saga), SagaDefinition(LogCheck.saga)]
                + ServiceName.allCases.map { SagaDefinition(HistoryCheck.saga(of: $0)) },
            timers: [
                CheckRun.watchTimer: { state, context in try CheckRun.look(state, context) },
                CheckSchedule.timer: { state, context in try checks.fire(state, context) },
                RetentionSchedule.timer: { state, context in try schedule.fire(state, context) },
            ],
            followers: ServiceName.allCases.map { source in
                Follower(
                    source, fault: { fault, context in try Findings(context).add(fault, of: source) },
                    isOpen: { context in try LogGuard(context).isOpen() },
                    mayGoOn: { life, context in try Findings(context).mayGoOn(source, in: life) },
                    { page, context in try Ingestion(page, context).run(signer: signer) })
            },
            events: [
                AuditBodiesFreed.self, AuditCheckFailed.self, AuditCheckFinished.self, AuditCheckStarted.self,
                AuditGapFound.self, AuditKeysChanged.self, AuditLogResumed.self, AuditLogSealed.self,
                AuditLogStopped.self, CheckRequested.self,
            ],
            atStart: { context in
                let log = LogGuard(context)
                if try log.open(accepting: acceptedHead) {
                    try StoredTree.prepare(signer: signer, in: context.database)
                    try log.seal()
                }
                try PublishedKeys.settle(.log, [verifierKey], in: context)
                try PublishedKeys.settle(.witness, witnesses.map(\.noteKey.text), in: context)
                try checks.prepare(context)
                try schedule.prepare(context)
            }, complaint: { try LogStop.complaint(in: $0) })
    }
}
