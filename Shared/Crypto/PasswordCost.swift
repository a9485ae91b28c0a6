import CSodium

/// What one guess at a password costs: to us at every sign-in, to a thief at every try.
public struct PasswordCost: Sendable, Hashable {
    /// How many passes over the memory.
    public let operations: UInt64
    /// How much memory a pass fills, in bytes; argon2id counts it in whole KiB.
    public let memoryBytes: Int

    public init(operations: UInt64, memoryBytes: Int) {
        self.operations = operations
        self.memoryBytes = memoryBytes
    }

    /// For people who wait for the answer: two passes over 64 MiB.
    public static let interactive = PasswordCost(
        operations: UInt64(crypto_pwhash_OPSLIMIT_INTERACTIVE), memoryBytes: Int(crypto_pwhash_MEMLIMIT_INTERACTIVE))

    /// The least that argon2id takes, for tests and simulation only: it protects nothing.
    public static let minimal = PasswordCost(
        operations: UInt64(crypto_pwhash_OPSLIMIT_MIN), memoryBytes: Int(crypto_pwhash_MEMLIMIT_MIN))
}
