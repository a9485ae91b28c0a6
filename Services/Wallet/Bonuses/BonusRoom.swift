import Messages
import Runtime

extension WalletService {
    /// Money of the house that is given to play with.
    static func bonuses() -> Room {
        Room(
            operations: [
                .command(AwardBonus.self),
                .command(CheckBonus.self),
                .command(GrantBonus.self),
            ],
            events: [
                BonusGranted.self, WelcomeGrantMissed.self,
            ])
    }
}
