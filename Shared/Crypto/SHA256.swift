import CSodium

/// SHA-256 (FIPS 180-4), for what others must be able to compute too: event links, Merkle trees, content names.
public enum SHA256 {
    /// The length of a hash in bytes.
    public static let byteCount = Int(crypto_hash_sha256_BYTES)

    /// The hash of the bytes.
    public static func hash(_ bytes: [UInt8]) -> [UInt8] {
        Sodium.start()
        return Sodium.filled(byteCount) { crypto_hash_sha256($0, bytes, UInt64(bytes.count)) }
    }

    /// The hash of the parts one after the other, without joining them in memory first.
    ///
    /// The borders between the parts leave no mark in the hash: give parts of fixed length, or with their length.
    public static func hash(parts: [UInt8]...) -> [UInt8] {
        Sodium.start()
        var state = crypto_hash_sha256_state()
        crypto_hash_sha256_init(&state)
        for part in parts {
            crypto_hash_sha256_update(&state, part, UInt64(part.count))
        }
        return Sodium.filled(byteCount) { crypto_hash_sha256_final(&state, $0) }
    }
}
