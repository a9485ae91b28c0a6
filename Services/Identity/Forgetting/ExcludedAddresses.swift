import Crypto
import Messages
import Runtime

/// Who has excluded themselves does not come back with the same address by being forgotten. Of the address there is a keyed
/// hash, for as long as the exclusion runs, and nothing else.
struct ExcludedAddresses: Sendable {
    /// Old ones dropped for each new one.
    private static let droppedAtOnce = 8
    private let key: [UInt8]

    init(_ settings: IdentitySettings) throws {
        key = try KeyedHash.hash(Array("croupier excluded addresses 1".utf8), key: settings.secret)
    }

    private func hash(_ address: String) throws -> [UInt8] {
        try KeyedHash.hash(Array(address.lowercased().utf8), key: key)
    }

    func add(_ address: String, _ exclusion: SelfExclusion, in context: CommandContext) throws {
        guard exclusion.isInForce(at: context.now) else { return }
        try context.database.run(
            """
            DELETE FROM excluded_addresses WHERE address IN
                (SELECT address FROM excluded_addresses WHERE until <= ? ORDER BY until LIMIT ?)
            """, context.now, ExcludedAddresses.droppedAtOnce)
        try context.database.run(
            "INSERT INTO excluded_addresses (address, until) VALUES (?, ?) ON CONFLICT DO UPDATE SET until = excluded.until",
            try hash(address), exclusion.until)
    }

    func has(_ address: Email, in context: CommandContext) throws -> Bool {
        try context.database.first(
            "SELECT 1 FROM excluded_addresses WHERE address = ? AND (until IS NULL OR until > ?)",
            try hash(address.text), context.now
        ) { _ in true } ?? false
    }
}
