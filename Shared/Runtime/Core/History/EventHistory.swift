import Crypto
import Messages
import Storage

/// A service's own events as they lie in its database, held against the hashes that bind them and the seals that only
/// the service can make.
final class EventHistory {
    let seals: Seals
    let database: Connection
    private(set) var sealedFrom: Int64 = 1
    var incarnation: Int64 = 1
    /// Where something was wrong when it was last looked at.
    private(set) var fault: HistoryFault?
    /// The head as it lies in the database.
    private var stored: EventHead?

    init(database: Connection, key: [UInt8]) { (self.database, seals) = (database, Seals(key: key)) }

    // MARK: - The head

    /// What the database says of where the events end.
    struct End {
        var head: EventHead
        /// What is not as this service left it.
        var fault: HistoryFault?
        /// Nothing was ever sealed here.
        var isFirst = false
    }

    /// Reads where the events end. A head that is sealed is believed whatever rows there are: so the chain goes on from the
    /// true last event, and what is missing before it stays missing for all to see.
    func end() throws -> End {
        let row = try database.first(
            "SELECT incarnation, head_sequence, head_link, sealed_from, head_seal, head_mark FROM runtime_self"
        ) { row in
            (
                incarnation: try row.value(0, as: Int64.self), sequence: try row.value(1, as: Int64?.self),
                link: try row.value(2, as: [UInt8]?.self), from: try row.value(3, as: Int64?.self),
                seal: try row.value(4, as: [UInt8]?.self), mark: try row.value(5, as: [UInt8]?.self)
            )
        }
        incarnation = row?.incarnation ?? 1
        let last = try lastRow()
        guard let row, let sequence = row.sequence, let link = row.link, let from = row.from else {
            return settle(try unsealedEnd(last.sequence, last.link, isEmpty: row?.seal == nil))
        }
        let head = EventHead(sequence: sequence, link: link, sealedFrom: from, mark: row.mark ?? [])
        guard let seal = row.seal, seal == (try seals.head(head, incarnation: incarnation)) else {
            return settle(try unsealedEnd(last.sequence, last.link, isEmpty: row.seal == nil))
        }
        var end = End(head: head)
        sealedFrom = from
        if last.sequence > sequence {
            end.fault = HistoryFault(.forged, sequence + 1)
        } else if last.sequence < sequence {
            end.fault = HistoryFault(.missing, last.sequence + 1)
        } else if try !isOwn(sequence, link: link, stored: last.link, seal: last.seal) {
            end.fault = HistoryFault(.edited, sequence)
        }
        return settle(end)
    }

    /// Without a head that is sealed, the rows must do. Where none of them is sealed and there is no head either, sealing has
    /// not begun.
    private func unsealedEnd(_ sequence: Int64, _ link: [UInt8], isEmpty: Bool) throws -> End {
        let first = try database.first("SELECT MIN(sequence) FROM runtime_events WHERE seal IS NOT NULL") {
            try $0.value(0, as: Int64?.self)
        }
        let isFirst = isEmpty && (first ?? nil) == nil
        let head = EventHead(sequence: sequence, link: link, sealedFrom: (first ?? nil) ?? sequence + 1)
        if isFirst { return End(head: head, isFirst: true) }
        // Whoever made the head anew did it for what leads there, which is named where it can be seen.
        sealedFrom = head.sealedFrom
        return End(head: head, fault: try changed(upTo: sequence) ?? HistoryFault(.unsealed, sequence + 1))
    }

    private func settle(_ end: End) -> End {
        sealedFrom = end.head.sealedFrom
        stored = end.fault == nil && !end.isFirst ? end.head : nil
        return end
    }

    private func lastRow() throws -> (sequence: Int64, link: [UInt8], seal: [UInt8]?) {
        let last = try database.first("SELECT sequence, link, seal FROM runtime_events ORDER BY sequence DESC LIMIT 1")
        {
            (try $0.value(0, as: Int64.self), try $0.value(1, as: [UInt8].self), try $0.value(2, as: [UInt8]?.self))
        }
        return last ?? (0, EventLink.first, nil)
    }

    /// The last event's link, as it was sealed.
    func sealedEnd() throws -> [UInt8]? { stored?.link }

    /// Before each commit: the head of the events that it makes.
    func writeHead(_ sequence: Int64, _ link: [UInt8], mark: [UInt8]) throws {
        let head = EventHead(sequence: sequence, link: link, sealedFrom: sealedFrom, mark: mark)
        guard head != stored else { return }
        try database.run(
            """
            UPDATE runtime_self SET head_sequence = ?, head_link = ?, sealed_from = ?, head_mark = ?, head_seal = ?
            """, sequence, link, sealedFrom, mark, try seals.head(head, incarnation: incarnation))
        stored = head
    }

    /// Takes what stands behind the last event out of its place, and keeps it to be looked at.
    func setAside(after sequence: Int64, at now: Timestamp) throws {
        try database.run(
            """
            INSERT INTO runtime_set_aside (sequence, link, body, seal, found_at)
            SELECT sequence, link, body, seal, ? FROM runtime_events WHERE sequence > ?
            """, now, sequence)
        try database.run("DELETE FROM runtime_events WHERE sequence > ?", sequence)
    }

    // MARK: - Looking

    /// What was found of some events, kept as long as nothing better is known of them.
    func note(_ found: HistoryFault?, from first: Int64, through last: Int64) {
        if let found {
            fault = found
        } else if let known = fault, known.sequence >= first, known.sequence <= last {
            fault = nil
        }
    }

    /// Whether a link is the one that the service gave this event. The link that is stored counts only where there is no
    /// seal: whoever changes events can make all the links that follow fit.
    func isOwn(_ sequence: Int64, link: [UInt8], stored: [UInt8], seal: [UInt8]?) throws -> Bool {
        try sequence < sealedFrom ? stored == link : seal == seals.event(sequence, link: link)
    }

    private struct Numbered: Decodable { let sequence: EventNumber }

    /// What happened to an event that is not the one that was sealed at its place.
    func wrong(_ body: [UInt8], at sequence: Int64) -> HistoryFault {
        let number = try? WireCoding().decode(Numbered.self, from: body).sequence.value
        return HistoryFault(number.map { $0 != sequence } ?? false ? .reordered : .edited, sequence)
    }
}
