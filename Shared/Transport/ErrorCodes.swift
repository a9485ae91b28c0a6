import CZeroMQ
import Glibc

extension TransportError {
    /// The error that ZeroMQ, or the system, has just reported on this thread.
    static func latest(_ operation: String) -> TransportError {
        failure(operation, zmq_errno())
    }

    static func failure(_ operation: String, _ code: Int32) -> TransportError {
        .system(operation: operation, code: code, reason: String(cString: zmq_strerror(code)))
    }
}
