public import Runtime
import Synchronization
import Transport

/// Brings what other threads have for the loop, and wakes it.
public final class Mailbox: Sendable {
    private struct Contents {
        var messages: [Inbound] = []
        var results: [Inbound] = []
        var answers: [Outbound] = []
    }

    private let contents = Mutex(Contents())
    private let limit: Int
    let wakeUp: WakeUp

    init(limit: Int) throws {
        self.limit = limit
        wakeUp = try WakeUp()
    }

    /// A message from outside; false where the box is full and whoever waits must be told so.
    public func put(_ message: Inbound) -> Bool {
        let isTaken = contents.withLock { contents in
            guard contents.messages.count < limit else { return false }
            contents.messages.append(message)
            return true
        }
        if isTaken { wakeUp.signal() }
        return isTaken
    }

    /// What follows on a message that was taken, a bounded number of times each: it must not be lost, nor overtake it.
    public func putFollowing(_ message: Inbound) {
        contents.withLock { $0.messages.append(message) }
        wakeUp.signal()
    }

    // What workers bring is bounded by what the loop gave them, and must not be lost.

    func putResult(_ result: Inbound) {
        contents.withLock { $0.results.append(result) }
        wakeUp.signal()
    }

    func putAnswer(_ answer: Outbound) {
        contents.withLock { $0.answers.append(answer) }
        wakeUp.signal()
    }

    func takeAll() -> (inbound: [Inbound], answers: [Outbound]) {
        wakeUp.drain()
        return contents.withLock { contents in
            defer { contents = Contents() }
            return (contents.results + contents.messages, contents.answers)
        }
    }
}
