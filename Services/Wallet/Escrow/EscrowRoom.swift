import Messages
import Runtime

extension WalletService {
    /// What is paid out of escrow.
    static func escrow(_ settings: WalletSettings) -> Room {
        Room(
            operations: [
                .command(FundEscrow.self),
                .command(PayFromEscrow.self) { try PayFromEscrow.run($0, settings.zones, in: $1) },
                .command(RecordOutside.self),
            ],
            events: [
                EscrowFunded.self, OutsideRecorded.self, Paid.self,
            ])
    }
}
