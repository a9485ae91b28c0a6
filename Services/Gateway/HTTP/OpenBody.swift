/// The body of an answer that is written part by part, as far as it is here and the client has not taken it.
struct OpenBody {
    enum End {
        case whole
        /// The client must see that something is missing.
        case cut
    }

    private var parts: [[UInt8]]
    private var taken = 0
    private(set) var end: End?
    /// Whether whoever writes it has been told that the client has taken everything, and has written nothing since.
    private var isDrained = false

    init(_ first: [UInt8]) { parts = first.isEmpty ? [] : [first] }

    mutating func write(_ part: [UInt8]) {
        guard end == nil, !part.isEmpty else { return }
        parts.append(part)
        isDrained = false
    }

    /// The first word counts. What is cut need not be read to the end.
    mutating func finish(_ end: End) {
        guard self.end == nil else { return }
        self.end = end
        if end == .cut { parts = [] }
    }

    /// Gives as much as fits; 0 where nothing is left.
    mutating func take(into buffer: UnsafeMutableRawBufferPointer) -> Int {
        guard let part = parts.first else { return 0 }
        let count = min(buffer.count, part.count - taken)
        buffer.copyBytes(from: part[taken..<(taken + count)])
        taken += count
        if taken == part.count {
            parts.removeFirst()
            taken = 0
        }
        return count
    }

    /// True once for each time that it runs empty.
    mutating func noteDrained() -> Bool {
        defer { isDrained = true }
        return !isDrained
    }
}
