/// Reads one JSON value front to back, strictly and without building a tree of it: an export has millions of lines, and of
/// most of what stands in them only a few members are looked at.
struct JSONReader {
    struct Fault: Error {}

    private static let depthLimit = 64
    private let bytes: [UInt8]
    private var position = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    // MARK: - Values

    /// Whatever is not read of a member is passed over. A name that comes twice would mean one thing to one reader and
    /// another to the next, so it is a fault.
    mutating func object(_ member: (String, inout JSONReader) throws -> Void) throws {
        try expect(UInt8(ascii: "{"))
        var names: [String] = []
        if takes(UInt8(ascii: "}")) { return }
        repeat {
            let name = String(decoding: try string(), as: UTF8.self)
            guard !names.contains(name) else { throw Fault() }
            names.append(name)
            try expect(UInt8(ascii: ":"))
            space()
            let before = position
            try member(name, &self)
            if position == before { try skip() }
        } while takes(UInt8(ascii: ","))
        try expect(UInt8(ascii: "}"))
    }

    mutating func array(_ element: (inout JSONReader) throws -> Void) throws {
        try expect(UInt8(ascii: "["))
        if takes(UInt8(ascii: "]")) { return }
        repeat { try element(&self) } while takes(UInt8(ascii: ","))
        try expect(UInt8(ascii: "]"))
    }

    mutating func string() throws -> [UInt8] {
        let start = try openQuote()
        while true {
            let byte = try next()
            if byte == UInt8(ascii: "\"") { return Array(bytes[start..<position - 1]) }
            if byte == UInt8(ascii: "\\") { break }
            guard byte >= 0x20 else { throw Fault() }
        }
        position -= 1
        var text = Array(bytes[start..<position])
        while true {
            let byte = try next()
            if byte == UInt8(ascii: "\"") { return text }
            guard byte >= 0x20 else { throw Fault() }
            if byte == UInt8(ascii: "\\") { try unescape(into: &text) } else { text.append(byte) }
        }
    }

    mutating func integer() throws -> Int64 {
        space()
        let isNegative = takes(UInt8(ascii: "-"))
        let start = position
        var number: Int64 = 0
        while position < bytes.count, (0x30...0x39).contains(bytes[position]) {
            let (tens, over) = number.multipliedReportingOverflow(by: 10)
            let (sum, overAgain) = tens.addingReportingOverflow(Int64(bytes[position] - 0x30))
            guard !over, !overAgain else { throw Fault() }
            (number, position) = (sum, position + 1)
        }
        let digits = position - start
        guard digits > 0, digits == 1 || bytes[start] != 0x30 else { throw Fault() }
        return isNegative ? -number : number
    }

    /// Whether a text is what comes next.
    var isAtText: Bool {
        let next = bytes[position...].first { !JSONReader.isSpace($0) }
        return next == UInt8(ascii: "\"")
    }

    /// Passes over a null, if that is what stands here.
    mutating func takesNull() -> Bool {
        space()
        guard bytes[position...].starts(with: "null".utf8) else { return false }
        position += 4
        return true
    }

    /// Nothing may follow.
    mutating func end() throws {
        space()
        guard position == bytes.count else { throw Fault() }
    }

    /// Passes over a value. Of texts, numbers and words in it only the borders are looked at.
    mutating func skip() throws {
        var depth = 0
        repeat {
            space()
            let byte = try next()
            switch byte {
            case UInt8(ascii: "\""):
                position -= 1
                try skipString()
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                depth += 1
                guard depth <= JSONReader.depthLimit else { throw Fault() }
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                depth -= 1
                guard depth >= 0 else { throw Fault() }
            case UInt8(ascii: ","), UInt8(ascii: ":"):
                guard depth > 0 else { throw Fault() }
            default:
                while position < bytes.count, JSONReader.isPartOfWord(bytes[position]) { position += 1 }
            }
        } while depth > 0
    }

    // MARK: - Parts

    private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x0a || byte == 0x0d || byte == 0x09 }

    private static func isPartOfWord(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5a, 0x61...0x7a, UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."): true
        default: false
        }
    }

    private mutating func next() throws -> UInt8 {
        guard position < bytes.count else { throw Fault() }
        position += 1
        return bytes[position - 1]
    }

    private mutating func space() {
        while position < bytes.count, JSONReader.isSpace(bytes[position]) { position += 1 }
    }

    private mutating func takes(_ byte: UInt8) -> Bool {
        space()
        guard position < bytes.count, bytes[position] == byte else { return false }
        position += 1
        return true
    }

    private mutating func expect(_ byte: UInt8) throws { guard takes(byte) else { throw Fault() } }

    /// Returns where the text begins.
    private mutating func openQuote() throws -> Int {
        try expect(UInt8(ascii: "\""))
        return position
    }

    private mutating func skipString() throws {
        _ = try openQuote()
        while true {
            let byte = try next()
            if byte == UInt8(ascii: "\"") { return }
            if byte == UInt8(ascii: "\\") { position += 1 }
        }
    }

    private mutating func unescape(into text: inout [UInt8]) throws {
        switch try next() {
        case UInt8(ascii: "\""): text.append(UInt8(ascii: "\""))
        case UInt8(ascii: "\\"): text.append(UInt8(ascii: "\\"))
        case UInt8(ascii: "/"): text.append(UInt8(ascii: "/"))
        case UInt8(ascii: "b"): text.append(8)
        case UInt8(ascii: "f"): text.append(12)
        case UInt8(ascii: "n"): text.append(10)
        case UInt8(ascii: "r"): text.append(13)
        case UInt8(ascii: "t"): text.append(9)
        case UInt8(ascii: "u"):
            var code = try hex()
            if (0xd800..<0xdc00).contains(code) {
                guard try next() == UInt8(ascii: "\\"), try next() == UInt8(ascii: "u") else { throw Fault() }
                let low = try hex()
                guard (0xdc00..<0xe000).contains(low) else { throw Fault() }
                code = 0x10000 + (code - 0xd800) << 10 + (low - 0xdc00)
            }
            guard let scalar = Unicode.Scalar(code) else { throw Fault() }
            text.append(contentsOf: Character(scalar).utf8)
        default: throw Fault()
        }
    }

    private mutating func hex() throws -> UInt32 {
        var code: UInt32 = 0
        for _ in 0..<4 {
            let byte = try next()
            let digit: UInt8
            switch byte {
            case 0x30...0x39: digit = byte - 0x30
            case 0x41...0x46: digit = byte - 0x41 + 10
            case 0x61...0x66: digit = byte - 0x61 + 10
            default: throw Fault()
            }
            code = code << 4 | UInt32(digit)
        }
        return code
    }
}
