import CZeroMQ

/// One ZeroMQ socket, closed when its owner goes and nobody watches it. It cannot be copied, and it is not `Sendable`: the compiler keeps it
/// on one thread at a time.
struct SocketHandle: ~Copyable {
    /// How many malformed messages in a row a receiver drops before it lets its caller do something else.
    static let patience = 64

    let socket: OpenSocket
    /// Where frames arrive before their bytes are copied out: a frame's length is not known before.
    private let frame: UnsafeMutablePointer<zmq_msg_t>
    private let frameLimit: Int

    init(_ kind: Int32, in context: MessagingContext, frameLimit: Int) throws(TransportError) {
        socket = try OpenSocket(kind, in: context)
        self.frameLimit = frameLimit
        frame = .allocate(capacity: 1)
        zmq_msg_init(frame)
    }

    deinit {
        zmq_msg_close(frame)
        frame.deallocate()
    }

    var pointer: UnsafeMutableRawPointer { socket.pointer }

    var pollable: Pollable { Pollable(socket: pointer, fileDescriptor: -1) }

    // MARK: Receiving

    /// Moves the next waiting frame in; false if there is none.
    func receiveFrame() throws(TransportError) -> Bool {
        while zmq_msg_recv(frame, pointer, ZMQ_DONTWAIT) < 0 {
            switch zmq_errno() {
            case EINTR: continue
            case EAGAIN: return false
            default: throw .latest("receive")
            }
        }
        return true
    }

    /// Moves in the next frame of the message that has begun to arrive: ZeroMQ hands out whole messages only.
    func receiveFollowingFrame() throws(TransportError) {
        guard try receiveFrame() else { throw .failure("receive a whole message", EAGAIN) }
    }

    /// Whether more frames of the message follow the one moved in.
    var moreFollows: Bool { zmq_msg_more(frame) != 0 }

    /// The name that the authenticator gave to the peer which sent the frame moved in.
    var peerName: String? { zmq_msg_gets(frame, "User-Id").map { String(cString: $0) } }

    /// The number of the connection over which the frame moved in came: no other has it until that one has ended.
    var connection: Int32 { zmq_msg_get(frame, ZMQ_SRCFD) }

    /// Copies the frame's bytes out and lets the frame go, so that a long one does not stay in memory.
    func takeBytes() -> [UInt8] {
        let bytes = [UInt8](UnsafeRawBufferPointer(start: zmq_msg_data(frame), count: zmq_msg_size(frame)))
        zmq_msg_close(frame)
        zmq_msg_init(frame)
        return bytes
    }

    /// Takes the last two frames of a message, the first of which is moved in. If there are fewer or more, all of the
    /// message is dropped, so that the next frame received is the next message's first.
    func takeLastTwo() throws(TransportError) -> (first: [UInt8], second: [UInt8])? {
        guard moreFollows else { return nil }
        let first = takeBytes()
        try receiveFollowingFrame()
        guard !moreFollows else {
            while moreFollows { try receiveFollowingFrame() }
            return nil
        }
        return (first, takeBytes())
    }

    // MARK: Sending

    /// Hands two frames over without waiting: both, or neither.
    func send(_ first: [UInt8], _ second: [UInt8]) throws(TransportError) -> SendOutcome {
        try requireFits(first)
        try requireFits(second)
        let outcome = try sendFrame(first, moreFollows: true)
        guard outcome == .sent else { return outcome }
        return try sendFrame(second, moreFollows: false)
    }

    /// Refuses a frame that the receiver would answer by closing the connection.
    func requireFits(_ frame: [UInt8]) throws(TransportError) {
        guard frame.count <= frameLimit else { throw .frameTooLarge(bytes: frame.count, limit: frameLimit) }
    }

    /// Hands one frame over without waiting. Only a message's first can be refused while the connection lasts; if the
    /// connection ends between two frames, ZeroMQ drops the message as a whole.
    func sendFrame(_ bytes: [UInt8], moreFollows: Bool) throws(TransportError) -> SendOutcome {
        let flags = moreFollows ? ZMQ_DONTWAIT | ZMQ_SNDMORE : ZMQ_DONTWAIT
        while zmq_send(pointer, bytes, bytes.count, flags) < 0 {
            switch zmq_errno() {
            case EINTR: continue
            case EAGAIN: return .full
            case EHOSTUNREACH: return .gone
            default: throw .latest("send")
            }
        }
        return .sent
    }
}
