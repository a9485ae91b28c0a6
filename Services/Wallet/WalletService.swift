import Messages
public import Runtime
public import TimeZones

/// The wallet: everybody's money, in one double-entry ledger.
public enum WalletService {
    /// - Parameter zones: where people's days begin, for what they limit by the day and the month.
    public static func definition(zones: ZoneBook = ZoneBook()) -> ServiceDefinition {
        ServiceDefinition(
            name: .wallet,
            migrations: [
                WalletSchema.ledger, WalletSchema.holds, WalletSchema.deposits, WalletSchema.people,
                WalletSchema.bonuses,
            ],
            operations: [
                .command(ApproveDeposit.self), .command(CaptureHold.self), .command(GrantBonus.self),
                .command(PayFromEscrow.self) { try PayFromEscrow.run($0, zones, in: $1) },
                .command(PlaceHold.self) { try PlaceHold.run($0, zones, in: $1) }, .command(RejectDeposit.self),
                .command(ReleaseHold.self),
                .command(RequestDeposit.self) { try RequestDeposit.run($0, zones, in: $1) },
                .command(TakeStanding.self), .query(GetDeposit.self),
                .query(GetWallet.self),
                .query(ListCurrencies.self), .query(ListDeposits.self), .query(ListWalletTransactions.self),
            ],
            followers: [identityFollower],
            events: [
                BonusGranted.self, DepositApproved.self, DepositRejected.self, DepositRequested.self, HoldCaptured.self,
                HoldPlaced.self,
                HoldReleased.self, MoneyRefused.self, Paid.self,
            ])
    }
}
