/// A calendar date without a time or zone, `YYYY-MM-DD`.
public struct Day: Hashable, Comparable, Sendable {
    public let year: Int64
    public let month: Int64
    public let day: Int64

    public init?(_ text: String) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 3, parts.map(\.utf8.count) == [4, 2, 2],
            text.utf8.allSatisfy({ $0 == 0x2d || ($0 >= 0x30 && $0 <= 0x39) }),
            let year = Int64(parts[0]), let month = Int64(parts[1]), let day = Int64(parts[2]),
            year >= 1, (1...12).contains(month), day >= 1, day <= daysIn(month: month, of: year)
        else { return nil }
        (self.year, self.month, self.day) = (year, month, day)
    }

    /// The date in UTC at a moment.
    public init(_ time: Timestamp) {
        self.init(daysSince1970: time.milliseconds.flooredDivision(by: 86_400_000))
    }

    public init(daysSince1970 days: Int64) {
        (year, month, day) = civilDate(daysSince1970: days)
    }

    public var daysSince1970: Int64 { Messages.daysSince1970(year: year, month: month, day: day) }

    public func adding(days: Int64) -> Day { Day(daysSince1970: daysSince1970 + days) }

    public var firstOfMonth: Day { adding(days: 1 - day) }

    public var weekday: Weekday {
        // 1970 began on a Thursday.
        let sinceMonday = daysSince1970 + 3
        return Weekday.allCases[Int(sinceMonday - sinceMonday.flooredDivision(by: 7) * 7)]
    }

    /// The Monday of the day's week; a week ends with its Sunday.
    public var monday: Day { adding(days: 1 - weekday.rawValue) }

    /// Whole years from this date to another, as an age is counted: someone born on 29 February turns on 1 March.
    public func fullYears(until other: Day) -> Int64 {
        let hadAnniversary = (other.month, other.day) >= (month, day)
        return other.year - year - (hadAnniversary ? 0 : 1)
    }

    /// The same day of a later month, or that month's last where it has none such.
    public func adding(months count: Int64) -> Day {
        let months = year * 12 + month - 1 + count
        let (year, month) = (months.flooredDivision(by: 12), months - months.flooredDivision(by: 12) * 12 + 1)
        return Day(year: year, month: month, day: min(day, daysIn(month: month, of: year)))
    }

    private init(year: Int64, month: Int64, day: Int64) { (self.year, self.month, self.day) = (year, month, day) }

    public static func < (left: Day, right: Day) -> Bool {
        (left.year, left.month, left.day) < (right.year, right.month, right.day)
    }

    public var text: String { padded(year, 4) + "-" + padded(month, 2) + "-" + padded(day, 2) }
}

/// A day of the week, numbered from Monday (ISO 8601).
public enum Weekday: Int64, CaseIterable, Sendable {
    case monday = 1
    case tuesday, wednesday, thursday, friday, saturday, sunday
}

extension Day: Codable, CustomStringConvertible, SchemaProviding {
    public init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        guard let day = Day(text) else { throw decoder.invalid("a date such as \(Self.sample.text)") }
        self = day
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }

    public var description: String { text }

    public static var schema: Schema { Schema(type: .string, format: "date") }
    public static var sample: Day { Day(Timestamp(milliseconds: 631_152_000_000)) }
}
