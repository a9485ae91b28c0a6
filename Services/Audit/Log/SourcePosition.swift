import Messages
import Storage

/// How far a service has been followed, by the numbers that stand in its events themselves.
struct SourcePosition {
    var incarnation: Int64
    var sequence: Int64
    var head: Int64
    var ingestedAt: Timestamp?

    static func of(_ source: ServiceName, in database: Connection) throws -> SourcePosition? {
        try database.first(
            "SELECT incarnation, sequence, head, ingested_at FROM sources WHERE source = ?", source
        ) { row in
            SourcePosition(
                incarnation: try row.value(0), sequence: try row.value(1), head: try row.value(2),
                ingestedAt: try row.value(3))
        }
    }

    func store(for source: ServiceName, in database: Connection) throws {
        try database.run(
            """
            INSERT INTO sources (source, incarnation, sequence, head, ingested_at) VALUES (?, ?, ?, ?, ?)
            ON CONFLICT DO UPDATE SET incarnation = excluded.incarnation, sequence = excluded.sequence,
                head = excluded.head, ingested_at = excluded.ingested_at
            """, source, incarnation, sequence, head, ingestedAt)
    }

    /// How an event stands to those before it.
    enum Standing: Equatable {
        /// The one that was to come.
        case next
        /// Some before it are missing.
        case ahead
        /// Its place has been passed: a repetition, or another event in its stead.
        case behind
        /// Of another life of the service's database.
        case restored
    }

    func standing(of leaf: Leaf) -> Standing {
        if leaf.incarnation > incarnation { return .restored }
        if leaf.incarnation < incarnation || leaf.sequence <= sequence { return .behind }
        return leaf.sequence == sequence + 1 ? .next : .ahead
    }
}
