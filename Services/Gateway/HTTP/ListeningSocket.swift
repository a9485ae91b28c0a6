import Glibc

/// A bound socket that listens. It is ours, not the library's, so that errors and the port are known exactly.
struct ListeningSocket: Sendable {
    let descriptor: Int32
    let port: UInt16

    init(address: String, port: UInt16) throws(HTTPServerError) {
        if var bound = Self.version4(address, port) {
            descriptor = try Self.listen(AF_INET, &bound)
        } else if var bound = Self.version6(address, port) {
            descriptor = try Self.listen(AF_INET6, &bound)
        } else {
            throw .badAddress(address)
        }
        self.port = Self.boundPort(descriptor)
    }

    /// Refuses new connections at once, while the library's thread may still be accepting from the descriptor.
    func shutDown() {
        _ = shutdown(descriptor, Int32(SHUT_RDWR))
    }

    func close() {
        _ = Glibc.close(descriptor)
    }

    private static func version4(_ address: String, _ port: UInt16) -> sockaddr_in? {
        var bound = sockaddr_in()
        bound.sin_family = sa_family_t(AF_INET)
        bound.sin_port = port.bigEndian
        return inet_pton(AF_INET, address, &bound.sin_addr) == 1 ? bound : nil
    }

    private static func version6(_ address: String, _ port: UInt16) -> sockaddr_in6? {
        var bound = sockaddr_in6()
        bound.sin6_family = sa_family_t(AF_INET6)
        bound.sin6_port = port.bigEndian
        return inet_pton(AF_INET6, address, &bound.sin6_addr) == 1 ? bound : nil
    }

    private static func listen<Address>(_ family: Int32, _ address: inout Address) throws(HTTPServerError) -> Int32 {
        let type = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        let descriptor = socket(family, type, 0)
        guard descriptor >= 0 else { throw .cannotListen(errno: errno) }
        var yes: Int32 = 1
        var no: Int32 = 0
        let size = socklen_t(MemoryLayout<Int32>.size)
        // A restart must not wait for the last process's connections to be forgotten.
        setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &yes, size)
        if family == AF_INET6 {
            setsockopt(descriptor, Int32(IPPROTO_IPV6), IPV6_V6ONLY, &no, size)
        }
        let bound = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { general in
                bind(descriptor, general, socklen_t(MemoryLayout<Address>.size))
            }
        }
        guard bound == 0, Glibc.listen(descriptor, SOMAXCONN) == 0 else {
            let reason = errno
            _ = Glibc.close(descriptor)
            throw .cannotListen(errno: reason)
        }
        return descriptor
    }

    private static func boundPort(_ descriptor: Int32) -> UInt16 {
        var storage = sockaddr_in6()
        var size = socklen_t(MemoryLayout<sockaddr_in6>.size)
        withUnsafeMutablePointer(to: &storage) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { general in
                _ = getsockname(descriptor, general, &size)
            }
        }
        // Both families keep the port at the same offset.
        return UInt16(bigEndian: storage.sin6_port)
    }
}
