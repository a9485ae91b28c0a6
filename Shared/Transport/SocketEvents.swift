import CZeroMQ

/// What ZeroMQ tells of a socket's connections, for those who watch it.
struct SocketEvents: ~Copyable {
    private let handle: SocketHandle

    /// - Parameter socket: to be watched from before it connects or binds.
    init(of socket: borrowing SocketHandle, _ kinds: Int32) throws(TransportError) {
        let place = "inproc://watch-\(UInt(bitPattern: socket.pointer))"
        guard zmq_socket_monitor(socket.pointer, place, kinds) == 0 else { throw .latest("watch a socket") }
        let handle = try SocketHandle(ZMQ_PAIR, in: socket.context, frameLimit: 1024)
        guard zmq_connect(handle.pointer, place) == 0 else { throw .latest("watch a socket") }
        self.handle = handle
    }

    var pollable: Pollable { handle.pollable }

    /// The next event and its value: the first two bytes of the first frame and the four after them, in the machine's
    /// order.
    func next() throws(TransportError) -> (kind: Int32, value: Int32)? {
        guard try handle.receiveFrame() else { return nil }
        let bytes = handle.takeBytes()
        try handle.receiveFollowingFrame()
        _ = handle.takeBytes()
        guard bytes.count >= 6 else { return nil }
        return bytes.withUnsafeBytes {
            (Int32($0.loadUnaligned(as: UInt16.self)), $0.loadUnaligned(fromByteOffset: 2, as: Int32.self))
        }
    }
}
