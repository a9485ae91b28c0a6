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
    private let events: SocketHandle
    private var latest: ConnectionState

    /// - Parameter socket: to be watched from before it connects.
    init(of socket: borrowing SocketHandle) throws(TransportError) {
        let place = "inproc://watch-\(UInt(bitPattern: socket.pointer))"
        let all =
            ZMQ_EVENT_CONNECTED | ZMQ_EVENT_HANDSHAKE_SUCCEEDED | ZMQ_EVENT_DISCONNECTED
        guard zmq_socket_monitor(socket.pointer, place, all) == 0 else { throw .latest("watch a socket") }
        let events = try SocketHandle(ZMQ_PAIR, in: socket.context, frameLimit: 1024)
        guard zmq_connect(events.pointer, place) == 0 else { throw .latest("watch a socket") }
        self.events = events
        latest = .away
    }

    /// As far as is known by now. That somebody listens stands until the connection is made, however often it is tried.
    public mutating func state() throws(TransportError) -> ConnectionState {
        while let event = try next() {
            switch event {
            case ZMQ_EVENT_HANDSHAKE_SUCCEEDED: latest = .admitted
            case ZMQ_EVENT_CONNECTED: latest = .unproved
            case ZMQ_EVENT_DISCONNECTED where latest == .admitted: latest = .away
            default: break
            }
        }
        return latest
    }

    /// The next event's number: the first two bytes of the first frame, in the machine's order.
    private func next() throws(TransportError) -> Int32? {
        guard try events.receiveFrame() else { return nil }
        let bytes = events.takeBytes()
        try events.receiveFollowingFrame()
        _ = events.takeBytes()
        guard bytes.count >= 2 else { return nil }
        return Int32(bytes.withUnsafeBytes { $0.loadUnaligned(as: UInt16.self) })
    }
}
