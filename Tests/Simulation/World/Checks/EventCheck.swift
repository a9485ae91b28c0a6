import Messages
import Runtime
import Storage

/// Follows one service's events: dense, linked, and never changed or lost once they were there.
struct EventCheck {
    let service: ServiceName
    private(set) var sequence: Int64 = 0
    private(set) var link = EventLink.first

    init(_ service: ServiceName) { self.service = service }

    /// What is new must go on from what is known.
    mutating func follow(_ reader: Connection) throws {
        var (sequence, link) = (sequence, link)
        try reader.each(
            "SELECT sequence, link, body FROM runtime_events WHERE sequence > ? ORDER BY sequence", self.sequence
        ) { row in
            let next: Int64 = try row.value(0)
            let body: [UInt8] = try row.value(2)
            let expected = EventLink.next(after: link, body: body)
            guard next == sequence + 1, try row.value(1, as: [UInt8].self) == expected else {
                throw Violation("dense events", "\(service.rawValue) has \(next) after \(sequence), or a wrong link")
            }
            if let type = EventCheck.alarm(in: body) {
                throw Violation(
                    "no alarm", "\(service.rawValue) emitted \(type): \(String(decoding: body, as: UTF8.self))")
            }
            (sequence, link) = (next, expected)
            return true
        }
        (self.sequence, self.link) = (sequence, link)
    }

    /// After a crash: what was once seen is still there.
    func verifyKept(_ reader: Connection) throws {
        guard sequence > 0 else { return }
        let stored = try reader.first("SELECT link FROM runtime_events WHERE sequence = ?", sequence) {
            try $0.value(0, as: [UInt8].self)
        }
        guard stored == link else {
            throw Violation("durability", "\(service.rawValue) lost event \(sequence) in a crash")
        }
    }

    /// Events that mean that the platform could not go on by itself. The type is the last field of an event.
    private static func alarm(in body: [UInt8]) -> String? {
        [
            "runtime.saga-stuck", "runtime.message-quarantined", "runtime.history-altered", "runtime.check-violated",
            "runtime.check-failed", "audit.check-failed", "wallet.proof-violated",
            "audit.log-stopped",
        ].first { type in
            let end = Array("\"type\":\"\(type)\"}".utf8)
            return body.suffix(end.count).elementsEqual(end)
        }
    }
}
