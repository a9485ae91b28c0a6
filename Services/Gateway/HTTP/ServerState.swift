import CMicroHTTPD

/// What the threads of a server share, under one lock.
///
/// The lock is never held while a callback of the caller runs. It is held while the library is told to suspend or resume a
/// connection, which takes the library's own lock inside ours; the library holds none of its locks when it
/// calls us, but for a response's own when it asks for a part of it, which nothing takes inside ours.
/// Unchecked: reached through the lock only.
struct ServerState: ~Copyable, @unchecked Sendable {
    enum Phase {
        case serving
        case quiescing
        case stopping
        case stopped
    }

    var phase = Phase.serving
    /// Taken out to be stopped, with the lock released.
    var daemon: Daemon?
    var listener: ListeningSocket?
    var watch: DeadlineWatch?
    var lastID: UInt64 = 0
    var statistics = HTTPServerStatistics()

    /// By descriptor, which is unique while it is open.
    var peers: [Int32: Peer] = [:]

    /// Handed out, without an outcome.
    var waiting: [UInt64: Exchange] = [:]

    /// With an answer that has begun and is not written to its end.
    var open: [UInt64: Exchange] = [:]

    /// Handed out, not completed: waiting for an answer or being sent one.
    var unfinished = 0

    /// Refused in the middle of a body, until the client has taken notice.
    var lingering: [LingeringSocket] = []

    /// Sets the outcome of a waiting request and wakes its connection. False when it is not waiting.
    mutating func settle(_ id: UInt64, _ outcome: Exchange.Outcome) -> Bool {
        guard let exchange = waiting.removeValue(forKey: id) else { return false }
        exchange.outcome = outcome
        ServerState.resume(exchange)
        return true
    }

    /// The library is done: nothing refers to the sockets any more.
    mutating func close() {
        phase = .stopped
        listener?.close()
        listener = nil
        watch = nil
        lingering.forEach { $0.close() }
        lingering = []
    }
}
