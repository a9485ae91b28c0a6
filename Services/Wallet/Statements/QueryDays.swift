import Messages
import Runtime
import Storage
import TimeZones

/// How a query's times and days become moments, and these become places in the ledger.
struct QueryDays {
    private let rules: ZoneRules

    /// Days in UTC.
    init() { rules = .utc }

    /// Days where a person is.
    init(of user: ID<User>, _ zones: ZoneBook, in database: Connection) throws {
        rules = zones.rules(of: try KnownPerson.find(user, in: database)?.timeZone)
    }

    func day(at time: Timestamp) -> Day { rules.day(at: time) }

    /// The first moment of it.
    func start(_ end: TimeOrDay) -> Timestamp {
        switch end {
        case .time(let time): time
        case .day(let day): rules.startOfDay(day)
        }
    }

    /// The first moment after it: of a moment, that moment itself.
    func end(_ end: TimeOrDay) -> Timestamp {
        switch end {
        case .time(let time): time
        case .day(let day): rules.startOfDay(day.adding(days: 1))
        }
    }

    /// The transactions from one moment on and before another.
    /// - Parameter bound: where a reading that goes on had its end when it began.
    func numbers(
        from: TimeOrDay?, to: TimeOrDay?, in database: Connection, asFarAs bound: Int64? = nil
    ) throws -> Range<Int64> {
        let (first, last) = (from.map(start) ?? Timestamp(milliseconds: .min), to.map(end))
        if let last, first > last { throw Rejection.field("/to", "invalid_range", "expected no time before `from`") }
        let low = try from.map { _ in try LedgerTime.first(since: first, in: database) } ?? 1
        let high = try last.map { try LedgerTime.first(since: $0, in: database) } ?? LedgerTime.end(in: database)
        return low..<max(low, min(high, bound ?? high))
    }
}

/// Finds times in the ledger. Numbers are dense and times never go back, so that a search by halves needs no index.
enum LedgerTime {
    /// The number after the last.
    static func end(in database: Connection) throws -> Int64 {
        let last = try database.first("SELECT MAX(number) FROM ledger_transactions") {
            try $0.value(0, as: Int64?.self)
        }
        return (last.flatMap(\.self) ?? 0) + 1
    }

    /// The first transaction at that time or later.
    static func first(since time: Timestamp, in database: Connection) throws -> Int64 {
        var (low, high) = (Int64(1), try end(in: database))
        while low < high {
            let middle = low + (high - low) / 2
            let there = try database.first("SELECT time FROM ledger_transactions WHERE number = ?", middle) {
                try $0.value(0, as: Timestamp.self)
            }
            guard let there else { throw StorageError(.corrupt, "there is no transaction \(middle)") }
            if there < time { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
