import Messages
import Odds
import Runtime
import Storage

/// What must hold of edges at every commit.
enum EdgeInvariants {
    static func violations(in database: Connection) throws -> [String] {
        try wrongLives(in: database) + wrongRanks(in: database) + unattended(in: database)
    }

    private static func wrongLives(in database: Connection) throws -> [String] {
        try database.rows(
            """
            SELECT id FROM edge e WHERE (status = 'used') <> (used_at IS NOT NULL) OR used_at >= expires_at
                OR expires_at <= discovered_at OR updated_at < discovered_at OR status = 'expired' AND updated_at < expires_at
                OR quote IS NOT NULL AND NOT EXISTS (SELECT 1 FROM seen_quote q WHERE q.id = e.quote AND q.book = e.book
                    AND q.profit_over = e.profit_over AND q.profit_under = e.profit_under
                    AND q.side = e.side COLLATE NOCASE AND q.sport = e.sport COLLATE NOCASE
                    AND q.event_key = e.event_key COLLATE NOCASE AND q.line IS e.line)
            """
        ) { "edge \(try $0.value(0, as: ID<Edge>.self)) is not as its state says" }
    }

    private static func wrongRanks(in database: Connection) throws -> [String] {
        let kept: [(id: ID<Edge>, ranks: [Int64])] = try database.rows(
            "SELECT id, edge_rank, value_rank, kelly_rank FROM edge"
        ) { (try $0.value(0), [try $0.value(1), try $0.value(2), try $0.value(3)]) }
        return try kept.compactMap { id, ranks in
            guard let edge = try StoredEdge.find(id, in: database) else { return "edge \(id) cannot be read" }
            let right = Ranks(try edge.worth())
            return [right.edge, right.expectedValue, right.kelly] == ranks ? nil : "edge \(id) is ranked wrongly"
        }
    }

    /// What is still to happen to an edge by itself has a timer.
    private static func unattended(in database: Connection) throws -> [String] {
        let waiting: Set<String> = Set(
            try database.rows("SELECT state FROM runtime_timers WHERE handler = ?", EdgeClock.timer) {
                try $0.value(0)
            })
        let due: [ID<Edge>] = try database.rows(
            "SELECT id FROM edge WHERE status IN ('active','stale') AND deleted_at IS NULL"
        ) { try $0.value(0) }
        return due.filter { !waiting.contains($0.text) }.map { "nothing ends edge \($0)" }
    }
}
