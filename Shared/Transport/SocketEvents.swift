import CZeroMQ

/// What ZeroMQ tells of a socket's connections, for those who watch it. The socket stays open until they go.
///
/// ZeroMQ's own thread waits until it can tell what there is to tell, and meanwhile moves no bytes of any socket. So it is
/// told to be silent before the ear that it speaks to is closed.
struct SocketEvents: ~Copyable {
    private let handle: SocketHandle
    private let watched: OpenSocket

    /// - Parameter socket: to be watched from before it connects or binds.
    init(of socket: borrowing SocketHandle, _ kinds: Int32) throws(TransportError) {
        let place = "inproc://watch-\(UInt(bitPattern: socket.pointer))"
        let handle = try SocketHandle(ZMQ_PAIR, in: socket.socket.context, frameLimit: 1024)
        guard zmq_socket_monitor(socket.pointer, place, kinds) == 0, zmq_connect(handle.pointer, place) == 0 else {
            let error = TransportError.latest("watch a socket")
            zmq_socket_monitor(socket.pointer, nil, 0)
            throw error
        }
        self.handle = handle
        watched = socket.socket
    }

    deinit {
        // What waits is taken first: the thread that waits to tell more could not be told to be silent.
        while (try? handle.receiveFrame()) == true {}
        zmq_socket_monitor(watched.pointer, nil, 0)
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
