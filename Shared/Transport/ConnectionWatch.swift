import CZeroMQ

/// How far a connection has come, for those who want to say why nobody answers.
public enum ConnectionState: Sendable, Equatable {
    /// Nobody was reached there.
    case away
    /// Somebody listens, and the two have not agreed on who they are. Which of the two did not believe the other is not
    /// told: a server says nothing to whom it does not know.
    case unproved
    /// Each has proved to the other who it is.
    case admitted
}

/// Follows what becomes of a socket's connection.
public struct ConnectionWatch: ~Copyable {
    private let events: SocketEvents
    private var latest: ConnectionState

    /// - Parameter socket: to be watched from before it connects.
    init(of socket: borrowing SocketHandle) throws(TransportError) {
        events = try SocketEvents(
            of: socket, ZMQ_EVENT_CONNECTED | ZMQ_EVENT_HANDSHAKE_SUCCEEDED | ZMQ_EVENT_DISCONNECTED)
        latest = .away
    }

    /// As far as is known by now. That somebody listens stands until the connection is made, however often it is tried.
    public mutating func state() throws(TransportError) -> ConnectionState {
        while let event = try events.next() {
            switch event.kind {
            case ZMQ_EVENT_HANDSHAKE_SUCCEEDED: latest = .admitted
            case ZMQ_EVENT_CONNECTED: latest = .unproved
            case ZMQ_EVENT_DISCONNECTED where latest == .admitted: latest = .away
            default: break
            }
        }
        return latest
    }
}
