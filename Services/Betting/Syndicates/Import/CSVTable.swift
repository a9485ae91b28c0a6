import Messages

/// A table as RFC 4180 has it, with a byte order mark before it or not, and lines that end as they like.
struct CSVTable {
    struct Line: Equatable {
        /// Of the text, from 1 on; where quoted cells hold line ends, the first.
        let number: Int
        let cells: [String]
    }

    enum Fault: Error, Equatable {
        case notUTF8
        /// A quote is not closed, or there is something behind it.
        case brokenQuotes(line: Int)
        case tooManyLines
    }

    let lines: [Line]

    init(_ bytes: [UInt8], limit: Int) throws(Fault) {
        let mark: [UInt8] = [0xef, 0xbb, 0xbf]
        let content = bytes.starts(with: mark) ? Array(bytes.dropFirst(3)) : bytes
        guard String(validating: content, as: UTF8.self) != nil else { throw .notUTF8 }
        var reader = Reader(bytes: content)
        var lines: [Line] = []
        while let line = try reader.next() {
            // Empty lines say nothing.
            if line.cells == [""] { continue }
            guard lines.count < limit else { throw .tooManyLines }
            lines.append(line)
        }
        self.lines = lines
    }

    /// Goes over the bytes once.
    private struct Reader {
        let bytes: [UInt8]
        var place = 0
        var line = 1

        mutating func next() throws(Fault) -> Line? {
            guard place < bytes.count else { return nil }
            let number = line
            var cells: [String] = []
            while true {
                cells.append(try cell())
                guard place < bytes.count else { break }
                let byte = bytes[place]
                place += 1
                if byte == UInt8(ascii: ",") { continue }
                if byte == 0x0d, place < bytes.count, bytes[place] == 0x0a { place += 1 }
                line += 1
                break
            }
            return Line(number: number, cells: cells)
        }

        /// Ends before a comma, a line's end or the text's.
        private mutating func cell() throws(Fault) -> String {
            guard place < bytes.count, bytes[place] == UInt8(ascii: "\"") else { return plain() }
            let begin = line
            place += 1
            var text: [UInt8] = []
            while place < bytes.count {
                let byte = bytes[place]
                place += 1
                if byte == UInt8(ascii: "\"") {
                    if place < bytes.count, bytes[place] == UInt8(ascii: "\"") {
                        place += 1
                    } else {
                        guard place == bytes.count || ends(bytes[place]) else { throw .brokenQuotes(line: begin) }
                        return String(decoding: text, as: UTF8.self)
                    }
                }
                if byte == 0x0a || byte == 0x0d && (place == bytes.count || bytes[place] != 0x0a) { line += 1 }
                text.append(byte)
            }
            throw .brokenQuotes(line: begin)
        }

        private mutating func plain() -> String {
            let begin = place
            while place < bytes.count, !ends(bytes[place]) { place += 1 }
            return String(decoding: bytes[begin..<place], as: UTF8.self)
        }

        private func ends(_ byte: UInt8) -> Bool { byte == UInt8(ascii: ",") || byte == 0x0a || byte == 0x0d }
    }
}
