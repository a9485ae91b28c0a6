import CSodium

/// Passwords at rest: argon2id in the PHC text form `$argon2id$v=19$m=…,t=…,p=1$salt$hash`, which carries its own
/// parameters, so that hashes of different costs stand side by side.
///
/// The salt is passed in, so that hashing stays a pure function; whoever calls it draws a fresh one per password.
public enum PasswordHash {
    /// The length of a salt in bytes.
    public static let saltByteCount = Int(crypto_pwhash_SALTBYTES)
    private static let hashByteCount = 32

    /// The text form of the password's hash. It takes as long, and as much memory, as the cost says.
    public static func hash(password: [UInt8], salt: [UInt8], cost: PasswordCost) throws(CryptoError) -> String {
        try CryptoError.require(salt, count: saltByteCount)
        Sodium.start()
        let hash = try Sodium.filled(hashByteCount) { output throws(CryptoError) in
            let failed = crypto_pwhash(
                output, UInt64(hashByteCount), password, UInt64(password.count), salt, cost.operations,
                cost.memoryBytes, crypto_pwhash_ALG_ARGON2ID13)
            guard failed == 0 else { throw .passwordHashingFailed }
        }
        let parameters = "m=\(cost.memoryBytes / 1024),t=\(cost.operations),p=1"
        return "$argon2id$v=19$\(parameters)$\(phcText(salt))$\(phcText(hash))"
    }

    /// Whether the password is the one that was hashed, compared in constant time. A text that is no hash fits none.
    public static func verify(_ password: [UInt8], against text: String) -> Bool {
        Sodium.start()
        return crypto_pwhash_str_verify(text, password, UInt64(password.count)) == 0
    }

    /// Whether the hash was made at another cost, or is none, and should be made anew at the next sign-in.
    public static func needsRehash(_ text: String, cost: PasswordCost) -> Bool {
        Sodium.start()
        return crypto_pwhash_str_needs_rehash(text, cost.operations, cost.memoryBytes) != 0
    }

    private static func phcText(_ bytes: [UInt8]) -> String {
        SodiumText.base64(bytes, variant: sodium_base64_VARIANT_ORIGINAL_NO_PADDING)
    }
}
