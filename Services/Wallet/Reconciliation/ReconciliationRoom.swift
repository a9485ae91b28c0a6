import Messages
import Runtime

extension WalletService {
    /// What is held against accounts outside.
    static func reconciliation() -> Room {
        Room(
            operations: [
                .command(ConfirmReconciliation.self),
                .command(DisregardReconciliationRow.self),
                .query(GetReconciliation.self),
                .command(ImportReconciliation.self),
                .query(ListReconciliationRows.self),
                .query(ListReconciliations.self),
                .command(MatchReconciliationRow.self),
                .command(RestoreReconciliationRow.self),
            ],
            events: [
                ReconciliationConfirmed.self, ReconciliationImported.self, ReconciliationRowDecided.self,
                ReconciliationRowsMatched.self,
            ],
            sagas: [SagaDefinition(MatchRows.saga)])
    }
}
