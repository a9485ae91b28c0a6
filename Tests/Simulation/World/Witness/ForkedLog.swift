import Crypto
import Transparency
import Witness

/// Another log under the same key, as whoever holds the key can make it: it begins as the true one, and goes on otherwise from
/// somewhere before what the witness has cosigned.
struct ForkedLog {
    private let head: Checkpoint
    private let note: SignedNote
    private let tree: MerkleTree

    /// - Parameters:
    ///   - leaves: the true log's.
    ///   - known: what the witness has cosigned last.
    init(leaves: [[UInt8]], known: Checkpoint, signer: CheckpointSigner, _ dice: inout Dice) {
        let kept = min(dice.index(below: Int(known.size)), leaves.count)
        var (frontier, nodes) = (MerkleFrontier(), [MerklePlace: [UInt8]]())
        let added = Int(dice.number(1...8)) + (dice.chance(7000) ? Int(known.size) - kept : 0)
        for leaf in leaves[..<kept] { frontier.append(leaf: leaf) { nodes[$0] = $1 } }
        for _ in 0..<added {
            let body = Array("another event, \(dice.next())".utf8)
            frontier.append(leaf: MerkleHash.leaf(body)) { nodes[$0] = $1 }
        }
        // Of the sources it says what the witness knows, so that nothing but the tree gives it away.
        head = Checkpoint(
            origin: CheckpointSigner.origin, size: frontier.size, root: frontier.root, sources: known.sources)
        note = signer.sign(head)
        let all = nodes
        tree = MerkleTree { all[$0] ?? [] }
    }

    /// Nil for what goes to the true log.
    func answer(to question: Witness.Question) -> Witness.Answer? {
        switch question {
        case .head: .head(note.note)
        case .growth(let from, let to):
            (try? tree.consistencyProof(from: from, to: to)).map { .growth($0) } ?? .refused("size_out_of_range")
        case .submit: nil
        }
    }
}
