import CMicroHTTPD
import Glibc

/// One open connection, from its acceptance to just before its descriptor is closed.
///
/// Unchecked: the variables are read and written under the core's lock only.
final class Peer: @unchecked Sendable {
    let descriptor: Int32
    let address: String

    /// When the connection is cut off; nil while the client waits for us.
    var deadline: ContinuousClock.Instant?

    /// Until its first request's line has been read.
    var isFresh = true

    init(_ connection: OpaquePointer, deadline: ContinuousClock.Instant) {
        descriptor = httpd_descriptor(connection)
        address = httpd_client_address(connection).map(Self.numeric) ?? ""
        self.deadline = deadline
    }

    private static func numeric(_ address: UnsafePointer<sockaddr>) -> String {
        let size =
            Int32(address.pointee.sa_family) == AF_INET6
            ? MemoryLayout<sockaddr_in6>.size : MemoryLayout<sockaddr_in>.size
        var host = [CChar](repeating: 0, count: Int(NI_MAXHOST))
        guard getnameinfo(address, socklen_t(size), &host, socklen_t(host.count), nil, 0, NI_NUMERICHOST) == 0 else {
            return ""
        }
        let text = String(decoding: host.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
        // A dual-stack socket shows IPv4 clients as mapped addresses.
        return text.hasPrefix("::ffff:") ? String(text.dropFirst(7)) : text
    }
}
