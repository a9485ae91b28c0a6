/// Checking proofs without the log, as an auditor does (RFC 9162 sections 2.1.3.2 and 2.1.4.2). Nothing is taken for
/// granted of what is given: whatever does not fit verifies nothing.
public enum MerkleProof {
    public static func verifiesInclusion(
        _ proof: [[UInt8]], of leaf: [UInt8], index: Int64, size: Int64, root: [UInt8]
    ) -> Bool {
        self.root(of: leaf, index: index, size: size, proof: proof) == root
    }

    /// The root that the proof leads to; nil where it is no proof for that place in a tree of that size.
    public static func root(of leaf: [UInt8], index: Int64, size: Int64, proof: [[UInt8]]) -> [UInt8]? {
        guard index >= 0, index < size, isHash(leaf), proof.allSatisfy(isHash) else { return nil }
        var (position, last, hash) = (index, size - 1, leaf)
        for step in proof {
            if last == 0 { return nil }
            if position & 1 == 1 || position == last {
                hash = MerkleHash.node(step, hash)
                while position & 1 == 0, position != 0 { (position, last) = (position >> 1, last >> 1) }
            } else {
                hash = MerkleHash.node(hash, step)
            }
            (position, last) = (position >> 1, last >> 1)
        }
        return last == 0 ? hash : nil
    }

    public static func verifiesConsistency(
        _ proof: [[UInt8]], from first: Int64, root firstRoot: [UInt8], to second: Int64, root secondRoot: [UInt8]
    ) -> Bool {
        guard first >= 0, first <= second, isHash(firstRoot), isHash(secondRoot), proof.allSatisfy(isHash) else {
            return false
        }
        if first == second { return proof.isEmpty && firstRoot == secondRoot && (first > 0 || isEmpty(firstRoot)) }
        if first == 0 { return proof.isEmpty && isEmpty(firstRoot) }
        // Where the old size is a power of two its root is a node of the new tree, and the proof leaves it out.
        var steps = (first.nonzeroBitCount == 1 ? [firstRoot] : [])[...] + proof
        guard let seed = steps.popFirst() else { return false }
        var (position, last) = (first - 1, second - 1)
        while position & 1 == 1 { (position, last) = (position >> 1, last >> 1) }
        var (old, new) = (seed, seed)
        for step in steps {
            if last == 0 { return false }
            if position & 1 == 1 || position == last {
                (old, new) = (MerkleHash.node(step, old), MerkleHash.node(step, new))
                while position & 1 == 0, position != 0 { (position, last) = (position >> 1, last >> 1) }
            } else {
                new = MerkleHash.node(new, step)
            }
            (position, last) = (position >> 1, last >> 1)
        }
        return last == 0 && old == firstRoot && new == secondRoot
    }

    private static func isHash(_ bytes: [UInt8]) -> Bool { bytes.count == MerkleHash.byteCount }

    private static func isEmpty(_ root: [UInt8]) -> Bool { root == MerkleHash.empty }
}
