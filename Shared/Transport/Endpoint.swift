import Glibc

/// Where a socket listens or connects: `ipc://path` on one host, `tcp://host:port` between hosts.
struct Endpoint {
    /// What `sockaddr_un` holds beside its closing NUL.
    static let longestPath = MemoryLayout.size(ofValue: sockaddr_un().sun_path) - 1

    let text: String
    /// The path of an `ipc` endpoint.
    let path: String?

    init(_ text: String) throws(TransportError) {
        self.text = text
        if text.hasPrefix("ipc://") {
            let path = String(text.dropFirst("ipc://".count))
            guard !path.isEmpty, !path.utf8.contains(0) else { throw .invalidEndpoint(text) }
            guard path.utf8.count <= Self.longestPath else { throw .pathTooLong(path, limit: Self.longestPath) }
            self.path = path
        } else {
            guard text.hasPrefix("tcp://"), !text.utf8.contains(0) else { throw .invalidEndpoint(text) }
            self.path = nil
        }
    }

    /// Refuses a path behind which somebody listens or something else than a socket lies.
    ///
    /// ZeroMQ removes whatever is at the path before it binds. That is right for the socket that a killed process left
    /// behind, and would silently take a living process's place or delete a file.
    func requireFree() throws(TransportError) {
        guard let path else { return }
        var status = stat()
        guard lstat(path, &status) == 0 else { return }
        guard status.st_mode & S_IFMT == S_IFSOCK, !Self.answers(path) else { throw .addressInUse(text) }
    }

    private static func answers(_ path: String) -> Bool {
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        return withUnsafePointer(to: &address) { address in
            address.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size)) == 0
            }
        }
    }
}
