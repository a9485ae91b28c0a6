/// Why a server could not start.
public enum HTTPServerError: Error, Equatable {
    /// Not a numeric IPv4 or IPv6 address.
    case badAddress(String)

    /// The socket could not be bound or listened on; the system's error number.
    case cannotListen(errno: Int32)

    /// The HTTP library refused to start.
    case cannotStart
}
