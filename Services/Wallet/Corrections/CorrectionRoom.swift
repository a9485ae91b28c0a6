import Messages
import Runtime

extension WalletService {
    /// What admins put right.
    static func corrections(_ settings: WalletSettings) -> Room {
        Room(
            operations: [
                .command(AdjustBalance.self),
                .command(CreateCurrency.self),
                .command(ReverseTransaction.self) { try ReverseTransaction.run($0, settings.zones, in: $1) },
            ],
            events: [
                BalanceAdjusted.self, CurrencyCreated.self, TransactionReversed.self,
            ])
    }
}
