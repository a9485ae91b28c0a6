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
                .query(ListUnclaimedTransfers.self),
                .command(RejectDeposit.self),
                .command(ReportTransfer.self) { try ReportTransfer.run($0, settings, in: $1) },
                .command(RequestDeposit.self) { try RequestDeposit.run($0, settings, in: $1) },
            ],
            events: [
                DepositApproved.self, DepositRejected.self, DepositRequested.self, TransferContradicted.self,
                TransferReportRefused.self, TransferReported.self,
            ])
    }
}
