import Crypto

/// RFC 6962's hashes. Leaves and inner nodes are hashed apart, so that one can never pass for the other.
public enum MerkleHash {
    public static let byteCount = SHA256.byteCount
    public static let empty = SHA256.hash([])

    public static func leaf(_ bytes: [UInt8]) -> [UInt8] { SHA256.hash(parts: [0], bytes) }

    public static func node(_ left: [UInt8], _ right: [UInt8]) -> [UInt8] { SHA256.hash(parts: [1], left, right) }
}

/// A complete subtree's place: how many levels above the leaves, and which one of that level from the left.
public struct MerklePlace: Hashable, Sendable {
    public let level: Int
    public let position: Int64

    public init(level: Int, position: Int64) { (self.level, self.position) = (level, position) }
}
