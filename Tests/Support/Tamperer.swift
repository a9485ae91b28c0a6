import Runtime
public import Storage

/// Somebody who can write to a service's database, and knows all of how it is made, but has none of its keys: every hash
/// that takes no key is computed anew.
public struct Tamperer {
    public let database: Connection

    public init(_ service: ServiceUnderTest) throws {
        database = try .openWriter(at: service.directory.appending(path: "service.db").path)
        for trigger in try database.rows(
            "SELECT name FROM sqlite_schema WHERE type = 'trigger'",
            read: { row in
                try row.value(0, as: String.self)
            })
        {
            switch trigger {
            case "runtime_events_keep": try database.run("DROP TRIGGER runtime_events_keep")
            case "runtime_events_stay": try database.run("DROP TRIGGER runtime_events_stay")
            case "log_keep": try database.run("DROP TRIGGER log_keep")
            case "log_stay": try database.run("DROP TRIGGER log_stay")
            case "bodies_keep": try database.run("DROP TRIGGER bodies_keep")
            case "bodies_stay": try database.run("DROP TRIGGER bodies_stay")
            case "nodes_keep": try database.run("DROP TRIGGER nodes_keep")
            case "nodes_stay": try database.run("DROP TRIGGER nodes_stay")
            default: break
            }
        }
    }

    public func edit(_ sequence: Int64) throws {
        var body = try self.body(sequence)
        // Some digit of the time: what stands there stays an event.
        let time = Array("\"time\":\"2".utf8)
        for start in body.indices where body[start...].starts(with: time) { body[start + time.count] ^= 1 }
        try put(body, at: sequence)
    }

    public func swap(_ first: Int64, _ second: Int64) throws {
        let (one, other) = (try body(first), try body(second))
        try put(other, at: first)
        try put(one, at: second)
    }

    public func delete(_ sequences: ClosedRange<Int64>) throws {
        try database.run(
            "DELETE FROM runtime_events WHERE sequence BETWEEN ? AND ?", sequences.lowerBound, sequences.upperBound)
    }

    /// Puts one more event behind the last.
    public func forge() throws {
        let last = try self.last()
        try database.run(
            "INSERT INTO runtime_events (sequence, link, body, seal) VALUES (?, ?, ?, ?)", last + 1, EventLink.first,
            try body(last), EventLink.first)
    }

    /// Computes every link anew, and says that the last row is the head.
    public func relink(withHead: Bool = true) throws {
        var link = EventLink.first
        for sequence in try database.rows(
            "SELECT sequence FROM runtime_events ORDER BY sequence",
            read: { row in
                try row.value(0, as: Int64.self)
            })
        {
            link = EventLink.next(after: link, body: try body(sequence))
            try database.run("UPDATE runtime_events SET link = ? WHERE sequence = ?", link, sequence)
        }
        if withHead { try database.run("UPDATE runtime_self SET head_sequence = ?, head_link = ?", try last(), link) }
    }

    public func last() throws -> Int64 {
        try database.first("SELECT MAX(sequence) FROM runtime_events") { try $0.value(0) } ?? 0
    }

    public func body(_ sequence: Int64) throws -> [UInt8] {
        try database.first("SELECT body FROM runtime_events WHERE sequence = ?", sequence) { try $0.value(0) } ?? []
    }

    public func put(_ body: [UInt8], at sequence: Int64) throws {
        try database.run("UPDATE runtime_events SET body = ? WHERE sequence = ?", body, sequence)
    }
}
