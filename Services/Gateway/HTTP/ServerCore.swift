import CMicroHTTPD
import Dispatch
import Glibc
import Synchronization

/// The server without its face: owns the library's daemon and the clock that watches over deadlines.
final class ServerCore: Sendable {
    let options: HTTPServerOptions
    let onAbandoned: @Sendable (UInt64) -> Void
    let onDrained: @Sendable (UInt64) -> Void
    let onRequest: @Sendable (HTTPRequest) -> Bool
    let state = Mutex(ServerState())

    init(
        _ options: HTTPServerOptions,
        onAbandoned: @escaping @Sendable (UInt64) -> Void,
        onDrained: @escaping @Sendable (UInt64) -> Void,
        onRequest: @escaping @Sendable (HTTPRequest) -> Bool
    ) {
        self.options = options
        self.onAbandoned = onAbandoned
        self.onDrained = onDrained
        self.onRequest = onRequest
    }

    var statistics: HTTPServerStatistics {
        state.withLock { state in
            var statistics = state.statistics
            statistics.connectionsOpen = state.peers.count
            statistics.requestsInFlight = state.waiting.count
            statistics.answersOpen = state.open.count
            return statistics
        }
    }

    func start() throws(HTTPServerError) -> UInt16 {
        let listener = try ListeningSocket(address: options.address, port: options.port)
        let limits = httpd_limits(
            connections: UInt32(clamping: options.connectionLimit),
            connections_per_address: UInt32(clamping: options.perAddressLimit),
            memory_per_connection: options.headerMemory)
        let started = state.withLock { state in
            state.listener = listener
            // Callbacks that come before the lock is released wait for it.
            state.daemon = Daemon(listener, limits, callbacks)
            return state.daemon != nil
        }
        guard started else {
            listener.close()
            throw .cannotStart
        }
        let watch = DeadlineWatch { self.sweep() }
        state.withLock { state in state.watch = watch }
        return listener.port
    }

    func respond(to id: UInt64, with response: HTTPResponse) {
        state.withLock { state in
            _ = state.settle(id, .answered(response))
        }
    }

    func quiesce() {
        state.withLock { state in
            guard state.phase == .serving else { return }
            state.phase = .quiescing
            state.daemon?.quiesce()
            state.listener?.shutDown()
        }
    }

    func stop(within limit: Duration) {
        quiesce()
        let isFirst = state.withLock { state in
            guard state.phase == .quiescing else { return false }
            state.phase = .stopping
            return true
        }
        guard isFirst else { return }
        waitUntilFinished(limit)
        // From here on nothing can be suspended again, which the library needs to be able to stop.
        state.withLock { state in
            for id in state.waiting.keys.sorted() {
                _ = state.settle(id, .answered(Refusal.cutOff.response))
            }
            for id in state.open.keys.sorted() { state.finish(id, .cut) }
        }
        waitUntilFinished(.seconds(1))
        state.withLock { state in state.watch }?.stop()
        let daemon = state.withLock { state in state.daemon.take() }
        _ = consume daemon
        state.withLock { state in state.close() }
    }

    /// Until no request handed out is unanswered or has an answer on its way.
    private func waitUntilFinished(_ limit: Duration) {
        let deadline = ContinuousClock.now + limit
        while ContinuousClock.now < deadline, state.withLock({ $0.unfinished > 0 }) {
            usleep(2_000)
        }
    }
}
