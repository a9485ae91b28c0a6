extension YearlyRule {
    /// Reads a POSIX TZ string with RFC 8536's extensions, such as `IST-1GMT0,M10.5.0,M3.5.0/1`; nil if it is none, or
    /// leaves the dates to the reader's taste.
    init?(_ text: some Collection<UInt8>) {
        var cursor = Cursor(rest: Array(text)[...])
        guard cursor.skipName(), let standard = cursor.offset() else { return nil }
        self.standard = standard
        guard !cursor.rest.isEmpty else {
            daylight = nil
            return
        }
        guard cursor.skipName() else { return nil }
        // An hour ahead, if nothing else is said.
        var offset = standard + 3600
        if cursor.rest.first != UInt8(ascii: ",") {
            guard let own = cursor.offset() else { return nil }
            offset = own
        }
        guard let begin = cursor.moment(), let end = cursor.moment(), cursor.rest.isEmpty else { return nil }
        daylight = Daylight(offset: offset, begin: begin, end: end)
    }
}

/// What is still to be read. Each function takes its part off the front, or answers nil.
private struct Cursor {
    var rest: ArraySlice<UInt8>

    mutating func skip(_ character: Unicode.Scalar) -> Bool {
        guard rest.first == UInt8(ascii: character) else { return false }
        rest.removeFirst()
        return true
    }

    /// An abbreviation: at least three letters, or digits and signs too in angle brackets.
    mutating func skipName() -> Bool {
        let isQuoted = skip("<")
        let name = rest.prefix { byte in
            switch byte {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"): true
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "-"): isQuoted
            default: false
            }
        }
        rest = rest.dropFirst(name.count)
        return name.count >= 3 && (!isQuoted || skip(">"))
    }

    mutating func number(_ range: ClosedRange<Int64>) -> Int64? {
        let digits = rest.prefix { $0 >= 0x30 && $0 <= 0x39 }
        guard (1...3).contains(digits.count) else { return nil }
        rest = rest.dropFirst(digits.count)
        let number = digits.reduce(Int64(0)) { $0 * 10 + Int64($1 - 0x30) }
        return range.contains(number) ? number : nil
    }

    /// Hours, and minutes and seconds where they are not zero, as seconds.
    mutating func time(hours: ClosedRange<Int64>) -> Int64? {
        let isNegative = skip("-")
        if !isNegative { _ = skip("+") }
        guard var seconds = number(hours).map({ $0 * 3600 }) else { return nil }
        for unit: Int64 in [60, 1] {
            guard skip(":") else { break }
            guard let part = number(0...59) else { return nil }
            seconds += part * unit
        }
        return isNegative ? -seconds : seconds
    }

    /// POSIX counts what to add to a clock to get UTC; everybody else counts the other way.
    mutating func offset() -> Int64? { time(hours: 0...24).map { -$0 } }

    mutating func moment() -> YearlyRule.Moment? {
        guard skip(","), let date = date() else { return nil }
        guard skip("/") else { return YearlyRule.Moment(date: date, seconds: 2 * 3600) }
        return time(hours: 0...167).map { YearlyRule.Moment(date: date, seconds: $0) }
    }

    mutating func date() -> YearlyRule.Date? {
        if skip("J") { return number(1...365).map(YearlyRule.Date.withoutLeapDay) }
        guard skip("M") else { return number(0...365).map(YearlyRule.Date.withLeapDay) }
        guard let month = number(1...12), skip("."), let week = number(1...5), skip("."), let weekday = number(0...6)
        else { return nil }
        return .weekday(weekday, week: week, month: month)
    }
}
