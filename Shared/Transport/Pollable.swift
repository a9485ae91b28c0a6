import CZeroMQ

/// Something that a `Poller` waits for until it can be read.
///
/// It does not keep a socket open: it is valid as long as the socket, or the descriptor, that it was made from.
public struct Pollable {
    let socket: UnsafeMutableRawPointer?
    let fileDescriptor: Int32

    /// A file descriptor of the system.
    public static func descriptor(_ descriptor: Int32) -> Pollable {
        Pollable(socket: nil, fileDescriptor: descriptor)
    }

    var item: zmq_pollitem_t {
        zmq_pollitem_t(socket: socket, fd: fileDescriptor, events: Int16(ZMQ_POLLIN), revents: 0)
    }
}
