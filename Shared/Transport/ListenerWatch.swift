import CZeroMQ
import Glibc

/// What became of one of a listening socket's connections, by its number.
public enum ConnectionNews: Sendable, Equatable {
    /// It is there; whoever made it has yet to prove who they are.
    case began(Int32)
    /// Told before the system gives the number to another.
    case ended(Int32)
}

/// Follows a listening socket's connections, and ends those that are too many.
///
/// What is told waits for whoever watches. When a thousand and some wait, nobody new is let in until they are taken.
public struct ListenerWatch: ~Copyable {
    private let events: SocketEvents

    init(of socket: borrowing SocketHandle) throws(TransportError) {
        events = try SocketEvents(of: socket, ZMQ_EVENT_ACCEPTED | ZMQ_EVENT_DISCONNECTED)
    }

    /// What a `Poller` waits for, as long as the watch lives.
    public var pollable: Pollable { events.pollable }

    /// What was not told yet. What was said of a connection before a message came in is told by then.
    public mutating func next() throws(TransportError) -> ConnectionNews? {
        guard let event = try events.next() else { return nil }
        return event.kind == ZMQ_EVENT_ACCEPTED ? .began(event.value) : .ended(event.value)
    }

    /// Ends a connection that has begun, and of which no end was told when all had been taken just now: the number is its
    /// own as long as that holds.
    public func end(_ number: Int32) { _ = shutdown(number, Int32(SHUT_RDWR)) }
}
