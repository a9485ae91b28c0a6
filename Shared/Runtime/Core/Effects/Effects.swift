import Crypto
import Messages
import Storage

/// What a transaction has done beside the service's own tables: events, calls, answers. The rows lie in the same
/// transaction; what is kept here in memory follows every rollback.
final class Effects {
    let service: ServiceName
    let database: Connection
    let coding = WireCoding()
    let entropy: any Entropy
    let history: EventHistory
    private(set) var incarnation: Int64 = 0

    var lastSequence: Int64 = 0
    var lastLink: [UInt8] = []
    var lastCall: [ServiceName: Int64] = [:]
    /// What the service has left beside where its events end.
    var mark: [UInt8] = []
    /// Calls made in this transaction, to be sent once it is committed.
    var calls: [DurableCall] = []
    /// Client operations answered in this transaction by sagas.
    var answers: [(origin: Int64, reply: EncodedReply)] = []
    /// What streams may have news of. What a rolled back message touched stays here: its news are none, and cost a look.
    var touched: Set<String> = []
    /// Who a message of nobody's was from, as its handler found out.
    var stranger: ID<User>?
    /// Whether something was erased of which there is still a copy on the disk.
    var hasErased = false

    init(service: ServiceName, database: Connection, entropy: any Entropy, sealKey: [UInt8]) {
        (self.service, self.database, self.entropy) = (service, database, entropy)
        history = EventHistory(database: database, key: sealKey)
    }

    /// Reads back what the database says: at the start, and after a batch that was given up.
    func reload() throws {
        incarnation = try database.first("SELECT incarnation FROM runtime_self") { try $0.value(0) } ?? 1
        let head = try history.end().head
        (lastSequence, lastLink, mark) = (head.sequence, head.link, head.mark)
        lastCall = [:]
        try database.each("SELECT callee, last FROM runtime_callees") { row in
            lastCall[try row.value(0)] = try row.value(1, as: Int64.self)
            return true
        }
        forget()
    }

    /// The database goes on in another life: what follows is numbered on from what there is.
    func begin(life incarnation: Int64, at now: Timestamp) throws {
        try history.begin(Life(incarnation: incarnation, sequence: lastSequence, link: lastLink), at: now)
        self.incarnation = incarnation
    }

    /// Before a commit: where the events end by now.
    func writeHead() throws { try history.writeHead(lastSequence, lastLink, mark: mark) }

    /// After a commit: what was to be sent has been taken.
    func forget() {
        calls.removeAll(keepingCapacity: true)
        answers.removeAll(keepingCapacity: true)
        touched.removeAll(keepingCapacity: true)
    }

    /// Runs a body in a savepoint of its own: if it throws, nothing of it is left in the database or here.
    func attempt<Value>(_ body: () throws -> Value) throws -> Value {
        try database.savepoint()
        let before = (lastSequence, lastLink, lastCall, mark, calls.count, answers.count)
        do {
            let value = try body()
            try database.releaseSavepoint()
            return value
        } catch {
            // A full or failing disk may have ended the whole transaction; then there is no savepoint to go back to, and
            // what matters is why.
            guard database.isInTransaction else { throw error }
            try database.rollbackToSavepoint()
            (lastSequence, lastLink, lastCall, mark) = (before.0, before.1, before.2, before.3)
            calls.removeLast(calls.count - before.4)
            answers.removeLast(answers.count - before.5)
            throw error
        }
    }
}

/// How an event is bound to the one before it: the hash of the former link and the stored bytes, which hold the
/// sequence number.
public enum EventLink {
    public static let first = [UInt8](repeating: 0, count: SHA256.byteCount)

    public static func next(after link: [UInt8], body: [UInt8]) -> [UInt8] { SHA256.hash(parts: link, body) }
}
