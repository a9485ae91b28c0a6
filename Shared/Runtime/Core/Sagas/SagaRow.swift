import Messages
import Storage

/// Where a saga under way stands.
struct SagaRow {
    enum Phase: String, StorageValue { case forward, undoing, stuck }

    var number: Int64
    let definition: String
    let version: Int64
    var step: Int
    var phase: Phase
    var state: String
    /// Why it is being undone: what its client will be told.
    var problem: [UInt8]?
    /// The client's operation that is still to be answered.
    var origin: Int64?
    let deadline: Timestamp?
    let statement: String?
    let actor: String
    let causation: String
    let trace: String

    mutating func insert(into database: Connection, at now: Timestamp) throws {
        try database.run(
            """
            INSERT INTO runtime_sagas (definition, version, step, phase, state, problem, origin, deadline, statement,
                actor, causation, trace, begun)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """, definition, version, step, phase, state, problem, origin, deadline, statement, actor, causation,
            trace, now)
        number = database.lastInsertedRow
    }

    func update(in database: Connection) throws {
        try database.run(
            "UPDATE runtime_sagas SET step = ?, phase = ?, state = ?, problem = ?, origin = ? WHERE number = ?", step,
            phase, state, problem, origin, number)
    }

    func delete(from database: Connection) throws {
        try database.run("DELETE FROM runtime_sagas WHERE number = ?", number)
    }

    static func find(_ number: Int64, in database: Connection) throws -> SagaRow? {
        try database.first(
            """
            SELECT number, definition, version, step, phase, state, problem, origin, deadline, statement, actor,
                causation, trace
            FROM runtime_sagas WHERE number = ?
            """, number
        ) { row in
            SagaRow(
                number: try row.value(0), definition: try row.value(1), version: try row.value(2),
                step: try row.value(3), phase: try row.value(4), state: try row.value(5), problem: try row.value(6),
                origin: try row.value(7), deadline: try row.value(8), statement: try row.value(9),
                actor: try row.value(10), causation: try row.value(11), trace: try row.value(12))
        }
    }
}
