import Transparency

/// RFC 6962 section 2.1, word for word and from all leaves: what everything else is held against.
struct ReferenceTree {
    let leaves: [[UInt8]]

    /// Some leaves that all differ.
    init(count: Int) { leaves = (0..<count).map { Array("leaf \($0)".utf8) } }

    func root(_ size: Int) -> [UInt8] { hash(leaves[..<size]) }

    func path(_ index: Int, _ size: Int) -> [[UInt8]] { path(index, leaves[..<size]) }

    func proof(_ from: Int, _ to: Int) -> [[UInt8]] { from == 0 ? [] : subproof(from, leaves[..<to], true) }

    private func hash(_ leaves: ArraySlice<[UInt8]>) -> [UInt8] {
        guard let first = leaves.first else { return MerkleHash.empty }
        if leaves.count == 1 { return MerkleHash.leaf(first) }
        let split = self.split(leaves)
        return MerkleHash.node(hash(split.0), hash(split.1))
    }

    private func path(_ index: Int, _ leaves: ArraySlice<[UInt8]>) -> [[UInt8]] {
        if leaves.count == 1 { return [] }
        let (left, right) = split(leaves)
        return index < left.count
            ? path(index, left) + [hash(right)] : path(index - left.count, right) + [hash(left)]
    }

    private func subproof(_ from: Int, _ leaves: ArraySlice<[UInt8]>, _ isKnown: Bool) -> [[UInt8]] {
        if from == leaves.count { return isKnown ? [] : [hash(leaves)] }
        let (left, right) = split(leaves)
        return from <= left.count
            ? subproof(from, left, isKnown) + [hash(right)]
            : subproof(from - left.count, right, false) + [hash(left)]
    }

    /// At the largest power of two that is less than all.
    private func split(_ leaves: ArraySlice<[UInt8]>) -> (ArraySlice<[UInt8]>, ArraySlice<[UInt8]>) {
        var count = 1
        while count * 2 < leaves.count { count *= 2 }
        return (leaves.prefix(count), leaves.dropFirst(count))
    }
}
