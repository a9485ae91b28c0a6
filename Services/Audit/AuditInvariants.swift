public import Messages
import Runtime
public import Storage
import Transparency

/// What must hold in this service's database at every moment.
public enum AuditInvariants {
    /// What does not hold, in words; empty where all is well. Hashes the whole log anew.
    public static func violations(in database: Connection) throws -> [String] {
        guard let stored = try StoredTree.frontier(in: database) else { return ["there is no tree"] }
        var found: [String] = []
        var frontier = MerkleFrontier()
        try database.each(
            """
            SELECT leaf, body, (SELECT hash FROM nodes WHERE level = 0 AND position = leaf),
                EXISTS (SELECT 1 FROM freed WHERE freed.leaf = log.leaf)
            FROM log ORDER BY leaf
            """
        ) { row in
            let leaf: Int64 = try row.value(0)
            if leaf != frontier.size { found.append("leaf \(leaf) stands where \(frontier.size) should") }
            let (body, stored): ([UInt8]?, [UInt8]?) = (try row.value(1), try row.value(2))
            if (body == nil) != (try row.value(3)) {
                found.append("leaf \(leaf) \(body == nil ? "has lost its bytes" : "has bytes that were freed")")
            }
            // What is not kept any more is known by its hash alone.
            let hash = body.map(MerkleHash.leaf) ?? stored ?? []
            if hash != stored { found.append("leaf \(leaf) is not what the tree is of") }
            frontier.append(leaf: hash) { _, _ in }
            return found.isEmpty
        }
        if frontier != stored { found.append("the tree of \(stored.size) is not that of the log's \(frontier.size)") }
        let root: [UInt8]? = try database.first("SELECT root FROM tree") { try $0.value(0) }
        if root != stored.root { found.append("the stored root is not the tree's") }
        let signed: String? = try database.first("SELECT checkpoint FROM tree") { try $0.value(0) }
        let head = try StoredTree.checkpoint(of: stored, in: database)
        if (try? signed.map { try SignedNote($0).text }) != head.text {
            found.append("the signed head is not that of the tree and its sources")
        }
        return found + (try gaps(in: database)) + (try retentionViolations(in: database))
    }

    /// How many bodies are freed, held against how many the steps say they have freed.
    private static func retentionViolations(in database: Connection) throws -> [String] {
        let counts = try database.first(
            "SELECT (SELECT COUNT(*) FROM freed), (SELECT COALESCE(SUM(freed), 0) FROM retention)"
        ) { (try $0.value(0, as: Int64.self), try $0.value(1, as: Int64.self)) }
        guard let counts, counts.0 != counts.1 else { return [] }
        return ["the bytes of \(counts.0) events are gone where \(counts.1) were freed"]
    }

    /// Places in a source's order that are neither filled nor reported.
    private static func gaps(in database: Connection) throws -> [String] {
        try database.rows(
            """
            SELECT source, incarnation, COUNT(*), MAX(sequence) - MIN(sequence) + 1 FROM log
            GROUP BY source, incarnation HAVING COUNT(*) <> MAX(sequence) - MIN(sequence) + 1
                AND NOT EXISTS (SELECT 1 FROM findings WHERE findings.source = log.source)
            ORDER BY source, incarnation
            """
        ) { row in
            let (count, span): (Int64, Int64) = (try row.value(2), try row.value(3))
            return "\(try row.value(0, as: String.self)) has \(count) of \(span) events and no finding says so"
        }
    }
}

/// The log for those who check it from outside.
public enum AuditLog {
    public struct Entry: Sendable, Equatable {
        public let source: ServiceName
        public let sequence: Int64
        /// Empty where the bytes are not kept any more.
        public let body: [UInt8]
    }

    /// Some entries in the log's order, from a leaf on.
    public static func entries(from leaf: Int64 = 0, limit: Int = .max, in database: Connection) throws -> [Entry] {
        try database.rows(
            "SELECT source, sequence, COALESCE(body, x'') FROM log WHERE leaf >= ? ORDER BY leaf LIMIT ?", leaf, limit
        ) { Entry(source: try $0.value(0), sequence: try $0.value(1), body: try $0.value(2)) }
    }
}
