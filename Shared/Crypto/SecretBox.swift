import CSodium

/// Authenticated encryption (XChaCha20-Poly1305): what is sealed cannot be read, nor changed unseen, without the key.
public enum SecretBox {
    /// The length of a key in bytes.
    public static let keyByteCount = Int(crypto_aead_xchacha20poly1305_ietf_KEYBYTES)
    /// The length of a nonce in bytes: long enough that drawing it at random never meets the same one twice.
    public static let nonceByteCount = Int(crypto_aead_xchacha20poly1305_ietf_NPUBBYTES)
    /// How much longer the sealed bytes are than the plain ones.
    public static let overheadByteCount = Int(crypto_aead_xchacha20poly1305_ietf_ABYTES)

    /// The sealed bytes. The nonce is not in them and must be kept beside them; a key never sees one twice.
    ///
    /// - Parameter context: what the bytes belong to (a row, a person): it must be the same again for opening, so that
    ///   sealed bytes cannot be moved elsewhere.
    public static func seal(
        _ plain: [UInt8], nonce: [UInt8], key: [UInt8], context: [UInt8] = []
    ) throws(CryptoError) -> [UInt8] {
        try requireLengths(nonce: nonce, key: key)
        return Sodium.filled(plain.count + overheadByteCount) {
            _ = crypto_aead_xchacha20poly1305_ietf_encrypt(
                $0, nil, plain, UInt64(plain.count), context, UInt64(context.count), nil, nonce, key)
        }
    }

    /// The plain bytes, if the sealed ones are as they were made, with the same nonce, key and context.
    public static func open(
        _ sealed: [UInt8], nonce: [UInt8], key: [UInt8], context: [UInt8] = []
    ) throws(CryptoError) -> [UInt8] {
        try requireLengths(nonce: nonce, key: key)
        guard sealed.count >= overheadByteCount else { throw .notAuthentic }
        return try Sodium.filled(sealed.count - overheadByteCount) { plain throws(CryptoError) in
            let failed = crypto_aead_xchacha20poly1305_ietf_decrypt(
                plain, nil, nil, sealed, UInt64(sealed.count), context, UInt64(context.count), nonce, key)
            guard failed == 0 else { throw .notAuthentic }
        }
    }

    private static func requireLengths(nonce: [UInt8], key: [UInt8]) throws(CryptoError) {
        try CryptoError.require(nonce, count: nonceByteCount)
        try CryptoError.require(key, count: keyByteCount)
        Sodium.start()
    }
}
