import Messages
import Runtime
import Storage

/// A row of the log.
struct LogEntry {
    let index: Int64
    let source: ServiceName
    let ingestedAt: Timestamp
    let leaf: Leaf
    let link: [UInt8]
    let body: [UInt8]

    static func find(_ index: Int64, in database: Connection) throws -> LogEntry? {
        try database.first(
            """
            SELECT source, incarnation, sequence, link, body, ingested_at, event_time, type, actor, causation,
                subject_kind, subject_id, severity, trace
            FROM log WHERE leaf = ?
            """, index
        ) { row in
            LogEntry(
                index: index, source: try row.value(0), ingestedAt: try row.value(5),
                leaf: Leaf(
                    incarnation: try row.value(1), sequence: try row.value(2), type: try row.value(7),
                    actor: try row.value(8), causation: try row.value(9), subjectKind: try row.value(10),
                    subjectID: try row.value(11), severity: try row.value(12), trace: try row.value(13),
                    time: try row.value(6)),
                link: try row.value(3), body: try row.value(4))
        }
    }

    static func event(
        _ index: Int64, matching isMatch: (LogEntry) -> Bool, _ coding: WireCoding, in database: Connection
    ) throws -> AuditEvent? {
        guard let entry = try find(index, in: database), isMatch(entry) else { return nil }
        return entry.event(coding)
    }

    func event(_ coding: WireCoding) -> AuditEvent {
        AuditEvent(
            index: index, ingestedAt: ingestedAt, source: source, sequence: leaf.sequence,
            incarnation: leaf.incarnation, type: leaf.type,
            subject: leaf.subjectID.isEmpty ? leaf.subjectKind : "\(leaf.subjectKind)/\(leaf.subjectID)",
            time: leaf.time, severity: leaf.severity, actor: leaf.actor, causation: leaf.causation,
            traceID: leaf.trace, event: try? coding.decode(RawJSON.self, from: body))
    }
}
