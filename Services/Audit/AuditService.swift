import Crypto
import Messages
public import Runtime
import Transparency

/// One tamper-evident log of everything that happens on the platform.
public enum AuditService {
    /// - Parameters:
    ///   - signingKeySeed: the 32 bytes of the key that signs tree heads.
    ///   - witnesses: whose cosignatures are taken.
    public static func definition(
        signingKeySeed: [UInt8], witnesses: [AuditWitness] = []
    ) throws -> ServiceDefinition {
        let signer = CheckpointSigner(key: try Ed25519SigningKey(seed: signingKeySeed))
        let verifierKey = signer.noteKey.text
        let cosignatures = Cosignatures(logKey: signer.noteKey, witnesses: witnesses)
        return ServiceDefinition(
            name: .audit, migrations: auditMigrations + [checkMigration, witnessMigration],
            operations: [
                .live(FollowAuditLog.self), .query(GetAuditEvent.self), .query(ListAuditChecks.self),
                .query(ListAuditEvents.self),
                .query(ListAuditSources.self),
                .query(ProveConsistency.self), .query(ProveInclusion.self), .workflow(RunAuditChecks.self),
                .command(AddCosignature.self) { request, context in try cosignatures.add(request, context) },
                .query(GetTreeHead.self) { _, context in
                    try StoredTree.head(verifierKey: verifierKey, in: context.database)
                },
            ],
            sagas: [SagaDefinition(CheckSaga.saga)],
            followers: ServiceName.allCases.map { source in
                Follower(source) { page, context in try Ingestion(page, context).run(signer: signer) }
            },
            events: [AuditGapFound.self, CheckRequested.self],
            atStart: { try StoredTree.prepare(signer: signer, in: $0.database) })
    }
}
