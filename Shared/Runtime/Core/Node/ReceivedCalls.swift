import Messages
import Storage

/// What neighbours called, in the order of their numbers. Each sender's calls are applied once and in order; a reply is
/// kept until the sender says that it has it. So nothing here grows with time.
struct ReceivedCalls {
    struct Sender {
        var incarnation: Int64
        var applied: Int64
        var floor: Int64
    }

    enum Verdict {
        /// It is the next one.
        case apply
        /// It was applied before, and this was the answer.
        case repeated(status: Int, reply: [UInt8])
        /// Before it come others that have not arrived, or it is of a former life: the sender will send what counts.
        case ignore
    }

    private let database: Connection
    private var senders: [ServiceName: Sender] = [:]
    private var changed: Set<ServiceName> = []

    init(database: Connection) throws {
        self.database = database
        var known: [ServiceName: Sender] = [:]
        try database.each("SELECT sender, incarnation, applied, floor FROM runtime_callers") { row in
            known[try row.value(0)] = Sender(
                incarnation: try row.value(1), applied: try row.value(2), floor: try row.value(3))
            return true
        }
        senders = known
    }

    mutating func judge(
        _ sender: ServiceName, incarnation: Int64, sequence: Int64, floor: Int64
    ) throws -> Verdict {
        var state = senders[sender] ?? Sender(incarnation: incarnation, applied: floor - 1, floor: floor)
        if incarnation < state.incarnation { return .ignore }
        if incarnation > state.incarnation {
            // A restored neighbour numbers anew from its floor; what its former life was told is of no use to it.
            try database.run("DELETE FROM runtime_received WHERE sender = ?", sender)
            state = Sender(incarnation: incarnation, applied: floor - 1, floor: floor)
        }
        if floor > state.floor {
            try database.run("DELETE FROM runtime_received WHERE sender = ? AND sequence < ?", sender, floor)
            state.floor = floor
        }
        senders[sender] = state
        changed.insert(sender)
        if sequence - 1 == state.applied { return .apply }
        if sequence > state.applied { return .ignore }
        let answer = try database.first(
            "SELECT status, reply FROM runtime_received WHERE sender = ? AND sequence = ?", sender, sequence
        ) { (try $0.value(0, as: Int.self), try $0.value(1, as: [UInt8].self)) }
        return answer.map { .repeated(status: $0.0, reply: $0.1) } ?? .ignore
    }

    mutating func record(_ sender: ServiceName, sequence: Int64, _ reply: EncodedReply) throws {
        try database.run(
            "INSERT INTO runtime_received (sender, sequence, status, reply) VALUES (?, ?, ?, ?)", sender, sequence,
            reply.status, reply.body)
        senders[sender]?.applied = sequence
    }

    /// Once before each commit: the senders' positions, however many calls moved them.
    mutating func writePositions() throws {
        for name in ServiceName.allCases where changed.contains(name) {
            guard let sender = senders[name] else { continue }
            try database.run(
                """
                INSERT INTO runtime_callers (sender, incarnation, applied, floor) VALUES (?, ?, ?, ?)
                ON CONFLICT DO UPDATE SET incarnation = excluded.incarnation, applied = excluded.applied,
                    floor = excluded.floor
                """, name, sender.incarnation, sender.applied, sender.floor)
        }
        changed.removeAll(keepingCapacity: true)
    }
}
