import CZeroMQ

/// The room in which a process's sockets live: the threads that move their bytes, and what they share.
///
/// Every socket keeps its context alive, so it ends after the last of them and never waits for one that is open.
public final class MessagingContext: Sendable {
    // Unsafe only for the compiler: ZeroMQ documents a context as safe to use from every thread.
    nonisolated(unsafe) let pointer: UnsafeMutableRawPointer

    public init() throws(TransportError) {
        guard let pointer = zmq_ctx_new() else { throw .latest("create a messaging context") }
        self.pointer = pointer
    }

    deinit {
        while zmq_ctx_term(pointer) != 0 && zmq_errno() == EINTR {}
    }
}
