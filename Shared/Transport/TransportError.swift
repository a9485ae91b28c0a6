/// What can go wrong with sockets, beyond the outcomes that a sender or receiver expects.
public enum TransportError: Error, Equatable, Sendable {
    /// The text is neither `ipc://path` nor `tcp://host:port`.
    case invalidEndpoint(String)
    /// A path that does not fit into the address of a Unix domain socket.
    case pathTooLong(String, limit: Int)
    /// Somebody else listens there, or what is there is not a socket.
    case addressInUse(String)
    /// The text is no CURVE key: 40 characters of Z85.
    case invalidKey
    /// A peer without a name, or with one that is too long to be told.
    case invalidPeerName(String)
    /// A frame that no receiver with the same limit would take: it would close the connection, again and again.
    case frameTooLarge(bytes: Int, limit: Int)
    /// Anything else that the system or ZeroMQ refused.
    case system(operation: String, code: Int32, reason: String)
}

extension TransportError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .invalidEndpoint(let text): "\"\(text)\" is no endpoint: expected ipc://path or tcp://host:port"
        case .pathTooLong(let path, let limit):
            "the socket path \"\(path)\" has \(path.utf8.count) bytes, the system takes \(limit): choose a shorter one"
        case .addressInUse(let text): "\(text) is in use"
        case .invalidKey: "a CURVE key must be 40 characters of Z85"
        case .invalidPeerName(let name): "\"\(name)\" cannot name a peer: expected 1 to 255 bytes"
        case .frameTooLarge(let bytes, let limit): "a frame of \(bytes) bytes exceeds the limit of \(limit)"
        case .system(let operation, _, let reason): "\(operation): \(reason)"
        }
    }
}
