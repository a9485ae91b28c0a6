public import Messages
import Storage

/// How a service forgets a person in the tables of its own: from a position on, as much as fits into a message's turn.
/// Answers where to go on, or nil where nothing is left. It is begun anew on a copy of the database from before.
public typealias ForgettingRule = @Sendable (ID<User>, _ position: Int64, CommandContext) throws -> Int64?

/// How far the forgetting of a person is.
struct Forgetting {
    enum State: String, StorageValue { case tables, answers, erased, overwritten, gone }

    var state: State
    var position: Int64

    /// Stored answers looked through at once.
    static let answersAtOnce: Int64 = 500

    static func find(_ person: ID<User>, in database: Connection) throws -> Forgetting? {
        try database.first("SELECT state, position FROM runtime_forgotten WHERE person = ?", person) {
            Forgetting(state: try $0.value(0), position: try $0.value(1))
        }
    }

    static func has(_ state: State, in database: Connection) throws -> Bool {
        try database.first("SELECT 1 FROM runtime_forgotten WHERE state = ? LIMIT 1", state) { _ in true } ?? false
    }

    /// What was erased of a person once more has to be taken off the disk once more.
    static func reopen(_ person: ID<User>, in database: Connection) throws {
        try database.run(
            "UPDATE runtime_forgotten SET state = 'erased' WHERE person = ? AND state IN ('overwritten', 'gone')",
            person)
    }

    fileprivate func write(_ person: ID<User>, in context: CommandContext) throws {
        try context.database.run(
            """
            INSERT INTO runtime_forgotten (person, forgotten_at, state, position) VALUES (?1, ?2, ?3, ?4)
            ON CONFLICT DO UPDATE SET state = excluded.state, position = excluded.position,
                erased_at = CASE WHEN ?3 = 'erased' THEN ?2 END
            """, person, context.now, state, position)
    }
}

/// How far a part of forgetting has come.
public enum ForgettingProgress: Sendable {
    /// There is more to erase.
    case more
    /// All is erased; what is left of it on the disk, the node takes off by itself.
    case erased
    /// No copy is left in the tables, in stored answers or in the log of the database.
    case done
}

extension CommandContext {
    /// Does a part of forgetting a person, and answers how far it is.
    public func forget(_ person: ID<User>, by rule: ForgettingRule) throws -> ForgettingProgress {
        var forgetting = try Forgetting.find(person, in: database) ?? Forgetting(state: .tables, position: 0)
        switch forgetting.state {
        case .tables:
            if let next = try rule(person, forgetting.position, self) {
                forgetting.position = next
            } else {
                forgetting = Forgetting(state: .answers, position: 0)
            }
        case .answers:
            if let next = try inboxForgets(person, after: forgetting.position) {
                forgetting.position = next
            } else {
                forgetting.state = .erased
                effects.hasErased = true
            }
        case .erased:
            // The node does the rest once this is committed.
            return .erased
        case .overwritten, .gone:
            return .done
        }
        try forgetting.write(person, in: self)
        return forgetting.state == .erased ? .erased : .more
    }

    /// Whether a person was forgotten here, or is being forgotten.
    public func hasForgotten(_ person: ID<User>) throws -> Bool { try Forgetting.find(person, in: database) != nil }

    /// Says that something was erased of a person who had been forgotten before.
    public func hasErasedMore(of person: ID<User>) throws {
        try Forgetting.reopen(person, in: database)
        effects.hasErased = true
    }

    /// What a client was told stays known to have been told; what it said is forgotten where it tells of the person: to
    /// them, or to others by their id.
    private func inboxForgets(_ person: ID<User>, after position: Int64) throws -> Int64? {
        let last = try database.first(
            """
            SELECT MAX(number) FROM (SELECT number FROM runtime_inbox WHERE number > ? ORDER BY number LIMIT ?)
            """, position, Forgetting.answersAtOnce
        ) { try $0.value(0, as: Int64?.self) }
        guard let last = last ?? nil else { return nil }
        try database.run(
            """
            UPDATE runtime_inbox SET reply = NULL, location = NULL
            WHERE number > ?1 AND number <= ?2 AND state = 'answered' AND operation <> ?5
                AND (person = ?3 OR instr(reply, ?4) > 0)
            """, position, last, person, Array(person.text.utf8), ForgetUser.name)
        return last
    }

    /// Who it is that a stranger's message made, or let in: what is answered is theirs.
    public func concerns(_ person: ID<User>) { effects.stranger = person }

    /// Whether a workflow of another kind is under way that names a text in its state. One that is stuck is not: it ends only
    /// by a person's hand.
    public func hasOpenSagas(naming text: String, otherThan definition: String) throws -> Bool {
        try database.first(
            "SELECT 1 FROM runtime_sagas WHERE phase <> 'stuck' AND definition <> ? AND instr(state, ?) > 0 LIMIT 1",
            definition, text
        ) { _ in true } ?? false
    }

    /// What stuck workflows carry goes, where it names a person. That there is one, where it stopped and about whom stays for
    /// those who look after it; whoever still waits for one is told that it is over.
    public func emptyStuckSagas(naming person: ID<User>) throws {
        let waited: [Int64] = try database.rows(
            "SELECT origin FROM runtime_sagas WHERE phase = 'stuck' AND origin IS NOT NULL AND instr(state, ?) > 0",
            person.text
        ) { try $0.value(0) }
        for origin in waited {
            let detail = "this is stuck, and what it was about is a person who has been forgotten"
            var problem = CommonFailure.forgotten.because(detail).problem
            problem.traceID = traceID
            let reply = EncodedReply(status: problem.status, location: nil, body: try coding.encode(problem))
            effects.answers.append((origin, reply))
        }
        try database.run(
            """
            UPDATE runtime_sagas
            SET state = json_object('forgotten', ?1), problem = NULL, statement = NULL, origin = NULL
            WHERE phase = 'stuck' AND instr(state, ?1) > 0
            """, person.text)
    }
}
