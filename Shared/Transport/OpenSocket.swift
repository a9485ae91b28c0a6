import CZeroMQ

/// A ZeroMQ socket for as long as anybody needs it: who sends and receives, and whoever watches its connections.
final class OpenSocket {
    let pointer: UnsafeMutableRawPointer
    /// Kept alive, because ending a context waits for its sockets.
    let context: MessagingContext

    init(_ kind: Int32, in context: MessagingContext) throws(TransportError) {
        guard let pointer = zmq_socket(context.pointer, kind) else { throw .latest("open a socket") }
        (self.pointer, self.context) = (pointer, context)
    }

    deinit { zmq_close(pointer) }
}
