import Messages
import Runtime

extension WalletService {
    /// What people had and what became of it.
    static func statements(_ settings: WalletSettings) -> Room {
        Room(
            operations: [
                .query(ExportStatement.self) { try ExportStatement.run($0, settings.zones, in: $1) },
                .query(GetPastBalance.self) { try GetPastBalance.run($0, settings.zones, in: $1) },
                .query(GetStatement.self) { try GetStatement.run($0, settings.zones, in: $1) },
                .query(GetTotals.self) { try GetTotals.run($0, settings.zones, in: $1) },
            ])
    }
}
