import Messages
import Storage

/// What neighbours called, in the order of their numbers. Each sender's calls are applied once and in order; a reply is
/// kept until the sender says that it has it. So nothing here grows with time.
struct ReceivedCalls {
    struct Sender {
        var incarnation: Int64
        var applied: Int64
        var floor: Int64
        /// The operator has said that this database was put back from a copy: what it knows nothing of is given up.
        var acceptsLoss = false

        /// It waits for none of the next calls any more, so it has had their answers: they were applied here once, and
        /// this database is an old copy that knows nothing of it.
        var isAhead: Bool { floor > applied + 1 }
    }

    /// Where a call stands among its sender's.
    struct Position {
        let sender: ServiceName
        let incarnation: Int64
        let sequence: Int64
        let floor: Int64

        /// Nil for what no service would send.
        init?(_ delivery: Delivery) {
            let header = delivery.header
            guard let sender = ServiceName(rawValue: delivery.peer), let sequence = header.number(.sequence),
                let incarnation = header.number(.incarnation), let floor = header.number(.floor), floor >= 1,
                sequence >= floor
            else { return nil }
            (self.sender, self.incarnation, self.sequence, self.floor) = (sender, incarnation, sequence, floor)
        }
    }

    enum Verdict {
        /// It is the next one.
        case apply
        /// It was applied before, and this was the answer.
        case repeated(status: Int, reply: [UInt8])
        /// Before it come others that have not arrived, or it is of a former life: the sender will send what counts.
        case ignore
        /// The first one from which it is seen that calls applied before are lost, and in what way.
        case lost(String)
    }

    private let database: Connection
    private var senders: [ServiceName: Sender] = [:]
    private var changed: Set<ServiceName> = []
    /// Of which there was nothing in the copy that this database was put back from.
    private var strangersAcceptLoss = false

    init(database: Connection) throws {
        self.database = database
        var known: [ServiceName: Sender] = [:]
        try database.each("SELECT sender, incarnation, applied, floor, accepts_loss FROM runtime_callers") { row in
            known[try row.value(0)] = Sender(
                incarnation: try row.value(1), applied: try row.value(2), floor: try row.value(3),
                acceptsLoss: try row.value(4))
            return true
        }
        senders = known
        let isFirstLife: Bool? = try database.first("SELECT incarnation = 1 FROM runtime_self") { try $0.value(0) }
        strangersAcceptLoss = !(isFirstLife ?? true)
    }

    /// What is wrong with this database as its neighbours see it. It stays wrong: to apply what comes after a gap would be
    /// to go on from a state that never was.
    var complaint: String? {
        for name in ServiceName.allCases {
            if let state = senders[name], state.isAhead { return describe(name, state) }
        }
        return nil
    }

    private func describe(_ sender: ServiceName, _ state: Sender) -> String {
        "\(sender.rawValue) has answers to its calls up to \(state.floor - 1), but this database knows them only up to "
            + "\(state.applied): it is an old copy"
    }

    mutating func judge(_ position: Position) throws -> Verdict {
        let (sender, sequence, floor) = (position.sender, position.sequence, position.floor)
        // A sender's first life begins with its call 1, so that one never heard of is judged like any other.
        var state =
            senders[sender] ?? Sender(incarnation: 1, applied: 0, floor: 1, acceptsLoss: strangersAcceptLoss)
        if position.incarnation < state.incarnation { return .ignore }
        if position.incarnation > state.incarnation {
            // A restored neighbour numbers anew from its floor; what its former life was told is of no use to it.
            try database.run("DELETE FROM runtime_received WHERE sender = ?", sender)
            state = Sender(incarnation: position.incarnation, applied: floor - 1, floor: floor)
        }
        let wasAhead = state.isAhead
        state.floor = max(state.floor, floor)
        if state.acceptsLoss {
            if state.isAhead {
                state.applied = state.floor - 1
            } else if sequence == state.applied + 1 {
                // From the first one on that is simply the next, all is as everywhere else.
                state.acceptsLoss = false
            }
        }
        senders[sender] = state
        changed.insert(sender)
        if state.isAhead { return wasAhead ? .ignore : .lost(describe(sender, state)) }
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

    /// Once before each commit: the senders' positions, however many calls moved them, and without the replies that they
    /// have by now.
    mutating func writePositions() throws {
        for name in ServiceName.allCases where changed.contains(name) {
            guard let sender = senders[name] else { continue }
            try database.run("DELETE FROM runtime_received WHERE sender = ? AND sequence < ?", name, sender.floor)
            try database.run(
                """
                INSERT INTO runtime_callers (sender, incarnation, applied, floor, accepts_loss) VALUES (?, ?, ?, ?, ?)
                ON CONFLICT DO UPDATE SET incarnation = excluded.incarnation, applied = excluded.applied,
                    floor = excluded.floor, accepts_loss = excluded.accepts_loss
                """, name, sender.incarnation, sender.applied, sender.floor, sender.acceptsLoss)
        }
        changed.removeAll(keepingCapacity: true)
    }
}
