import Crypto
import Messages
import Runtime

/// Where a page of an export begins, and what was settled by its first one: all that the next page needs to go on, so
/// that nothing is kept between two of them.
struct ExportPosition: Equatable {
    /// The next place to look at, and the one where the export ends.
    var next: Int64
    let end: Int64
    /// The size of the log whose head the proofs lead to.
    let size: Int64
    var events: Int64 = 0
    /// Over all lines so far.
    private(set) var chain = [UInt8](repeating: 0, count: SHA256.byteCount)

    init(next: Int64, end: Int64, size: Int64) { (self.next, self.end, self.size) = (next, end, size) }

    mutating func take(_ line: [UInt8]) { chain = SHA256.hash(parts: chain, line) }

    var sum: ExportAuditEvents.End.Sum { .init(events: events, chain: Hex.encode(chain)) }

    var cursor: Cursor { Cursor(trusted: "\(next).\(end).\(size).\(events).\(Hex.encode(chain))") }

    /// - Parameter known: the log's size; a log never had less than it says it had.
    init(_ cursor: Cursor, known: Int64) throws {
        let parts = cursor.text.split(separator: ".", omittingEmptySubsequences: false)
        let numbers = parts.dropLast().compactMap { Int64($0) }
        guard parts.count == 5, numbers.count == 4, numbers.allSatisfy({ $0 >= 0 }), numbers[0] <= numbers[1],
            numbers[1] <= numbers[2], numbers[2] <= known, numbers[3] <= numbers[0],
            let chain = Hex.decode(String(parts[4])), chain.count == SHA256.byteCount
        else { throw Rejection.field("/cursor", "invalid_format", "expected the `next` of the page before") }
        (next, end, size, events) = (numbers[0], numbers[1], numbers[2], numbers[3])
        self.chain = chain
    }
}
