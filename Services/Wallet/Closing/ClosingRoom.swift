import Messages
import Runtime

extension WalletService {
    /// The wallets of people who leave.
    static func closing() -> Room {
        Room(
            operations: [
                .command(CloseWallet.self),
                .command(ReopenWallet.self),
            ],
            events: [
                WalletClosed.self, WalletReopened.self,
            ])
    }
}
