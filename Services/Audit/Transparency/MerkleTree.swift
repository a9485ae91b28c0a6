/// Roots and proofs of a tree of any size that the log has had, from the hashes of its complete subtrees. Each takes a
/// number of hashes that grows with the logarithm of the size.
public struct MerkleTree {
    /// The hash of a complete subtree.
    private let node: (MerklePlace) throws -> [UInt8]

    public init(node: @escaping (MerklePlace) throws -> [UInt8]) { self.node = node }

    public func root(size: Int64) throws -> [UInt8] {
        size == 0 ? MerkleHash.empty : try hash(from: 0, count: size)
    }

    public func leaf(_ index: Int64) throws -> [UInt8] { try node(MerklePlace(level: 0, position: index)) }

    /// The path from a leaf to the root of the tree of that size.
    public func inclusionProof(index: Int64, size: Int64) throws -> [[UInt8]] {
        precondition(index >= 0 && index < size, "no leaf \(index) among \(size)")
        var path: [[UInt8]] = []
        var (start, count) = (Int64(0), size)
        while count > 1 {
            let left = largestPowerOfTwo(below: count)
            if index - start < left {
                path.append(try hash(from: start + left, count: count - left))
                count = left
            } else {
                path.append(try hash(from: start, count: left))
                (start, count) = (start + left, count - left)
            }
        }
        return path.reversed()
    }

    /// What turns the root of a smaller size into that of a larger one. Empty where there is nothing to prove: from an
    /// empty log, or to the same size.
    public func consistencyProof(from first: Int64, to second: Int64) throws -> [[UInt8]] {
        precondition(first >= 0 && first <= second, "no growth from \(first) to \(second)")
        if first == 0 || first == second { return [] }
        var path: [[UInt8]] = []
        var (start, old, count) = (Int64(0), first, second)
        // As long as the old tree's border is this subtree's, its hash is one that the verifier knows already.
        var isKnown = true
        while old != count {
            let left = largestPowerOfTwo(below: count)
            if old <= left {
                path.append(try hash(from: start + left, count: count - left))
                count = left
            } else {
                path.append(try hash(from: start, count: left))
                (start, old, count, isKnown) = (start + left, old - left, count - left, false)
            }
        }
        if !isKnown { path.append(try hash(from: start, count: count)) }
        return path.reversed()
    }

    /// The hash over leaves that begin at a multiple of the next power of two, as all parts of a proof do.
    private func hash(from start: Int64, count: Int64) throws -> [UInt8] {
        if count.nonzeroBitCount == 1 {
            let level = count.trailingZeroBitCount
            return try node(MerklePlace(level: level, position: start >> Int64(level)))
        }
        let left = largestPowerOfTwo(below: count)
        return MerkleHash.node(
            try hash(from: start, count: left), try hash(from: start + left, count: count - left))
    }

    private func largestPowerOfTwo(below count: Int64) -> Int64 {
        1 << Int64(63 - (count - 1).leadingZeroBitCount)
    }
}
