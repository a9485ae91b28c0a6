import Crypto

/// The hash over an export's lines, in which each line's has the one before it in it. The last line states it of all
/// lines before, so that a file that was cut, mended or mixed up on its way shows.
public struct ExportChain: Sendable {
    private var link = [UInt8](repeating: 0, count: SHA256.byteCount)
    /// Over all lines but the last one so far.
    private(set) var beforeLast: [UInt8]

    public init() { beforeLast = link }

    /// - Parameter line: with its line feed.
    public mutating func take(_ line: [UInt8]) {
        beforeLast = link
        link = SHA256.hash(parts: link, line)
    }
}
