/// A moment: milliseconds since 1970 in UTC. On the wire RFC 3339 with milliseconds.
public struct Timestamp: Hashable, Comparable, Sendable {
    public let milliseconds: Int64

    public init(milliseconds: Int64) { self.milliseconds = milliseconds }

    public static func < (left: Timestamp, right: Timestamp) -> Bool { left.milliseconds < right.milliseconds }

    public func adding(milliseconds amount: Int64) -> Timestamp {
        Timestamp(milliseconds: milliseconds.addingReportingOverflow(amount).partialValue)
    }

    public func adding(seconds amount: Int64) -> Timestamp { adding(milliseconds: amount * 1000) }
}

// MARK: - Text

extension Timestamp {
    public var text: String {
        let days = milliseconds.flooredDivision(by: 86_400_000)
        let rest = milliseconds - days * 86_400_000
        let (year, month, day) = civilDate(daysSince1970: days)
        // Every event carries a time, so it is written into one buffer and not joined from ten texts.
        var bytes = Array(padded(year, 4).utf8)
        bytes.reserveCapacity(bytes.count + 20)
        func append(_ separator: Unicode.Scalar, _ number: Int64) {
            bytes.append(UInt8(ascii: separator))
            bytes.append(0x30 + UInt8(number / 10))
            bytes.append(0x30 + UInt8(number % 10))
        }
        append("-", month)
        append("-", day)
        append("T", rest / 3_600_000)
        append(":", rest / 60_000 % 60)
        append(":", rest / 1000 % 60)
        append(".", rest % 1000 / 10)
        bytes.append(0x30 + UInt8(rest % 10))
        bytes.append(UInt8(ascii: "Z"))
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Reads RFC 3339 from year 1 to 9999; offsets are honoured, digits beyond milliseconds are cut off.
    public init?(_ text: String) {
        let bytes = Array(text.utf8)
        func number(_ from: Int, _ count: Int) -> Int64? {
            guard bytes.count >= from + count else { return nil }
            var value: Int64 = 0
            for byte in bytes[from..<from + count] {
                guard byte >= 0x30, byte <= 0x39 else { return nil }
                value = value * 10 + Int64(byte - 0x30)
            }
            return value
        }
        func has(_ character: Character, at index: Int) -> Bool {
            index < bytes.count && bytes[index] == character.asciiValue
        }
        guard let year = number(0, 4), has("-", at: 4), let month = number(5, 2), has("-", at: 7),
            let day = number(8, 2), has("T", at: 10) || has("t", at: 10), let hour = number(11, 2), has(":", at: 13),
            let minute = number(14, 2), has(":", at: 16), let second = number(17, 2), bytes.count >= 20
        else { return nil }
        guard year >= 1, (1...12).contains(month), day >= 1, day <= daysIn(month: month, of: year), hour <= 23,
            minute <= 59, second <= 59
        else { return nil }
        var position = 19
        var fraction: Int64 = 0
        if has(".", at: position) {
            let digits = bytes[(position + 1)...].prefix { $0 >= 0x30 && $0 <= 0x39 }
            guard (1...9).contains(digits.count) else { return nil }
            for place in 0..<3 {
                let digit = place < digits.count ? Int64(digits[digits.startIndex + place] - 0x30) : 0
                fraction = fraction * 10 + digit
            }
            position += 1 + digits.count
        }
        var offset: Int64 = 0
        if has("Z", at: position) || has("z", at: position) {
            position += 1
        } else if has("+", at: position) || has("-", at: position) {
            guard let hours = number(position + 1, 2), has(":", at: position + 3),
                let minutes = number(position + 4, 2), hours <= 23, minutes <= 59
            else { return nil }
            offset = (hours * 60 + minutes) * (has("-", at: position) ? -60_000 : 60_000)
            position += 6
        } else {
            return nil
        }
        guard position == bytes.count else { return nil }
        let days = daysSince1970(year: year, month: month, day: day)
        let time = ((hour * 60 + minute) * 60 + second) * 1000 + fraction
        self.init(milliseconds: days * 86_400_000 + time - offset)
    }
}

extension Timestamp: Codable, CustomStringConvertible, SchemaProviding {
    public init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        guard let time = Timestamp(text) else { throw decoder.invalid("an RFC 3339 time such as \(Self.sample.text)") }
        self = time
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }

    public var description: String { text }

    public static var schema: Schema { Schema(type: .string, format: "date-time") }
    public static var sample: Timestamp { Timestamp(milliseconds: 1_893_456_000_000) }
}
