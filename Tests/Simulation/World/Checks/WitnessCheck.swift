import Audit
import Storage
import Transparency

/// Holds all that the witness ever signed against the log as it is: each head is of the log's beginning, so that of any two
/// one extends the other.
struct WitnessCheck {
    private var signed: [Int64: Checkpoint] = [:]
    /// The one that was signed last.
    private(set) var last: Checkpoint?
    /// Of the log, in its order.
    private(set) var leaves: [[UInt8]] = []
    private var frontier = MerkleFrontier()
    /// By size.
    private var roots = [MerkleHash.empty]

    /// A head that the witness puts its name to.
    mutating func take(_ text: String, _ audit: Connection?) throws {
        let head: Checkpoint
        do { head = try Checkpoint(text: try SignedNote(text).text) } catch {
            throw Violation("one log is cosigned", "what was signed is no head: \(error)")
        }
        if let other = signed[head.size], other != head {
            throw Violation("one log is cosigned", "two heads of \(head.size) events")
        }
        if let last, head.size < last.size {
            throw Violation("one log is cosigned", "a head of \(head.size) events after one of \(last.size)")
        }
        signed[head.size] = head
        last = head
        guard let audit else { return }
        try follow(audit)
        try verify(head)
    }

    /// After its crash the witness knows what it has signed.
    func verifyKept(size: Int64?) throws {
        guard let last, size ?? 0 < last.size else { return }
        throw Violation("a witness does not forget", "it has signed \(last.size) events and remembers \(size ?? 0)")
    }

    /// The whole log anew: after audit's crash and at the end.
    mutating func verifyAll(_ audit: Connection) throws {
        (leaves, frontier, roots) = ([], MerkleFrontier(), [MerkleHash.empty])
        try follow(audit)
        for size in signed.keys.sorted() {
            if let head = signed[size] { try verify(head) }
        }
    }

    private mutating func follow(_ audit: Connection) throws {
        for entry in try AuditLog.entries(from: frontier.size, in: audit) {
            let leaf = MerkleHash.leaf(entry.body)
            leaves.append(leaf)
            frontier.append(leaf: leaf) { _, _ in }
            roots.append(frontier.root)
        }
    }

    private func verify(_ head: Checkpoint) throws {
        guard head.size < roots.count else {
            throw Violation("one log is cosigned", "\(head.size) events were, and the log has \(roots.count - 1)")
        }
        guard roots[Int(head.size)] == head.root else {
            throw Violation("one log is cosigned", "the first \(head.size) events of the log are others")
        }
    }
}
