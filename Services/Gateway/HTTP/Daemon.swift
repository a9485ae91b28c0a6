import CMicroHTTPD

/// The library's daemon, running from the moment this exists.
///
/// Unchecked: the library allows these calls from any thread but its own.
struct Daemon: ~Copyable, @unchecked Sendable {
    private let handle: OpaquePointer

    /// Nil when the library refuses; the socket then still belongs to the caller.
    init?(_ listener: ListeningSocket, _ limits: httpd_limits, _ callbacks: httpd_callbacks) {
        guard let handle = httpd_start(listener.descriptor, limits, callbacks) else { return nil }
        self.handle = handle
    }

    /// The listening socket belongs to the caller again.
    func quiesce() {
        _ = MHD_quiesce_daemon(handle)
    }

    /// Closes all connections and joins the thread. No connection may be suspended, and no lock held that a callback needs.
    deinit {
        MHD_stop_daemon(handle)
    }
}
