import CSodium

/// HMAC-SHA-256 (RFC 2104), for what others sign with a secret that they share with the platform.
public enum MessageAuthentication {
    /// The length of a code in bytes.
    public static let byteCount = Int(crypto_auth_hmacsha256_BYTES)

    /// The code of the parts one after the other, under a key of any length.
    public static func code(of parts: [UInt8]..., key: [UInt8]) -> [UInt8] {
        Sodium.start()
        var state = crypto_auth_hmacsha256_state()
        crypto_auth_hmacsha256_init(&state, key, key.count)
        for part in parts { crypto_auth_hmacsha256_update(&state, part, UInt64(part.count)) }
        return Sodium.filled(byteCount) { crypto_auth_hmacsha256_final(&state, $0) }
    }
}
