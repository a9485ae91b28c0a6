import Messages

// From an edge's finding to its end: active until its price is old, stale until it has a new one, expired at its time, used
// when it is bet on. The last two are ends.
extension EdgeStatus {
    /// What an edge is at a moment, whatever its row still says: nobody waits for the clock.
    static func at(
        _ now: Timestamp, stored: EdgeStatus, staleAt: Timestamp, expiresAt: Timestamp
    ) -> EdgeStatus {
        switch stored {
        case .expired, .used, .unknown: stored
        case .active, .stale: now >= expiresAt ? .expired : now >= staleAt ? .stale : stored
        }
    }

    var isOver: Bool { self == .expired || self == .used }
}
