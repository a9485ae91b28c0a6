import Messages
public import Runtime

/// The wallet: everybody's money, in one double-entry ledger.
public enum WalletService {
    public static func definition(_ settings: WalletSettings = WalletSettings()) -> ServiceDefinition {
        let rooms = [
            balances(), bonuses(), closing(), deposits(settings), escrow(settings), holds(settings), people(),
            withdrawals(settings),
        ]
        return ServiceDefinition(
            name: .wallet,
            migrations: [
                WalletSchema.ledger, WalletSchema.holds, WalletSchema.deposits, WalletSchema.people,
                WalletSchema.bonuses, WalletSchema.holdsInParts, WalletSchema.closings, WalletSchema.withdrawals,
                WalletSchema.transfers,
            ],
            rooms: rooms, followers: [identityFollower])
    }
}
