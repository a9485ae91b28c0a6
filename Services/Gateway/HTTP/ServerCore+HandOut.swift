import CMicroHTTPD
import Glibc

/// From a complete request to its answer, on the library's thread.
extension ServerCore {
    private enum Admission {
        case admitted(UInt64)
        case refused(Refusal)
    }

    /// Offers a complete request and leaves the connection alone until the answer is there, which may be at once.
    func handOut(_ exchange: Exchange, on connection: OpaquePointer) -> MHD_Result {
        guard let head = exchange.head else { return .NO }
        switch admit(exchange) {
        case .refused(let refusal):
            return send(refusal.response, for: exchange, on: connection)
        case .admitted(let id):
            guard onRequest(HTTPRequest(id, head, exchange)) else {
                return withdraw(id, exchange, on: connection)
            }
            return answer(exchange, on: connection)
        }
    }

    /// Sends the answer, or suspends the connection when there is none yet. Both are decided under the lock, so that an
    /// answer finds the connection either suspended or about to look for it.
    func answer(_ exchange: Exchange, on connection: OpaquePointer) -> MHD_Result {
        let outcome = state.withLock { state -> Exchange.Outcome? in
            guard let outcome = exchange.outcome else {
                MHD_suspend_connection(connection)
                exchange.suspended = connection
                return nil
            }
            exchange.outcome = nil
            return outcome
        }
        switch outcome {
        case nil: return .YES
        case .abandoned: return .NO
        case .answered(let response): return send(response, for: exchange, on: connection)
        case .opened(let response): return send(response, for: exchange, on: connection, isOpen: true)
        }
    }

    /// Before the body: the library answers, reads no further and closes.
    func refuseEarly(_ refusal: Refusal, _ exchange: Exchange, on connection: OpaquePointer) -> MHD_Result {
        state.withLock { state in
            state.statistics.requestsInvalid += 1
            state.linger(on: exchange.peer)
        }
        return send(refusal.response, for: exchange, on: connection, closing: true)
    }

    /// In the midst of a body the library takes no answer. Every earlier answer has been sent in full by now, so that the
    /// socket is ours to write to; then the library is told to close.
    func refuseInBody(_ refusal: Refusal, _ exchange: Exchange) -> MHD_Result {
        let bytes = refusal.bytes
        _ = Glibc.send(exchange.peer.descriptor, bytes, bytes.count, Int32(MSG_DONTWAIT | MSG_NOSIGNAL))
        state.withLock { state in
            state.statistics.requestsInvalid += 1
            state.linger(on: exchange.peer)
        }
        return .NO
    }

    private func admit(_ exchange: Exchange) -> Admission {
        state.withLock { state in
            guard state.phase != .stopping else {
                state.statistics.requestsRefused += 1
                return .refused(.stopping)
            }
            state.lastID += 1
            state.statistics.requestsReceived += 1
            state.waiting[state.lastID] = exchange
            state.unfinished += 1
            exchange.isCounted = true
            exchange.id = state.lastID
            exchange.peer.deadline = nil
            return .admitted(state.lastID)
        }
    }

    private func withdraw(_ id: UInt64, _ exchange: Exchange, on connection: OpaquePointer) -> MHD_Result {
        state.withLock { state in
            state.waiting[id] = nil
            state.statistics.requestsReceived -= 1
            state.statistics.requestsRefused += 1
        }
        return send(Refusal.overloaded.response, for: exchange, on: connection)
    }

    private func send(
        _ response: HTTPResponse, for exchange: Exchange, on connection: OpaquePointer, closing: Bool = false,
        isOpen: Bool = false
    ) -> MHD_Result {
        let deadline = ContinuousClock.now + options.responseTimeout
        let isLast = state.withLock { state in
            exchange.peer.deadline = deadline
            return state.phase != .serving
        }
        let source = isOpen ? OpenSource(self, exchange, on: connection) : nil
        return Reply.queue(response, from: source, on: connection, closing: closing || isLast)
    }
}

extension ServerState {
    private static let mostLingering = 64

    /// Best done before the library closes its own descriptor.
    mutating func linger(on peer: Peer) {
        guard lingering.count < Self.mostLingering, let socket = LingeringSocket(of: peer.descriptor, now: .now) else {
            return
        }
        lingering.append(socket)
    }
}
