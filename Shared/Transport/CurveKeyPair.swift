import CZeroMQ

/// The keys with which a process proves to others who it is (CURVE, written as 40 characters of Z85).
public struct CurveKeyPair: Sendable {
    /// The half by which others know the process.
    public let publicKey: String
    /// The half that never leaves the process and its key file.
    public let secretKey: String

    /// A new pair from the system's randomness.
    public static func generate() throws(TransportError) -> CurveKeyPair {
        var publicText = [CChar](repeating: 0, count: CurveKey.textCapacity)
        var secretText = publicText
        guard zmq_curve_keypair(&publicText, &secretText) == 0 else { throw .latest("generate a key pair") }
        return CurveKeyPair(publicKey: CurveKey.text(publicText), secretKey: CurveKey.text(secretText))
    }

    /// The pair of a secret key that was kept.
    public init(secretKey: String) throws(TransportError) {
        _ = try CurveKey.bytes(secretKey)
        var publicText = [CChar](repeating: 0, count: CurveKey.textCapacity)
        guard zmq_curve_public(&publicText, secretKey) == 0 else { throw .invalidKey }
        self.init(publicKey: CurveKey.text(publicText), secretKey: secretKey)
    }

    private init(publicKey: String, secretKey: String) {
        self.publicKey = publicKey
        self.secretKey = secretKey
    }
}

extension CurveKeyPair: CustomStringConvertible {
    /// Names the pair by its public half, so that the secret does not reach a log by accident.
    public var description: String { "CurveKeyPair(\(publicKey))" }
}
