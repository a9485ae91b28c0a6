import CMicroHTTPD
import Glibc

/// The life of a request, step by step, on the library's thread.
extension ServerCore {
    func open(_ connection: OpaquePointer) -> Peer {
        let peer = Peer(connection, deadline: .now + options.requestTimeout)
        state.withLock { state in
            state.peers[peer.descriptor] = peer
            state.statistics.connectionsAccepted += 1
        }
        return peer
    }

    func close(_ peer: Peer) {
        state.withLock { state in
            _ = state.peers.removeValue(forKey: peer.descriptor)
        }
    }

    /// The request line has been read.
    func begin(_ target: UnsafePointer<CChar>, from peer: Peer) -> Exchange {
        let limit = ContinuousClock.now + options.requestTimeout
        state.withLock { state in
            // A connection's first request had its time from the connection's start.
            peer.deadline = peer.isFresh ? peer.deadline : limit
            peer.isFresh = false
        }
        let bytes = UnsafeRawBufferPointer(start: target, count: strlen(target))
        return Exchange(peer: peer, target: Array(bytes), targetAddress: UInt(bitPattern: target))
    }

    /// The library calls this once when the head is known, for each part of the body, and when the request is complete
    /// or resumed.
    func advance(
        _ exchange: Exchange, on connection: OpaquePointer, line: RequestLine, part: UnsafeRawBufferPointer
    ) -> MHD_Result {
        switch exchange.stage {
        case .head:
            exchange.stage = .body
            do throws(Refusal) {
                let head = try RequestHead(exchange, on: connection, line: line, bodyLimit: options.bodyLimit)
                // An announcement alone must not cost much memory.
                exchange.body.reserveCapacity(min(head.contentLength ?? 0, 64 << 10))
                exchange.head = head
                exchange.isOldProtocol = String(cString: line.version) == "HTTP/1.0"
                return .YES
            } catch {
                return refuseEarly(error, exchange, on: connection)
            }
        case .body where !part.isEmpty:
            guard exchange.body.count + part.count <= options.bodyLimit else {
                return refuseInBody(.bodyTooLarge, exchange)
            }
            exchange.body.append(contentsOf: part)
            return .YES
        case .body:
            exchange.stage = .handedOut
            return handOut(exchange, on: connection)
        case .handedOut:
            return answer(exchange, on: connection)
        }
    }

    func complete(_ exchange: Exchange) {
        let idleDeadline = ContinuousClock.now + options.idleTimeout
        let isCutShort = state.withLock { state in
            exchange.peer.deadline = idleDeadline
            if exchange.isCounted {
                state.unfinished -= 1
            }
            guard state.open.removeValue(forKey: exchange.id) != nil else { return false }
            state.statistics.requestsAbandoned += 1
            return true
        }
        if isCutShort { onAbandoned(exchange.id) }
    }
}
