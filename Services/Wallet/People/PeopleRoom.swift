import Messages
import Runtime

extension WalletService {
    /// Where people stand, as far as the wallet enforces it.
    static func people() -> Room {
        Room(
            operations: [
                .command(TakeStanding.self)
            ],
            events: [
                MoneyRefused.self
            ])
    }
}
