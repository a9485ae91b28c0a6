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
        (year, month, day) = civilDate(daysSince1970: time.milliseconds.flooredDivision(by: 86_400_000))
    }

    /// Whole years from this date to another, as an age is counted: someone born on 29 February turns on 1 March.
    public func fullYears(until other: Day) -> Int64 {
        let hadAnniversary = (other.month, other.day) >= (month, day)
        return other.year - year - (hadAnniversary ? 0 : 1)
    }

    public static func < (left: Day, right: Day) -> Bool {
        (left.year, left.month, left.day) < (right.year, right.month, right.day)
    }

    public var text: String { padded(year, 4) + "-" + padded(month, 2) + "-" + padded(day, 2) }
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
