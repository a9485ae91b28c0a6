import Messages
import Runtime
import Storage

/// What somebody looks for, as places in the log and trails through it.
struct EventFilter {
    /// Between which places: times become places, since the time of ingestion never goes back.
    let range: Range<Int64>
    let traits: EventTraits

    /// - Parameter size: of the log, as far as it is looked through.
    init(_ request: some AuditFilters, size: Int64, in database: Connection) throws {
        if let from = request.from, let to = request.to, from > to {
            throw Rejection.field("/to", "invalid_range", "expected no time before `from`")
        }
        func place(_ time: Timestamp) throws -> Int64 {
            try EventFilter.place(of: time, size: size, in: database)
        }
        let low = try request.from.map(place) ?? 0
        range = low..<max(low, try request.to.map(place) ?? size)
        traits = try EventTraits(request, in: database)
    }

    /// The first event that was taken in at a time or later, or the log's end: found by halving, without an index.
    static func place(of time: Timestamp, size: Int64, in database: Connection) throws -> Int64 {
        var (low, high) = (Int64(0), size)
        while low < high {
            let middle = low + (high - low) / 2
            // Where a row is missing, what comes next is looked at in its stead.
            let isBefore: Bool? = try database.first(
                "SELECT ingested_at < ? FROM entries WHERE leaf >= ? ORDER BY leaf LIMIT 1", time, middle
            ) { try $0.value(0) }
            if isBefore ?? false { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
