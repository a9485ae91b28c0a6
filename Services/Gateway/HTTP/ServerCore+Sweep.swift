import CMicroHTTPD
import Glibc

extension ServerCore {
    /// Cuts off those who overstay and finds out who went away.
    ///
    /// The library's own timeout only counts silence, so a client that sends a byte a second would hold a connection for
    /// ever; and it does not look at suspended connections at all.
    func sweep() {
        let now = ContinuousClock.now
        let abandoned = state.withLock { state in
            state.cutOffLate(now: now)
            state.lingering.removeAll { !$0.drain(now: now) }
            return state.abandonGone()
        }
        abandoned.forEach(onAbandoned)
    }
}

extension ServerState {
    /// A peer's descriptor is open as long as the peer is listed: it is taken off the list, under the lock, before the
    /// library closes it.
    mutating func cutOffLate(now: ContinuousClock.Instant) {
        for peer in peers.values {
            guard let deadline = peer.deadline, deadline <= now else { continue }
            peer.deadline = nil
            statistics.connectionsTimedOut += 1
            // The library sees an end of file and does the rest.
            _ = shutdown(peer.descriptor, Int32(SHUT_RDWR))
        }
    }

    /// Asks the system about the connections that the library has suspended; a client that closed its sending side counts
    /// as gone, since that is all that a closed connection looks like.
    mutating func abandonGone() -> [UInt64] {
        let suspended = (Array(waiting) + Array(open)).filter { $0.value.suspended != nil }.sorted { $0.key < $1.key }
        guard !suspended.isEmpty else { return [] }
        var polls = suspended.map { pollfd(fd: $0.value.peer.descriptor, events: httpd_peer_closed, revents: 0) }
        guard poll(&polls, nfds_t(polls.count), 0) > 0 else { return [] }
        let gone = zip(suspended, polls).filter { $0.1.revents != 0 }.map { $0.0.key }
        for id in gone {
            if open[id] != nil { finish(id, .cut) } else { _ = settle(id, .abandoned) }
            statistics.requestsAbandoned += 1
        }
        return gone
    }
}
