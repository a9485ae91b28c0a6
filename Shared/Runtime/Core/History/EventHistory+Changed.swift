import Messages
import Storage

extension EventHistory {
    /// How far back what was changed is looked for. Beyond that the check of the whole history names it.
    private static let mostLookedAt: Int64 = 1000

    /// The first of the changed events that lead to a place where another link lies than is known.
    func changed(upTo sequence: Int64, insteadOf link: [UInt8]) throws -> HistoryFault? {
        let stored: [UInt8]? = try database.first("SELECT link FROM runtime_events WHERE sequence = ?", sequence) {
            try $0.value(0)
        }
        return try stored.flatMap { try $0 == link ? nil : changed(upTo: sequence) }
    }

    /// The first of the changed events that lead to a place: whoever changes one has to make the links of all behind it anew,
    /// and can seal none of them. Nil where the last of them is as it was written.
    func changed(upTo sequence: Int64) throws -> HistoryFault? {
        var (fault, next) = (HistoryFault?.none, sequence)
        try database.each(
            """
            SELECT sequence, link, body, seal FROM runtime_events WHERE sequence <= ? AND sequence > ?
            ORDER BY sequence DESC
            """, sequence, sequence - EventHistory.mostLookedAt
        ) { row in
            let found: Int64 = try row.value(0)
            guard found == next else {
                fault = HistoryFault(.missing, found + 1)
                return false
            }
            let link: [UInt8] = try row.value(1)
            if try isOwn(found, link: link, stored: link, seal: try row.value(3)) { return false }
            fault = wrong(try row.value(2), at: found)
            next = found - 1
            return true
        }
        return fault
    }
}
