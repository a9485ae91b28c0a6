import CZeroMQ

/// Waits until one of several sockets and descriptors can be read. Stays on the thread that owns the sockets.
public struct Poller {
    private var items: [zmq_pollitem_t]

    /// Takes what to wait for; answers are by position.
    public init(_ pollables: [Pollable]) {
        items = pollables.map(\.item)
    }

    /// Adds one more, and returns its position.
    public mutating func append(_ pollable: Pollable) -> Int {
        items.append(pollable.item)
        return items.count - 1
    }

    /// Waits until something can be read or the time is over, and returns how many can be; -1 waits without end.
    ///
    /// A signal ends the wait early with 0, so that the caller's loop gets to see what the signal asked for.
    @discardableResult
    public mutating func wait(milliseconds: Int) throws(TransportError) -> Int {
        let ready = zmq_poll(&items, Int32(items.count), milliseconds)
        if ready >= 0 { return Int(ready) }
        guard zmq_errno() == EINTR else { throw .latest("wait for sockets") }
        for index in items.indices { items[index].revents = 0 }
        return 0
    }

    /// Whether the one at this position could be read when the last wait ended. An error on a descriptor counts too:
    /// reading it tells.
    public func isReadable(_ position: Int) -> Bool {
        items[position].revents != 0
    }
}
