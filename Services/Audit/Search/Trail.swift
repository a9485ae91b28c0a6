import Messages
import Storage

/// In which order a search goes through the log.
enum SearchOrder {
    case latestFirst, oldestFirst

    /// Whether a place comes at another or after it.
    func reaches(_ leaf: Int64, _ other: Int64) -> Bool { self == .latestFirst ? leaf <= other : leaf >= other }

    func next(after leaf: Int64) -> Int64 { self == .latestFirst ? leaf - 1 : leaf + 1 }
}

/// The events that have one thing in common, along the index that has them in the log's order.
struct Trail {
    /// The nearest at a place or before it, and at it or after.
    let before: StaticString
    let after: StaticString
    let value: String

    private var known: Int64?
    private var isAtEnd = false

    private init(_ value: String, before: StaticString, after: StaticString) {
        (self.value, self.before, self.after) = (value, before, after)
    }

    /// The nearest at a place or beyond it. What was found for a place on this side of it is found again without a look.
    mutating func nearest(
        to place: Int64, _ order: SearchOrder, _ budget: inout Int, in database: Connection
    ) throws -> Int64? {
        if isAtEnd { return nil }
        if let known, order.reaches(known, place) { return known }
        budget -= 1
        known = try database.first(order == .latestFirst ? before : after, value, place) { try $0.value(0) }
        isAtEnd = known == nil
        return known
    }
}

// MARK: - Kinds

extension Trail {
    static func trace(_ value: String) -> Trail {
        Trail(
            value,
            before: """
                SELECT leaf FROM entries INDEXED BY log_trace WHERE trace = ? AND leaf <= ? ORDER BY leaf DESC LIMIT 1
                """,
            after: """
                SELECT leaf FROM entries INDEXED BY log_trace WHERE trace = ? AND leaf >= ? ORDER BY leaf LIMIT 1
                """)
    }

    static func entity(_ value: String) -> Trail {
        Trail(
            value,
            before: """
                SELECT leaf FROM entries INDEXED BY log_subject
                WHERE subject_id = ? AND leaf <= ? ORDER BY leaf DESC LIMIT 1
                """,
            after: """
                SELECT leaf FROM entries INDEXED BY log_subject
                WHERE subject_id = ? AND leaf >= ? ORDER BY leaf LIMIT 1
                """)
    }

    static func kind(_ value: String) -> Trail {
        Trail(
            value,
            before: """
                SELECT leaf FROM entries INDEXED BY log_kind
                WHERE subject_kind = ? AND leaf <= ? ORDER BY leaf DESC LIMIT 1
                """,
            after: """
                SELECT leaf FROM entries INDEXED BY log_kind
                WHERE subject_kind = ? AND leaf >= ? ORDER BY leaf LIMIT 1
                """)
    }

    static func actor(_ value: String) -> Trail {
        Trail(
            value,
            before: """
                SELECT leaf FROM entries INDEXED BY log_actor WHERE actor = ? AND leaf <= ? ORDER BY leaf DESC LIMIT 1
                """,
            after: """
                SELECT leaf FROM entries INDEXED BY log_actor WHERE actor = ? AND leaf >= ? ORDER BY leaf LIMIT 1
                """)
    }

    static func type(_ value: String) -> Trail {
        Trail(
            value,
            before: """
                SELECT leaf FROM entries INDEXED BY log_type WHERE type = ? AND leaf <= ? ORDER BY leaf DESC LIMIT 1
                """,
            after: """
                SELECT leaf FROM entries INDEXED BY log_type WHERE type = ? AND leaf >= ? ORDER BY leaf LIMIT 1
                """)
    }

    static func source(_ value: ServiceName) -> Trail {
        Trail(
            value.rawValue,
            before: """
                SELECT leaf FROM entries INDEXED BY log_service
                WHERE source = ? AND leaf <= ? ORDER BY leaf DESC LIMIT 1
                """,
            after: """
                SELECT leaf FROM entries INDEXED BY log_service WHERE source = ? AND leaf >= ? ORDER BY leaf LIMIT 1
                """)
    }

    /// Warnings or critical events. What is neither is most of the log, and has no index.
    static func alarm(_ value: Severity) -> Trail {
        Trail(
            value.rawValue,
            before: """
                SELECT leaf FROM entries INDEXED BY log_alarms
                WHERE severity = ? AND severity <> 'info' AND leaf <= ? ORDER BY leaf DESC LIMIT 1
                """,
            after: """
                SELECT leaf FROM entries INDEXED BY log_alarms
                WHERE severity = ? AND severity <> 'info' AND leaf >= ? ORDER BY leaf LIMIT 1
                """)
    }

    /// One of each kind, for those who want to see how they are found.
    static let all: [Trail] = [
        .actor(""), .alarm(.critical), .entity(""), .kind(""), .source(.audit), .trace(""), .type(""),
    ]
}
