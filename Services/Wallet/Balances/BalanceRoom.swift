import Messages
import Runtime

extension WalletService {
    /// What people have.
    static func balances() -> Room {
        Room(
            operations: [
                .query(GetWallet.self),
                .query(ListCurrencies.self),
                .query(ListWalletTransactions.self),
            ])
    }
}
