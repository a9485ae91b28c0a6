import Messages

extension ZoneRules {
    /// What is earlier is not kept: nothing on this platform happened then.
    private static let beginning: Int64 = 946_684_800

    /// Reads rules that repeat every year from a POSIX TZ string, such as `CET-1CEST,M3.5.0,M10.5.0/3`.
    public init?(yearly text: String) {
        guard let yearly = YearlyRule(text.utf8) else { return nil }
        self.init(initial: 0, switches: [], yearly: yearly)
    }

    /// Reads a file of version 2 or later as `tzdata` installs it (RFC 8536); nil if it is not exactly that, or counts
    /// leap seconds.
    public init?(tzif bytes: [UInt8]) {
        var reader = TZifReader(rest: bytes[...])
        // The first block has its times in 32 bits, for readers of old; the second says the same and more in 64.
        guard let old = reader.header(), reader.take(old.byteCount(timeSize: 4)) != nil, let header = reader.header(),
            let times = reader.numbers(header.times, size: 8), let kinds = reader.take(header.times),
            let offsets = reader.offsets(header), reader.take(header.abbreviations + header.indicators) != nil,
            let footer = reader.footer()
        else { return nil }
        guard zip(times, times.dropFirst()).allSatisfy({ $0 < $1 }), kinds.allSatisfy({ $0 < offsets.count }) else {
            return nil
        }
        let all = zip(times, kinds).map { Switch(time: $0, offset: offsets[Int($1)]) }
        let kept = all.drop { $0.time <= Self.beginning }
        initial = kept.startIndex > 0 ? all[kept.startIndex - 1].offset : offsets[0]
        switches = Array(kept)
        guard !footer.isEmpty else {
            yearly = nil
            return
        }
        guard let rule = YearlyRule(footer) else { return nil }
        yearly = rule
    }
}

/// What is still to be read of a file. Each function takes its part off the front, or answers nil.
private struct TZifReader {
    struct Header {
        let times, kinds, abbreviations, indicators: Int

        func byteCount(timeSize: Int) -> Int { times * (timeSize + 1) + kinds * 6 + abbreviations + indicators }
    }

    var rest: ArraySlice<UInt8>

    mutating func take(_ count: Int) -> ArraySlice<UInt8>? {
        guard count <= rest.count else { return nil }
        defer { rest = rest.dropFirst(count) }
        return rest.prefix(count)
    }

    mutating func numbers(_ count: Int, size: Int) -> [Int64]? {
        guard let bytes = take(count * size) else { return nil }
        return (0..<count).map { index in
            let number = bytes.dropFirst(index * size).prefix(size)
            let sign: Int64 = number.first.map { $0 >= 0x80 } == true ? -1 : 0
            return number.reduce(sign) { $0 << 8 | Int64($1) }
        }
    }

    mutating func header() -> Header? {
        guard take(4)?.elementsEqual("TZif".utf8) == true, let version = take(1)?.first,
            (UInt8(ascii: "2")...UInt8(ascii: "4")).contains(version), take(15) != nil,
            let counts = numbers(6, size: 4)
        else { return nil }
        let (universal, standard, leaps) = (counts[0], counts[1], counts[2])
        let (times, kinds, abbreviations) = (counts[3], counts[4], counts[5])
        // The counts are of 32 bits with a sign, so that no sum of theirs is too large for 64.
        guard leaps == 0, times >= 0, (1...256).contains(kinds), abbreviations >= 1,
            [universal, standard].allSatisfy({ $0 == 0 || $0 == kinds })
        else { return nil }
        return Header(
            times: Int(times), kinds: Int(kinds), abbreviations: Int(abbreviations),
            indicators: Int(universal + standard))
    }

    /// The offset of each kind of time; what it is called and whether it is daylight time is nobody's concern.
    mutating func offsets(_ header: Header) -> [Int32]? {
        var offsets: [Int32] = []
        for _ in 0..<header.kinds {
            guard let offset = numbers(1, size: 4)?.first,
                (1 - ZoneRules.furthest..<ZoneRules.furthest).contains(offset),
                let isDaylight = take(1)?.first, isDaylight <= 1,
                let abbreviation = take(1)?.first, abbreviation < header.abbreviations
            else { return nil }
            offsets.append(Int32(offset))
        }
        return offsets
    }

    /// The TZ string between two line ends, and nothing after it.
    mutating func footer() -> ArraySlice<UInt8>? {
        let newline = UInt8(ascii: "\n")
        guard rest.count >= 2, rest.first == newline, rest.last == newline else { return nil }
        let text = rest.dropFirst().dropLast()
        return text.contains(newline) ? nil : text
    }
}
