/// What can be wrong with the material given to a cryptographic operation. It never carries the material itself.
public enum CryptoError: Error, Equatable, Sendable {
    /// A key, nonce, salt or seed has the wrong number of bytes.
    case wrongLength(expected: Int, got: Int)
    /// The bytes are no usable public key: not on the curve, or of small order.
    case invalidPublicKey
    /// The sealed bytes were changed, or belong to another key, nonce or context.
    case notAuthentic
    /// The password hash's cost is out of bounds, or the memory that it asks for is not there.
    case passwordHashingFailed

    static func require(_ bytes: [UInt8], count: Int) throws(CryptoError) {
        guard bytes.count == count else { throw .wrongLength(expected: count, got: bytes.count) }
    }
}
