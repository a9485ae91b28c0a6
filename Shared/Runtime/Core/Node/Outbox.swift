import Messages
import Storage

/// Sends durable calls until they are answered: in order, a bounded number at a time, again after a pause that grows
/// while a neighbour is silent. The rows are the truth; this holds only what is under way.
struct Outbox {
    private struct Lane {
        /// Sent and unanswered, oldest first.
        var waiting: [DurableCall] = []
        /// More lie in the database beyond the window.
        var hasMore = false
        var resendAt: Timestamp?
        var pause: Int64 = 0
    }

    private let database: Connection
    private let window: Int
    private let firstPause: Int64
    private var lanes: [ServiceName: Lane] = [:]

    init(database: Connection, window: Int, firstPause: Int64) throws {
        (self.database, self.window, self.firstPause) = (database, window, firstPause)
        for callee in ServiceName.allCases {
            let waiting = try DurableCall.pending(to: callee, from: 0, limit: window, in: database)
            guard !waiting.isEmpty else { continue }
            lanes[callee] = Lane(
                waiting: waiting, hasMore: waiting.count == window, resendAt: Timestamp(milliseconds: 0),
                pause: firstPause)
        }
    }

    var pendingCount: Int { lanes.values.reduce(0) { $0 + $1.waiting.count } }

    var nextResend: Timestamp? { lanes.values.compactMap(\.resendAt).min() }

    /// Sends nothing again before a time: what it would bring in could not be stored.
    mutating func rest(until time: Timestamp) {
        for callee in ServiceName.allCases {
            guard let due = lanes[callee]?.resendAt else { continue }
            lanes[callee]?.resendAt = max(due, time)
        }
    }

    /// Sends calls that have just been committed.
    mutating func send(_ calls: [DurableCall], incarnation: Int64, at now: Timestamp) -> [Outbound] {
        var out: [Outbound] = []
        for call in calls {
            // Taken out while it changes: held in two places, all of its calls would be copied.
            var lane = lanes.removeValue(forKey: call.callee) ?? Lane()
            if lane.hasMore || lane.waiting.count >= window {
                lane.hasMore = true
            } else {
                lane.waiting.append(call)
                if lane.resendAt == nil {
                    lane.pause = firstPause
                    lane.resendAt = now.adding(milliseconds: lane.pause)
                }
                out.append(message(call, floor: lane.waiting[0].sequence, incarnation: incarnation))
            }
            lanes[call.callee] = lane
        }
        return out
    }

    /// Sends again what has been unanswered for too long.
    mutating func resend(incarnation: Int64, at now: Timestamp) -> [Outbound] {
        var out: [Outbound] = []
        for callee in ServiceName.allCases {
            guard var lane = lanes[callee], let due = lane.resendAt, due <= now, let first = lane.waiting.first else {
                continue
            }
            out += lane.waiting.map { message($0, floor: first.sequence, incarnation: incarnation) }
            lane.pause = min(lane.pause * 2, firstPause * 16)
            lane.resendAt = now.adding(milliseconds: lane.pause)
            lanes[callee] = lane
        }
        return out
    }

    /// A call was answered and its row is gone: frees its place and sends what the window now has room for.
    mutating func settled(
        _ callee: ServiceName, _ sequence: Int64, incarnation: Int64, at now: Timestamp
    ) throws -> [Outbound] {
        guard var lane = lanes[callee], let index = lane.waiting.firstIndex(where: { $0.sequence == sequence }) else {
            return []
        }
        lanes[callee] = nil  // as above: not copied while it changes
        let last = lane.waiting[lane.waiting.count - 1].sequence
        lane.waiting.remove(at: index)
        lane.pause = firstPause
        lane.resendAt = lane.waiting.isEmpty ? nil : now.adding(milliseconds: lane.pause)
        var out: [Outbound] = []
        if lane.hasMore, lane.waiting.count <= window / 2 {
            let room = window - lane.waiting.count
            let more = try DurableCall.pending(to: callee, from: last + 1, limit: room, in: database)
            lane.waiting += more
            lane.hasMore = more.count == room
            if let first = lane.waiting.first {
                lane.resendAt = now.adding(milliseconds: lane.pause)
                out = more.map { message($0, floor: first.sequence, incarnation: incarnation) }
            }
        }
        lanes[callee] = lane
        return out
    }

    private func message(_ call: DurableCall, floor: Int64, incarnation: Int64) -> Outbound {
        .send(to: call.callee, header: call.header(floor: floor, incarnation: incarnation), body: call.body)
    }
}
