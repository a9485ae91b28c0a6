import CSodium

/// BLAKE2b-256, for what only this platform computes: fingerprints, stored secrets of high entropy, derived keys.
public enum KeyedHash {
    /// The length of a hash in bytes.
    public static let byteCount = Int(crypto_generichash_BYTES)
    /// The lengths that a key may have, in bytes.
    public static let keyByteCounts = Int(crypto_generichash_KEYBYTES_MIN)...Int(crypto_generichash_KEYBYTES_MAX)

    /// The hash of the bytes without a key, which anybody can compute.
    public static func hash(_ bytes: [UInt8]) -> [UInt8] {
        Sodium.start()
        return Sodium.filled(byteCount) {
            _ = crypto_generichash($0, byteCount, bytes, UInt64(bytes.count), nil, 0)
        }
    }

    /// The hash of the bytes under a key of 16 to 64 bytes, which only the key's holders can compute.
    public static func hash(_ bytes: [UInt8], key: [UInt8]) throws(CryptoError) -> [UInt8] {
        guard keyByteCounts.contains(key.count) else {
            throw .wrongLength(expected: Int(crypto_generichash_KEYBYTES), got: key.count)
        }
        Sodium.start()
        return Sodium.filled(byteCount) {
            _ = crypto_generichash($0, byteCount, bytes, UInt64(bytes.count), key, key.count)
        }
    }
}
