/// Checking proofs without the log, as an auditor does (RFC 9162 sections 2.1.3.2 and 2.1.4.2).
public enum MerkleProof {
    public static func verifiesInclusion(
        _ proof: [[UInt8]], of leaf: [UInt8], index: Int64, size: Int64, root: [UInt8]
    ) -> Bool {
        guard index >= 0, index < size else { return false }
        var (position, last, hash) = (index, size - 1, leaf)
        for step in proof {
            if last == 0 { return false }
            if position & 1 == 1 || position == last {
                hash = MerkleHash.node(step, hash)
                while position & 1 == 0, position != 0 { (position, last) = (position >> 1, last >> 1) }
            } else {
                hash = MerkleHash.node(hash, step)
            }
            (position, last) = (position >> 1, last >> 1)
        }
        return last == 0 && hash == root
    }

    public static func verifiesConsistency(
        _ proof: [[UInt8]], from first: Int64, root firstRoot: [UInt8], to second: Int64, root secondRoot: [UInt8]
    ) -> Bool {
        guard first >= 0, first <= second else { return false }
        if first == 0 { return proof.isEmpty && firstRoot == MerkleHash.empty }
        if first == second { return proof.isEmpty && firstRoot == secondRoot }
        // Where the old size is a power of two its root is a node of the new tree, and the proof leaves it out.
        var steps = (first.nonzeroBitCount == 1 ? [firstRoot] : []) + proof
        guard !steps.isEmpty else { return false }
        var (position, last) = (first - 1, second - 1)
        while position & 1 == 1 { (position, last) = (position >> 1, last >> 1) }
        var (old, new) = (steps[0], steps[0])
        steps.removeFirst()
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
}
