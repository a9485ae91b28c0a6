import Messages
import Runtime
import Storage

/// What was found wrong: each kept once, and told once, until it has been put right.
struct Findings {
    private let context: CommandContext

    init(_ context: CommandContext) { self.context = context }

    /// True where it is new.
    /// - Parameter mark: a hash of what was found, by which a second strike at the same place is known from the first.
    @discardableResult
    func add(
        _ kind: AuditFinding.Kind, of source: ServiceName, _ incarnation: Int64, expected: Int64, found: Int64,
        evidence: [UInt8]? = nil, mark: [UInt8] = []
    ) throws -> Bool {
        let known = try context.database.run(
            """
            UPDATE findings SET seen_at = ? WHERE source = ? AND kind = ? AND incarnation = ? AND expected = ?
                AND found = ? AND mark = ? AND over_at IS NULL
            """, context.now, source, kind, incarnation, expected, found, mark)
        guard known == 0 else { return false }
        try context.database.run(
            """
            INSERT INTO findings
                (source, kind, incarnation, expected, found, found_at, evidence, mark, seen_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            """, source, kind, incarnation, expected, found, context.now, evidence, mark, context.now)
        let finding = AuditFinding(
            kind: kind, incarnation: incarnation, expected: expected, found: found, foundAt: context.now)
        try context.emit(AuditGapFound(source: source, finding: finding))
        return true
    }

    /// It was looked at and is as it must be.
    func settle(_ kind: AuditFinding.Kind, of source: ServiceName) throws {
        try context.database.run(
            "UPDATE findings SET over_at = ? WHERE source = ? AND kind = ? AND over_at IS NULL", context.now, source,
            kind)
    }

    /// All of a source's events up to a place were looked at since a time: what was not seen again is as it must be.
    func settle(
        _ kind: AuditFinding.Kind, of source: ServiceName, upTo last: Int64, notSeenSince start: Timestamp
    ) throws {
        try context.database.run(
            """
            UPDATE findings SET over_at = ?
            WHERE source = ? AND kind = ? AND over_at IS NULL AND expected <= ? AND seen_at < ?
            """, context.now, source, kind, last, start)
    }

    /// What a source itself says of one of its events.
    func add(_ fault: HistoryFault, of source: ServiceName) throws {
        let incarnation = try SourcePosition.of(source, in: context.database)?.incarnation ?? 1
        try add(
            AuditFinding.Kind(fault.kind), of: source, max(incarnation, 1), expected: fault.sequence,
            found: fault.sequence)
    }

    /// Whether a source that was put back from a copy may go on: in a life of its database of which nothing is in the log yet.
    /// The first event of that life is a finding; where the copy is none of the history that the log has, that is another.
    func mayGoOn(_ source: ServiceName, in life: SourceLife) throws -> Bool {
        let position = try SourcePosition.of(source, in: context.database)
        let incarnation = max(position?.incarnation ?? 1, 1)
        guard life.incarnation > incarnation else {
            try add(.fork, of: source, incarnation, expected: life.sequence + 1, found: life.sequence + 1)
            return false
        }
        let link = try context.database.first(
            "SELECT link FROM entries WHERE source = ? AND sequence = ? ORDER BY incarnation DESC LIMIT 1", source,
            life.sequence
        ) { try $0.value(0, as: [UInt8].self) }
        if let link, link != life.link {
            try add(.fork, of: source, incarnation, expected: life.sequence, found: life.sequence)
        }
        return true
    }

    /// The latest in words.
    static func texts(
        of source: ServiceName, inLog: Bool, limit: Int, in database: Connection
    ) throws -> [String] {
        try database.rows(
            """
            SELECT source, kind, expected, found FROM findings
            WHERE (kind LIKE 'log#_%' ESCAPE '#') = ?2 AND (?2 OR source = ?1) ORDER BY number DESC LIMIT ?3
            """, source, inLog, limit
        ) { row in
            try text(
                try row.value(1), of: try row.value(0), expected: try row.value(2), found: try row.value(3))
        }
    }

    static func text(
        _ kind: AuditFinding.Kind, of source: ServiceName, expected: Int64, found: Int64
    ) throws -> String {
        expected == found
            ? "\(kind.rawValue) in \(source.rawValue)'s events: \(expected)"
            : "\(kind.rawValue) in \(source.rawValue)'s events: \(found) where \(expected) should be"
    }
}

extension AuditFinding.Kind {
    /// A source's own word for it.
    init(_ kind: HistoryFault.Kind) {
        self =
            switch kind {
            case .edited: .edited
            case .reordered: .reordered
            case .missing: .missing
            case .forged: .forged
            case .forked: .fork
            case .truncated: .truncated
            case .unsealed: .unsealed
            case .restored: .restored
            case .unknown: .unknown
            }
    }
}
