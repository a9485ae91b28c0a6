import Messages
import Runtime

extension WalletService {
    /// What people have.
    static func balances(_ settings: WalletSettings) -> Room {
        Room(
            operations: [
                .query(GetCurrency.self),
                .query(GetUserWallet.self),
                .query(GetWallet.self),
                .query(ListCurrencies.self),
                .query(ListWalletTransactions.self) {
                    try ListWalletTransactions.run($0, settings.zones, in: $1)
                },
            ])
    }
}
