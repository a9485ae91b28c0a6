import Messages
public import Runtime

/// The wallet: everybody's money, in one double-entry ledger.
public enum WalletService {
    public static func definition(_ settings: WalletSettings = WalletSettings()) -> ServiceDefinition {
        let rooms = [
            balances(), bonuses(), closing(), deposits(settings), escrow(settings), holds(settings), people(),
            proof(settings), reconciliation(), withdrawals(settings),
        ]
        return ServiceDefinition(
            name: .wallet,
            migrations: WalletSchema.all,
            rooms: rooms, followers: [identityFollower],
            atStart: { try ProofSchedule(settings).prepare($0) })
    }
}
