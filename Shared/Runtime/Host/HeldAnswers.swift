import Messages
import Transport

/// Answers that the connections of those who asked do not take for now. Each is kept, up to a number of bytes for its
/// connection, and tried again until it is taken; what is more than that is dropped, and then whoever does not read asks in
/// vain until they take one.
struct HeldAnswers {
    struct Answer {
        let header, body: [UInt8]
        /// Whether a reader worked it out, and begins nothing else for the connection before it has been taken.
        var isAwaited = false

        var size: Int { header.count + body.count }
    }

    private struct Line {
        var answers: [Answer] = []
        var bytes = 0
        /// Whether some had to be dropped since one was taken.
        var isFull = false
        var next: Timestamp
        var pause = HeldAnswers.pauses.lowerBound
    }

    /// In bytes, for one connection; the first is kept however long it is.
    static let limit = 256 << 10
    /// How long is waited before the next try, in milliseconds: twice as long each time.
    static let pauses: ClosedRange<Int64> = 1...500

    private var lines: [[UInt8]: Line] = [:]

    /// When the next is to be tried again.
    var nextTry: Timestamp? { lines.values.lazy.map(\.next).min() }

    /// Whether whoever asks over it does not take what they asked for.
    func isClogged(_ route: [UInt8]) -> Bool { lines[route]?.isFull ?? false }

    /// Sends it, or keeps it behind those that were there before, or drops it; returns whether it is kept.
    mutating func give(
        _ answer: Answer, to route: [UInt8], at now: Timestamp, _ attempt: (Answer) throws -> SendOutcome
    ) rethrows -> Bool {
        var line = lines[route] ?? Line(next: now)
        if line.answers.isEmpty {
            guard try attempt(answer) == .full else { return false }
            line.next = now.adding(milliseconds: line.pause)
        }
        let fits = line.answers.isEmpty || (!line.isFull && line.bytes + answer.size <= HeldAnswers.limit)
        if fits {
            line.answers.append(answer)
            line.bytes += answer.size
        } else {
            line.isFull = true
        }
        lines[route] = line
        return fits
    }

    /// Tries those again whose time it is; returns the connections of which what was awaited was taken, or never will be.
    mutating func tryAgain(
        at now: Timestamp, _ attempt: (_ route: [UInt8], Answer) throws -> SendOutcome
    ) rethrows -> [[UInt8]] {
        var free: [[UInt8]] = []
        for (route, var line) in lines where line.next <= now {
            var sent = 0
            var outcome = SendOutcome.sent
            while sent < line.answers.count {
                outcome = try attempt(route, line.answers[sent])
                guard outcome == .sent else { break }
                line.bytes -= line.answers[sent].size
                sent += 1
            }
            let over = outcome == .gone ? line.answers[...] : line.answers[..<sent]
            if over.contains(where: \.isAwaited) { free.append(route) }
            guard outcome == .full else {
                lines[route] = nil
                continue
            }
            line.answers.removeFirst(sent)
            if sent > 0 { (line.isFull, line.pause) = (false, HeldAnswers.pauses.lowerBound) }
            line.next = now.adding(milliseconds: line.pause)
            line.pause = min(line.pause * 2, HeldAnswers.pauses.upperBound)
            lines[route] = line
        }
        return free
    }
}
