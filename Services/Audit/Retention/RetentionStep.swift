import Messages
import Runtime
import Storage

/// Frees the bytes of some events that have been kept long enough, and tells of it. Each class goes through the log by
/// itself, once, oldest first.
struct RetentionStep {
    /// In one step; some milliseconds of the writer's time.
    static let lookLimit = 1000
    static let freeLimit = 250

    let rules: RetentionRules
    let context: CommandContext
    private let coding = WireCoding()
    private var database: Connection { context.database }

    init(_ rules: RetentionRules, _ context: CommandContext) { (self.rules, self.context) = (rules, context) }

    /// Whether there may be more to do.
    func run() throws -> Bool {
        for (name, seconds) in rules.classes {
            if try advance(name, seconds) { return true }
        }
        return false
    }

    /// Whether there was anything to look at.
    private func advance(_ name: RetentionClass, _ seconds: Int64) throws -> Bool {
        let end = context.now.adding(seconds: -seconds)
        let first = try database.first("SELECT next FROM retention WHERE class = ?", name) {
            try $0.value(0, as: Int64.self)
        }
        var (next, old): (Int64, [(leaf: Int64, until: Timestamp)]) = (first ?? 0, [])
        try database.each(
            "SELECT leaf, type, severity, ingested_at FROM entries WHERE leaf >= ? ORDER BY leaf LIMIT ?", next,
            RetentionStep.lookLimit
        ) { row in
            let ingested: Timestamp = try row.value(3)
            guard ingested < end, old.count < RetentionStep.freeLimit else { return false }
            let leaf: Int64 = try row.value(0)
            if RetentionClass.of(type: try row.value(1), severity: try row.value(2)) == name {
                old.append((leaf, ingested.adding(seconds: seconds)))
            }
            next = leaf + 1
            return true
        }
        guard next > first ?? 0 else { return false }
        let sealedFrom = old.isEmpty ? 0 : try LogSealing.find(context)?.from ?? 0
        let freed = try old.count { old in
            try isDue(old.leaf, before: end, sealedFrom: sealedFrom) && free(old.leaf, retainedUntil: old.until)
        }
        try database.run(
            """
            INSERT INTO retention (class, next, freed) VALUES (?, ?, ?)
            ON CONFLICT DO UPDATE SET next = excluded.next, freed = freed + excluded.freed
            """, name, next, freed)
        if freed > 0 {
            try context.emit(
                AuditBodiesFreed(
                    retentionClass: name, fromIndex: first ?? 0, toIndex: next, count: Int64(freed),
                    ingestedBefore: end))
        }
        return true
    }

    /// Whether the row that says so is as this service wrote it, and its bytes say the same. What somebody has made due is
    /// named, and its bytes stay.
    private func isDue(_ leaf: Int64, before end: Timestamp, sealedFrom: Int64) throws -> Bool {
        guard let row = try LogRow.find(leaf, in: database), row.body != nil || row.isLost else { return false }
        guard try row.standing(sealedFrom: sealedFrom, context) == .sound, row.saysWhatItIs(coding) else {
            try Findings(context).add(
                .logEdited, of: row.source, row.stored.incarnation, expected: row.stored.sequence,
                found: row.stored.sequence, mark: try row.mark(database))
            return false
        }
        // The first seals are not over when a row was taken in, which was not before it happened.
        return row.isTimeSealed || row.stored.time < end
    }

    /// False where it was done before, as after an upgrade that keeps such an event for something else.
    private func free(_ leaf: Int64, retainedUntil: Timestamp) throws -> Bool {
        let isNew = try database.run(
            "INSERT INTO freed (leaf, retained_until) VALUES (?, ?) ON CONFLICT DO NOTHING", leaf, retainedUntil)
        guard isNew > 0 else { return false }
        try database.run("DELETE FROM bodies WHERE leaf = ?", leaf)
        return true
    }
}
