import Messages
import Runtime

extension WalletService {
    /// Money that goes out.
    static func withdrawals(_ settings: WalletSettings) -> Room {
        Room(
            operations: [
                .command(CancelWithdrawal.self),
                .command(FailWithdrawal.self),
                .query(GetWithdrawal.self),
                .query(ListWithdrawals.self),
                .command(PayWithdrawal.self),
                .command(RejectWithdrawal.self),
                .command(RequestWithdrawal.self) { try RequestWithdrawal.run($0, settings, in: $1) },
            ],
            events: [
                FrozenPayoutRefused.self, OwnDecisionRefused.self, WithdrawalPaid.self, WithdrawalRequested.self,
                WithdrawalReturned.self,
            ])
    }
}
