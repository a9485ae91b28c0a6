import Crypto
public import Messages
public import Storage

/// All that a command's handler has: the open transaction, the time, randomness, the caller, and the verbs with which it
/// tells others. Whatever it does through this is rolled back as one if it refuses.
public final class CommandContext {
    let effects: Effects
    let sagas: SagaBook
    public let now: Timestamp
    public let caller: Caller
    /// Nil where no client asked for this: in timers, sagas' later steps and other services' calls.
    public let client: Client?
    /// Who stands behind the message: the caller, or the one on whose behalf a service calls.
    public let actor: String
    /// The message that is being handled, as events name their cause.
    public let causation: String
    /// What a client's command has in common with its copies and with nothing else: a keyed hash of who asks, for what,
    /// under which key and with which body. Nil where no client asked.
    public let submission: [UInt8]?
    public let trace: String
    /// Until when steps that can still be given up may begin.
    let deadline: Timestamp?
    /// The signed statement that came with the message, to go with calls made for it.
    let statementText: String?
    /// The client's operation that a saga begun here will answer.
    let origin: Int64?
    let results: [String: [UInt8]]
    private let verify: ((String) throws -> Statement)?

    init(
        effects: Effects, sagas: SagaBook, now: Timestamp, caller: Caller, client: Client? = nil,
        actor: String? = nil, causation: String, submission: [UInt8]? = nil,
        trace: String, deadline: Timestamp? = nil, statementText: String? = nil, origin: Int64? = nil,
        results: [String: [UInt8]] = [:], verify: ((String) throws -> Statement)? = nil
    ) {
        (self.effects, self.sagas, self.now, self.caller) = (effects, sagas, now, caller)
        (self.client, self.submission) = (client, submission)
        (self.actor, self.causation, self.trace) = (actor ?? caller.actor, causation, trace)
        (self.deadline, self.statementText, self.origin, self.results) = (deadline, statementText, origin, results)
        self.verify = verify
    }

    public var database: Connection { effects.database }
    var coding: WireCoding { effects.coding }

    /// Reads what came from outside; what is wrong with it is a refusal that names the field.
    public func decode<Request: Decodable>(_ type: Request.Type, from body: [UInt8]) throws -> Request {
        do { return try coding.decodeInput(type, from: body) } catch { throw Rejection(error) }
    }

    /// The statement of the signed-in user behind the message. With a service's call it travels along and is checked
    /// again here, so that no service can act for a user who did not ask.
    public func user() throws -> Statement {
        if let statement = caller.statement { return statement }
        guard let text = statementText, let verify else {
            throw CommonFailure.unauthenticated.because("sign in and send the session's token")
        }
        return try verify(text)
    }

    public func newID<Entity>(_ kind: Entity.Type = Entity.self) -> ID<Entity> {
        ID(at: now, randomness: (effects.entropy.next(), effects.entropy.next()))
    }

    public func randomBytes(_ count: Int) -> [UInt8] { effects.entropy.bytes(count) }
}

// MARK: - Events

extension CommandContext {
    /// Tells what happened. The event is numbered, linked and stored in this transaction. Gives its number.
    @discardableResult
    public func emit<E: Event>(_ event: E) throws -> Int64 {
        let sequence = effects.lastSequence + 1
        let record = EventRecord(
            source: effects.service.rawValue, incarnation: effects.incarnation, sequence: sequence, type: E.type,
            version: E.version, subject: event.subject, severity: E.severity, time: now, actor: actor,
            credential: caller.statement?.credentialName, causation: causation, traceparent: trace, data: event)
        let body = try record.bytes(coding)
        let link = EventLink.next(after: effects.lastLink, body: body)
        try database.run(
            "INSERT INTO runtime_events (sequence, link, body, seal) VALUES (?, ?, ?, ?)", sequence, link, body,
            try effects.history.seals.event(sequence, link: link))
        (effects.lastSequence, effects.lastLink) = (sequence, link)
        return sequence
    }
}

// MARK: - Streams

extension CommandContext {
    /// Something is new for the streams that wait for this: they look once it is committed.
    public func touch(_ topic: String) { effects.touched.insert(topic) }
}

// MARK: - Calls

extension CommandContext {
    /// Asks another service for something, as surely as this transaction commits: the call is a row of it, sent until it
    /// is answered. Steps of a saga use their own form; this is for what needs no answer.
    public func call<C: Command>(_ service: ServiceName, _ command: C.Type, _ request: C.Request) throws {
        try insertCall(service, C.name, try coding.encode(request), deadline: nil, continuation: nil)
    }

    func insertCall(
        _ callee: ServiceName, _ operation: String, _ body: [UInt8], deadline: Timestamp?, continuation: Continuation?
    ) throws {
        let sequence = effects.lastCall[callee, default: 0] + 1
        let call = DurableCall(
            callee: callee, sequence: sequence, operation: operation, body: body, deadline: deadline,
            statement: statementText, actor: actor, trace: trace, continuation: continuation)
        try call.insert(into: database)
        effects.lastCall[callee] = sequence
        effects.calls.append(call)
    }
}

// MARK: - Timers

extension CommandContext {
    /// Has a registered timer handler run at a time, or as soon after it as the service is up.
    @discardableResult
    public func schedule(_ handler: String, at due: Timestamp, state: String = "") throws -> Int64 {
        try database.run("INSERT INTO runtime_timers (due, handler, state) VALUES (?, ?, ?)", due, handler, state)
        return database.lastInsertedRow
    }

    /// Takes a timer back; one that has run already is passed over.
    public func revoke(timer number: Int64) throws {
        try database.run("DELETE FROM runtime_timers WHERE number = ?", number)
    }
}

// MARK: - Heavy work

/// Thrown to leave a handler whose heavy work is not done yet. Its changes are undone, the work goes to the workers, and
/// the whole message runs again with the result at hand.
struct WorkNeeded: Error {
    let label: String
    let run: @Sendable () -> [UInt8]
}

extension CommandContext {
    /// The result of pure work that takes long. The handler is left at the first call and runs again from its beginning
    /// when the result is there, so it checks the state of that later time by itself.
    public func heavy(_ label: String, _ work: @escaping @Sendable () -> [UInt8]) throws -> [UInt8] {
        guard let result = results[label] else { throw WorkNeeded(label: label, run: work) }
        return result
    }
}
