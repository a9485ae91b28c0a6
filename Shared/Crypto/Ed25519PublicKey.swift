import CSodium

/// The public half of an Ed25519 key pair (RFC 8032).
public struct Ed25519PublicKey: Sendable, Hashable {
    /// The length of a public key in bytes.
    public static let byteCount = Int(crypto_sign_PUBLICKEYBYTES)
    /// The length of a signature in bytes.
    public static let signatureByteCount = Int(crypto_sign_BYTES)

    /// The key's 32 bytes.
    public let bytes: [UInt8]

    /// Takes the key's 32 bytes, and refuses those with which somebody could make signatures that fit any message.
    public init(bytes: [UInt8]) throws(CryptoError) {
        try CryptoError.require(bytes, count: Self.byteCount)
        Sodium.start()
        guard crypto_core_ed25519_is_valid_point(bytes) == 1 else { throw .invalidPublicKey }
        self.bytes = bytes
    }

    /// Whether the signature was made over exactly this message by this key's holder.
    public func verifies(_ signature: [UInt8], of message: [UInt8]) -> Bool {
        guard signature.count == Self.signatureByteCount else { return false }
        return crypto_sign_verify_detached(signature, message, UInt64(message.count), bytes) == 0
    }
}

extension Ed25519PublicKey: CustomStringConvertible {
    public var description: String { Hex.encode(bytes) }
}
