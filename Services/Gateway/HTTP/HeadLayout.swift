import CMicroHTTPD
import Glibc

/// Finds out what the library passed over in silence. It hands out C strings that lie in the buffer as the bytes came, and
/// before 1.0 it lets pass a NUL (which cuts a string short), folded lines (which it garbles), lines that end in a bare LF
/// and a header without a name (which it takes for the end of the headers). Any of these could smuggle a request past a
/// proxy in front, and each leaves a gap between the strings: so every string must begin where the one before it ended.
struct HeadLayout {
    private(set) var isGapless: Bool
    private var next: UInt
    private let end: UInt

    private static let isNeeded = MHD_get_version().pointee == CChar(UInt8(ascii: "0"))
    private static let space: UInt = 1
    private static let lineBreak: UInt = 2

    init(_ connection: OpaquePointer, line: RequestLine, target: UInt, targetCount: Int) {
        isGapless = true
        next = UInt(bitPattern: line.method)
        end = next + UInt(httpd_head_size(connection))
        take(next, count: UInt(strlen(line.method)), separator: Self.space)
        take(target, count: UInt(targetCount), separator: Self.space)
        let version = UInt(bitPattern: line.version)
        take(version, count: UInt(strlen(line.version)), separator: Self.lineBreak)
    }

    /// The value follows its name after a colon and any blanks.
    mutating func takeField(name: UInt, nameCount: Int, value: UInt, valueCount: Int) {
        take(name, count: UInt(nameCount), separator: 1)
        next = max(next, value)
        take(value, count: UInt(valueCount), separator: Self.lineBreak)
    }

    /// Whether all the bytes are accounted for, the empty line at the end included.
    var isComplete: Bool {
        !Self.isNeeded || isGapless && next + Self.lineBreak == end
    }

    private mutating func take(_ address: UInt, count: UInt, separator: UInt) {
        isGapless = isGapless && address == next
        next = address + count + separator
    }
}
