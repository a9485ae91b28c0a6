import Messages
import Runtime
import Storage
import Transparency

/// A row of the log.
struct LogEntry {
    let index: Int64
    let source: ServiceName
    let ingestedAt: Timestamp
    let leaf: Leaf
    let link: [UInt8]
    /// Nil where the bytes are not kept any more.
    let body: [UInt8]?
    let retainedUntil: Timestamp?

    static func find(_ index: Int64, in database: Connection) throws -> LogEntry? {
        try database.first(
            """
            SELECT source, incarnation, sequence, link, body, ingested_at, event_time, type, actor, causation,
                subject_kind, subject_id, severity, trace,
                (SELECT retained_until FROM freed WHERE freed.leaf = log.leaf)
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
                link: try row.value(3), body: try row.value(4), retainedUntil: try row.value(14))
        }
    }

    func event(_ coding: WireCoding) -> AuditEvent {
        AuditEvent(
            index: index, ingestedAt: ingestedAt, source: source, sequence: leaf.sequence,
            incarnation: leaf.incarnation, type: leaf.type,
            subject: leaf.subjectID.isEmpty ? leaf.subjectKind : "\(leaf.subjectKind)/\(leaf.subjectID)",
            time: leaf.time, severity: leaf.severity, actor: leaf.actor, causation: leaf.causation,
            traceID: leaf.trace, event: body.flatMap { try? coding.decode(RawJSON.self, from: $0) },
            retainedUntil: retainedUntil)
    }

    /// With what it is hashed to in the tree, which is there whether or not the bytes are.
    func proven(leafHash: [UInt8]) -> ProvenEvent {
        let text = body.flatMap { String(validating: $0, as: UTF8.self) }
        return ProvenEvent(
            index: index, source: source, incarnation: leaf.incarnation, sequence: leaf.sequence, body: text,
            bodyBase64: text == nil ? body.map(Base64.encode) : nil, retainedUntil: retainedUntil,
            leafHash: Base64.encode(leafHash), link: Base64.encode(link))
    }
}
