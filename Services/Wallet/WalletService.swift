import Messages
public import Runtime

/// The wallet: everybody's money, in one double-entry ledger.
public enum WalletService {
    public static func definition() -> ServiceDefinition {
        ServiceDefinition(
            name: .wallet,
            migrations: [WalletSchema.ledger, WalletSchema.holds, WalletSchema.deposits, WalletSchema.people],
            operations: [
                .command(ApproveDeposit.self), .command(CaptureHold.self), .command(PayFromEscrow.self),
                .command(PlaceHold.self), .command(RejectDeposit.self), .command(ReleaseHold.self),
                .command(RequestDeposit.self), .command(TakeStanding.self), .query(GetDeposit.self),
                .query(GetWallet.self),
                .query(ListCurrencies.self), .query(ListDeposits.self), .query(ListWalletTransactions.self),
            ],
            followers: [identityFollower],
            events: [
                DepositApproved.self, DepositRejected.self, DepositRequested.self, HoldCaptured.self, HoldPlaced.self,
                HoldReleased.self, MoneyRefused.self, Paid.self,
            ])
    }
}
