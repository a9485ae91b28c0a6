import Messages
import Runtime
import Storage

/// Holds the audit log against the events that the services have themselves: each once, in its service's order, the
/// same bytes, the same links.
struct AuditCheck {
    let audit: Connection

    private struct Entry: Equatable {
        let sequence: Int64
        let link: [UInt8]
        let body: [UInt8]

        init(_ row: borrowing Row) throws {
            (sequence, link, body) = (try row.value(0), try row.value(1), try row.value(2))
        }
    }

    func verify(_ reader: (ServiceName) -> Connection?) throws {
        var total = 0
        for service in ServiceName.allCases {
            guard let own = reader(service) else { continue }
            let emitted = try own.rows("SELECT sequence, link, body FROM runtime_events ORDER BY sequence") {
                try Entry($0)
            }
            let logged = try audit.rows(
                "SELECT sequence, link, body FROM log WHERE source = ? ORDER BY leaf", service.rawValue
            ) { try Entry($0) }
            total += logged.count
            guard logged != emitted else { continue }
            let place = zip(logged, emitted).enumerated().first { $0.element.0 != $0.element.1 }?.offset
            throw Violation(
                "the audit log is complete",
                "\(logged.count) of \(emitted.count) events of \(service.rawValue), the first that differs is "
                    + "\(place.map { $0 + 1 } ?? min(logged.count, emitted.count) + 1)")
        }
        let all = try audit.first("SELECT COUNT(*) FROM log") { try $0.value(0, as: Int.self) }
        guard all == total else { throw Violation("the audit log is complete", "it holds events of nobody") }
        let finding = try audit.first("SELECT kind, source, expected, found FROM findings ORDER BY number") { row in
            "\(try row.value(0, as: String.self)) of \(try row.value(1, as: String.self)): "
                + "\(try row.value(2, as: Int64.self)) expected, \(try row.value(3, as: Int64.self)) found"
        }
        if let finding { throw Violation("the audit log is complete", "it noted a \(finding)") }
    }
}
