import FoundationEssentials

/// The keys of the log's witness: a pair for its connection and one that it signs with. It is no service, and its secrets
/// are best where those of the platform are not.
extension KeyRing {
    public static let witness = "witness"

    /// Makes both pairs. Where the public halves are known and the secrets are not, the witness runs elsewhere.
    public func makeWitnessKeys(seed: [UInt8]) throws {
        if !isKnown("\(KeyRing.witness)-\(KeyRing.connectionSuffix)") { try makeConnectionKeys(for: KeyRing.witness) }
        if !isKnown("\(KeyRing.witness)-\(KeyRing.signingSuffix)") {
            try makeSigningKeys(for: KeyRing.witness, seed: seed)
        }
    }

    /// The keys that a witness signs with; none where nobody has made any.
    public func witnessKeys(of name: String) throws -> [[UInt8]] {
        isKnown("\(name)-\(KeyRing.signingSuffix)") ? try verifyingKeys(of: name) : []
    }

    private func isKnown(_ name: String) -> Bool { FileManager.default.fileExists(atPath: home.publicKey(name)) }
}
