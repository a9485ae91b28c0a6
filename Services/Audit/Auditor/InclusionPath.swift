import Transparency

/// Checks inclusion proofs of one event after another against one root. Neighbours' paths meet after few steps: from there
/// on the proof must be, byte for byte, the one that was found right before, and is not hashed again.
struct InclusionPath {
    private struct State: Equatable {
        let position: Int64
        let last: Int64
        let hash: [UInt8]
    }

    private let size: Int64
    private let root: [UInt8]
    /// How the last right proof went: where it stood before each step, and its text.
    private var states: [State] = []
    private var known: [UInt8] = []

    init(size: Int64, root: [UInt8]) { (self.size, self.root) = (size, root) }

    /// - Parameter proof: its hashes in base64, one behind the other.
    mutating func verifies(_ proof: [UInt8], of leaf: [UInt8], index: Int64) -> Bool {
        if leads(proof, leaf, index) {
            known = proof
            return true
        }
        (states, known) = ([], [])
        return false
    }

    private mutating func leads(_ proof: [UInt8], _ leaf: [UInt8], _ index: Int64) -> Bool {
        guard index >= 0, index < size, proof.count % HashText.length == 0 else { return false }
        var (position, last, hash) = (index, size - 1, leaf)
        let steps = proof.count / HashText.length
        for step in 0..<steps {
            let state = State(position: position, last: last, hash: hash)
            let start = step * HashText.length
            if step < states.count, states[step] == state, proof.count == known.count,
                proof[start...] == known[start...]
            {
                return true
            }
            guard last > 0, let sibling = HashText.decode(proof[start..<start + HashText.length]) else { return false }
            if step < states.count { states[step] = state } else { states.append(state) }
            if position & 1 == 1 || position == last {
                hash = MerkleHash.node(sibling, hash)
                while position & 1 == 0, position != 0 { (position, last) = (position >> 1, last >> 1) }
            } else {
                hash = MerkleHash.node(hash, sibling)
            }
            (position, last) = (position >> 1, last >> 1)
        }
        guard last == 0, hash == root else { return false }
        states.removeLast(max(0, states.count - steps))
        return true
    }
}
