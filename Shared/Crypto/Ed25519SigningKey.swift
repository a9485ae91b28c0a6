import CSodium

/// The secret half of an Ed25519 key pair (RFC 8032).
public struct Ed25519SigningKey: Sendable {
    /// The length of a seed in bytes.
    public static let seedByteCount = Int(crypto_sign_SEEDBYTES)

    /// The half that may be given away.
    public let publicKey: Ed25519PublicKey
    private let secret: [UInt8]

    /// Derives the pair from a seed of 32 bytes: the same seed always gives the same pair.
    public init(seed: [UInt8]) throws(CryptoError) {
        try CryptoError.require(seed, count: Self.seedByteCount)
        Sodium.start()
        var secret = [UInt8](repeating: 0, count: Int(crypto_sign_SECRETKEYBYTES))
        let publicBytes = Sodium.filled(Ed25519PublicKey.byteCount) {
            _ = crypto_sign_seed_keypair($0, &secret, seed)
        }
        self.publicKey = try Ed25519PublicKey(bytes: publicBytes)
        self.secret = secret
    }

    /// The signature of the message: 64 bytes, always the same for the same message.
    public func sign(_ message: [UInt8]) -> [UInt8] {
        Sodium.filled(Ed25519PublicKey.signatureByteCount) {
            _ = crypto_sign_detached($0, nil, message, UInt64(message.count), secret)
        }
    }
}

extension Ed25519SigningKey: CustomStringConvertible {
    /// Names the key by its public half, so that the secret does not reach a log by accident.
    public var description: String { "Ed25519SigningKey(\(publicKey))" }
}
