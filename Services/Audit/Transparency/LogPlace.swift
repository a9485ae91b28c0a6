import Crypto

/// A place in the log as its readers name it: how many events are before it, and the root over them. Two logs that agree
/// on a place agree on all that lies before it.
public struct LogPlace: Hashable, Sendable {
    public static let start = LogPlace(size: 0, root: MerkleHash.empty)

    public let size: Int64
    public let root: [UInt8]

    public init(size: Int64, root: [UInt8]) { (self.size, self.root) = (size, root) }

    /// From `<size>.<root>`; nil for anything else.
    public init?(text: String) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, let size = Int64(canonical: parts[0]), let root = Base64URL.decode(String(parts[1])),
            root.count == MerkleHash.byteCount
        else { return nil }
        self.init(size: size, root: root)
    }

    public var text: String { "\(size).\(Base64URL.encode(root))" }
}
