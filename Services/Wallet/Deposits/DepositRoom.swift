import Messages
import Runtime

extension WalletService {
    /// Money that comes in.
    static func deposits(_ settings: WalletSettings) -> Room {
        Room(
            operations: [
                .command(ApproveDeposit.self),
                .query(GetDeposit.self),
                .query(ListDeposits.self),
                .command(RejectDeposit.self),
                .command(RequestDeposit.self) { try RequestDeposit.run($0, settings.zones, in: $1) },
            ],
            events: [
                DepositApproved.self, DepositRejected.self, DepositRequested.self,
            ])
    }
}
