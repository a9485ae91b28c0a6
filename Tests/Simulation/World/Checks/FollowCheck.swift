import Audit
import Messages
import Storage
import Transparency

/// Holds what an auditor was given, over all its streams, against the log: each event once, in its order, from the first
/// on, each with the place that is the log's own.
struct FollowCheck {
    let audit: Connection

    /// How far clocks are from the world's, and more.
    private static let margin: Int64 = 1000

    func verifyAtRest(_ story: Story) throws {
        let followed = story.followed
        let due = Timestamp(milliseconds: story.settledAt - FollowCheck.margin)
        let least = try audit.first("SELECT COUNT(*) FROM log WHERE ingested_at < ?", due) {
            try $0.value(0, as: Int.self)
        }
        guard followed.count >= least ?? 0 else {
            throw Violation("followers get the log", "\(followed.count) events, and there were \(least ?? 0) long ago")
        }
        let log = try AuditLog.entries(limit: followed.count, in: audit)
        guard log.count == followed.count else {
            throw Violation("followers get the log", "\(followed.count) events of \(log.count) in the log")
        }
        var frontier = MerkleFrontier()
        for (index, (entry, got)) in zip(log, followed).enumerated() {
            frontier.append(leaf: MerkleHash.leaf(entry.body)) { _, _ in }
            guard Array(got.data.utf8) == entry.body else {
                throw Violation("followers get the log", "event \(index) is another one, or out of its order")
            }
            guard got.place == LogPlace(size: frontier.size, root: frontier.root).text else {
                throw Violation("followers get the log", "the place behind event \(index) is \(got.place)")
            }
        }
    }
}
