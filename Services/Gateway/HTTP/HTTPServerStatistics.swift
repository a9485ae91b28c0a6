/// Gauges and counters of a server at one moment.
public struct HTTPServerStatistics: Sendable, Equatable {
    public internal(set) var connectionsOpen = 0
    public internal(set) var connectionsAccepted: UInt64 = 0

    /// Handed out and not answered yet.
    public internal(set) var requestsInFlight = 0

    /// Being written part by part.
    public internal(set) var answersOpen = 0

    /// Handed out since the start.
    public internal(set) var requestsReceived: UInt64 = 0

    /// Answered 503 because the queue was full or the server was stopping.
    public internal(set) var requestsRefused: UInt64 = 0

    /// Answered 400 or 413 by the server itself.
    public internal(set) var requestsInvalid: UInt64 = 0

    /// Handed out, but the client went away before the answer or in the midst of it.
    public internal(set) var requestsAbandoned: UInt64 = 0

    /// Connections closed because a client overstayed a deadline, idle ones included.
    public internal(set) var connectionsTimedOut: UInt64 = 0
}
