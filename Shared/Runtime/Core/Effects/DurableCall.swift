import Messages
import Storage

/// A call to another service as it lies in the outbox: sent, and sent again, until it is answered.
struct DurableCall: Sendable {
    let callee: ServiceName
    let sequence: Int64
    let operation: String
    let body: [UInt8]
    let deadline: Timestamp?
    let statement: String?
    let actor: String
    let trace: String
    let continuation: Continuation?

    func header(floor: Int64, incarnation: Int64) -> Header {
        var header = Header(.call)
        header[.operation] = operation
        header.set(.sequence, sequence)
        header.set(.floor, floor)
        header.set(.incarnation, incarnation)
        header[.reference] = "\(incarnation):\(sequence)"
        header[.actor] = actor
        header[.trace] = trace
        header[.statement] = statement
        if let deadline { header.set(.deadline, deadline.milliseconds) }
        return header
    }
}

/// What goes on when a call is answered: a handler by its registered name, and a text it gets back. Never a closure, so
/// that it outlives the process.
struct Continuation: Sendable, Equatable {
    let handler: String
    let state: String
}

extension DurableCall {
    func insert(into database: Connection) throws {
        try database.run(
            """
            INSERT INTO runtime_calls (callee, sequence, operation, body, deadline, statement, actor, trace,
                continuation, state)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """, callee, sequence, operation, body, deadline, statement, actor, trace, continuation?.handler,
            continuation?.state ?? "")
        try database.run(
            "INSERT INTO runtime_callees (callee, last) VALUES (?, ?) ON CONFLICT DO UPDATE SET last = excluded.last",
            callee, sequence)
    }

    /// Unanswered calls to a service from a number on, oldest first.
    static func pending(
        to callee: ServiceName, from sequence: Int64, limit: Int, in database: Connection
    ) throws -> [DurableCall] {
        try database.rows(
            """
            SELECT sequence, operation, body, deadline, statement, actor, trace, continuation, state
            FROM runtime_calls WHERE callee = ? AND sequence >= ? ORDER BY sequence LIMIT ?
            """, callee, sequence, limit
        ) { row in
            let handler: String? = try row.value(7)
            let state: String = try row.value(8)
            return DurableCall(
                callee: callee, sequence: try row.value(0), operation: try row.value(1), body: try row.value(2),
                deadline: try row.value(3), statement: try row.value(4), actor: try row.value(5),
                trace: try row.value(6), continuation: handler.map { Continuation(handler: $0, state: state) })
        }
    }

    /// Takes an answered call out of the outbox; nil where it was answered before.
    static func take(
        from callee: ServiceName, sequence: Int64, in database: Connection
    ) throws -> DurableCall? {
        guard let call = try pending(to: callee, from: sequence, limit: 1, in: database).first,
            call.sequence == sequence
        else { return nil }
        try database.run("DELETE FROM runtime_calls WHERE callee = ? AND sequence = ?", callee, sequence)
        return call
    }
}
