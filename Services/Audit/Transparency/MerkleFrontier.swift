/// A growing tree's right edge: the roots of its complete subtrees, largest first. It is all that appending needs.
public struct MerkleFrontier: Equatable, Sendable {
    public private(set) var size: Int64
    /// One for each bit that is set in the size.
    public private(set) var peaks: [[UInt8]]

    public init() { (size, peaks) = (0, []) }

    /// Nil where there are not as many peaks as the size has bits set.
    public init?(size: Int64, peaks: [[UInt8]]) {
        guard size >= 0, peaks.count == size.nonzeroBitCount, peaks.allSatisfy({ $0.count == 32 }) else { return nil }
        (self.size, self.peaks) = (size, peaks)
    }

    /// Takes one more leaf and tells of each subtree that became complete, the leaf itself first.
    public mutating func append(leaf hash: [UInt8], complete: (MerklePlace, [UInt8]) throws -> Void) rethrows {
        var (hash, place) = (hash, MerklePlace(level: 0, position: size))
        try complete(place, hash)
        var rest = size
        while rest & 1 == 1 {
            hash = MerkleHash.node(peaks.removeLast(), hash)
            place = MerklePlace(level: place.level + 1, position: place.position >> 1)
            try complete(place, hash)
            rest >>= 1
        }
        peaks.append(hash)
        size += 1
    }

    public var root: [UInt8] {
        guard var root = peaks.last else { return MerkleHash.empty }
        for peak in peaks.dropLast().reversed() { root = MerkleHash.node(peak, root) }
        return root
    }
}
