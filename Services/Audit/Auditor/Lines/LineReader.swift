/// Cuts a stream of bytes into lines, holding no more than what a block and the line at its end take.
public struct LineReader {
    /// A line of an export is an event with its proof; longer than this is none.
    public static let lineLimit = 16 << 20

    private var rest: [UInt8] = []
    /// Whether a line went on beyond what is read of one.
    public private(set) var isBeyondLimit = false

    public init() {}

    /// The lines that end in this block, each with its line feed.
    public mutating func take(_ block: [UInt8]) -> [[UInt8]] {
        var lines: [[UInt8]] = []
        var start = block.startIndex
        while !isBeyondLimit, let end = block[start...].firstIndex(of: 10) {
            lines.append(rest + block[start...end])
            rest.removeAll(keepingCapacity: true)
            start = end + 1
        }
        if !isBeyondLimit { rest += block[start...] }
        if rest.count > LineReader.lineLimit { isBeyondLimit = true }
        return lines
    }

    /// What comes after the last line feed.
    public var remainder: [UInt8] { rest }
}
