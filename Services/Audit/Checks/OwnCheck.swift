import Messages
import Runtime
import Storage

/// The audit service's own check, cheap enough to be made whenever somebody looks: that the tree's head is that of its
/// right edge and covers the log, and that each source's events are complete.
struct OwnCheck {
    let database: Connection

    private static let foundLimit = 50

    func check(at now: Timestamp) throws -> AuditCheck {
        let count = try database.first("SELECT COUNT(*) FROM findings") { try $0.value(0, as: Int64.self) } ?? 0
        let tree = try treeViolations()
        let found = try database.rows(
            "SELECT source, kind, expected, found FROM findings ORDER BY number DESC LIMIT ?", OwnCheck.foundLimit
        ) { row in
            let (source, kind) = (try row.value(0, as: ServiceName.self), try row.value(1, as: AuditFinding.Kind.self))
            let (expected, came) = (try row.value(2, as: Int64.self), try row.value(3, as: Int64.self))
            return "\(kind.rawValue) in \(source.rawValue)'s events: \(came) where \(expected) should be"
        }
        // Six sources and the tree.
        let parts = Int64(ServiceName.allCases.count + 1)
        return AuditCheck(
            .sources, of: .audit, state: .finished, startedAt: now, finishedAt: now, checked: parts, total: parts,
            violations: count + Int64(tree.count), found: Array((tree + found).prefix(OwnCheck.foundLimit)))
    }

    private func treeViolations() throws -> [String] {
        guard let frontier = try StoredTree.frontier(in: database) else { return ["there is no tree"] }
        let root: [UInt8]? = try database.first("SELECT root FROM tree") { try $0.value(0) }
        let leaves = try database.first("SELECT MAX(leaf) FROM log") { try $0.value(0, as: Int64?.self) } ?? nil
        var found = root == frontier.root ? [] : ["the stored root is not the tree's"]
        if (leaves ?? -1) + 1 != frontier.size {
            found.append("the tree is of \(frontier.size) events, the log has \((leaves ?? -1) + 1)")
        }
        return found
    }
}
