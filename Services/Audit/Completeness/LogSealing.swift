import Messages
import Runtime
import Storage
import Transparency

/// From which row on the log is sealed, from whatever says so: the sealed head, the event in which it was told once, and
/// that event's copy in the log. Who takes the seals away has to take all of that away as well.
struct LogSealing {
    let from: Int64
    /// The number of the event that told it; nil where none has.
    let told: Int64?
    var isTold: Bool { told != nil }

    /// Nil where nothing was ever sealed here.
    static func find(_ context: CommandContext) throws -> LogSealing? {
        let written = try LogHead.written(context)
        if let written, let told = written.told {
            // Where the event is gone, the check of the history names it.
            let event = try context.told(AuditLogSealed.self, at: told)
            return LogSealing(from: event?.fromIndex ?? written.sealedFrom, told: told)
        }
        // The head is not this service's, or from before this was told.
        if let first = try context.allTold(AuditLogSealed.self).first {
            return LogSealing(from: first.event.fromIndex, told: first.sequence)
        }
        let copy = try context.database.first(
            """
            SELECT sequence, body FROM log WHERE type = ? AND source = ? ORDER BY leaf LIMIT 1
            """, AuditLogSealed.type, ServiceName.audit
        ) { (sequence: try $0.value(0, as: Int64.self), body: try $0.value(1, as: [UInt8]?.self)) }
        if let copy {
            let entry = copy.body.map { EventPage.Entry(sequence: copy.sequence, link: [], body: $0) }
            let event = entry.flatMap { (try? $0.data(AuditLogSealed.self)) ?? nil }
            return LogSealing(from: event?.fromIndex ?? written?.sealedFrom ?? 0, told: copy.sequence)
        }
        if let written { return LogSealing(from: written.sealedFrom, told: written.told) }
        let first = try context.database.first("SELECT MIN(leaf) FROM entries WHERE seal IS NOT NULL") {
            try $0.value(0, as: Int64?.self)
        }
        if let first = first ?? nil { return LogSealing(from: first, told: nil) }
        let isHeadThere = try context.database.first("SELECT 1 FROM log_head") { _ in true } ?? false
        return isHeadThere ? LogSealing(from: 0, told: nil) : nil
    }
}

/// A head from which an operator wants the log to go on although this service did not write it.
public struct AcceptedHead: Sendable {
    let text: String

    /// From `<size>.<root>`, as the complaint names it; nil for anything else.
    public init?(_ text: String) {
        guard let place = LogPlace(text: text) else { return nil }
        self.text = place.text
    }
}
