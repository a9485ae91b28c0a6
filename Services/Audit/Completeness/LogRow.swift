import Crypto
import Messages
import Runtime
import Storage
import Transparency

/// A row of the log with what should bind it to its place.
struct LogRow {
    let leaf: Int64
    let source: ServiceName
    let stored: Leaf
    let link: [UInt8]
    let ingestedAt: Timestamp
    /// Nil where the bytes are not kept any more.
    let body: [UInt8]?
    /// Nothing says that they should not be.
    let isLost: Bool
    let seal: [UInt8]?

    /// The rows from a place on, in their order.
    static func each(
        from leaf: Int64, below end: Int64, limit: Int, in database: Connection, _ visit: (LogRow) throws -> Bool
    ) throws {
        try database.each(
            """
            SELECT leaf, source, incarnation, sequence, link, body, event_time, type, actor, causation, subject_kind,
                subject_id, severity, trace, seal,
                body IS NULL AND NOT EXISTS (SELECT 1 FROM freed WHERE freed.leaf = log.leaf), ingested_at
            FROM log WHERE leaf >= ? AND leaf < ? ORDER BY leaf LIMIT ?
            """, leaf, end, limit
        ) { try visit(try LogRow($0)) }
    }

    static func find(_ leaf: Int64, in database: Connection) throws -> LogRow? {
        var found: LogRow?
        try each(from: leaf, below: leaf + 1, limit: 1, in: database) { row in
            found = row
            return false
        }
        return found
    }

    private init(_ row: borrowing Row) throws {
        (leaf, source, link) = (try row.value(0), try row.value(1), try row.value(4))
        (body, seal, isLost) = (try row.value(5), try row.value(14), try row.value(15))
        ingestedAt = try row.value(16)
        stored = Leaf(
            incarnation: try row.value(2), sequence: try row.value(3), type: try row.value(7),
            actor: try row.value(8), causation: try row.value(9), subjectKind: try row.value(10),
            subjectID: try row.value(11), severity: try row.value(12), trace: try row.value(13),
            time: try row.value(6))
    }

    /// Of the bytes; where they are not kept, the one that the tree has.
    func hash(_ database: Connection) throws -> [UInt8]? {
        try isLost ? nil : body.map(MerkleHash.leaf) ?? node(database)
    }

    enum Standing { case sound, edited, moved }

    /// Whether this service put these bytes in this place. Rows from before there were seals are held against the tree.
    func standing(sealedFrom: Int64, _ context: CommandContext) throws -> Standing {
        guard let hash = try hash(context.database) else { return .edited }
        guard let seal, let place = LogSeal.leaf(in: seal) else {
            return try leaf < sealedFrom && hash == node(context.database) ? .sound : .edited
        }
        let isOwn = try LogSeal(source: source, context: context)
            .isOwn(seal, place, stored, link: link, ingestedAt: ingestedAt, hash: hash)
        return isOwn ? (place == leaf ? .sound : .moved) : .edited
    }

    /// Whether its seal is over the time at which it was taken in.
    var isTimeSealed: Bool { seal.map(LogSeal.coversAll) ?? false }

    /// What distinguishes the row from what else may stand in its place.
    func mark(_ database: Connection) throws -> [UInt8] {
        SHA256.hash(
            LogSeal.content(
                of: leaf, source, stored, link: link, ingestedAt: ingestedAt, hash: try hash(database) ?? []))
    }

    /// The tree's hash of this leaf.
    func node(_ database: Connection) throws -> [UInt8]? {
        try database.first("SELECT hash FROM nodes WHERE level = 0 AND position = ?", leaf) { try $0.value(0) }
    }

    /// Whether what the log finds events by is what the event says. Bytes that are no event are found by nothing.
    func saysWhatItIs(_ coding: WireCoding) -> Bool {
        guard let body else { return true }
        guard let attributes = try? EventAttributes(body, coding) else { return stored.type.isEmpty }
        let said = Leaf(attributes)
        return said == stored
    }
}
