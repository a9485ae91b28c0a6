import Crypto
public import Foundation
public import Messages
public import Runtime
public import Storage

/// One service on a real database file, driven message by message: what it sends to others is kept to be looked at and
/// answered by the test.
public final class ServiceUnderTest {
    public let directory: URL
    public private(set) var node: Node
    public var now = Timestamp(milliseconds: 1_800_000_000_000)
    /// Calls and queries to other services that the test has not answered.
    public private(set) var sent: [(service: ServiceName, header: Header, body: [UInt8])] = []
    /// Replies that came for nobody that was waiting in `ask`.
    public private(set) var replies: [String: (header: Header, body: [UInt8])] = [:]
    private var definition: ServiceDefinition
    private let parkMilliseconds: Int64
    private let forgotten: (any ForgottenList)?
    private let place: Place
    private let adjust: (inout NodeSettings) -> Void
    private var queries: QueryRunner
    private let coding = WireCoding()
    private let entropy: SeededEntropy
    private var references = 0

    /// - Parameters:
    ///   - parkMilliseconds: how long a request for events waits at the head.
    ///   - forgotten: whom the service has forgotten, whatever its database says.
    ///   - vfs: the disk that the database is on, if it is no real one.
    ///   - adjust: asked at each start for what else is to be settled otherwise.
    public init(
        _ definition: ServiceDefinition, parkMilliseconds: Int64 = 0, forgotten: (any ForgottenList)? = nil,
        vfs: String? = nil, adjust: @escaping (inout NodeSettings) -> Void = { _ in }
    ) throws {
        (self.definition, self.parkMilliseconds, self.forgotten) = (definition, parkMilliseconds, forgotten)
        self.adjust = adjust
        directory = FileManager.default.temporaryDirectory.appending(path: "croupier-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        entropy = try SeededEntropy(seed: Array(repeating: 7, count: 32))
        place = Place(path: vfs == nil ? directory.appending(path: "service.db").path : "service.db", vfs: vfs)
        (node, queries) = try Self.open(
            definition, place, entropy, now, Self.settings(parkMilliseconds, forgotten, adjust))
    }

    deinit { try? FileManager.default.removeItem(at: directory) }

    private struct Place {
        let path: String
        let vfs: String?
    }

    private static func settings(
        _ park: Int64, _ forgotten: (any ForgottenList)?, _ adjust: (inout NodeSettings) -> Void
    ) -> NodeSettings {
        var settings = TestUsers.nodeSettings
        (settings.parkMilliseconds, settings.forgotten) = (park, forgotten)
        adjust(&settings)
        return settings
    }

    private static func open(
        _ definition: ServiceDefinition, _ place: Place, _ entropy: SeededEntropy, _ now: Timestamp,
        _ settings: NodeSettings
    ) throws -> (Node, QueryRunner) {
        let node = try Node(
            definition, settings: settings, database: try .openWriter(at: place.path, vfs: place.vfs), entropy: entropy,
            at: now)
        return (node, QueryRunner(database: try .openReader(at: place.path, vfs: place.vfs)))
    }

    /// The database, for looking behind the service's back.
    public func reader() throws -> Connection { try .openReader(at: place.path, vfs: place.vfs) }

    /// Ends the process without a goodbye and starts it again on the same file, as configured otherwise where said.
    public func restart(as other: ServiceDefinition? = nil) throws {
        sent.removeAll()
        if let other { definition = other }
        (node, queries) = try Self.open(
            definition, place, entropy, now, Self.settings(parkMilliseconds, forgotten, adjust))
    }

    /// A copy of the database as it is now.
    public func copy() throws -> URL {
        let copy = directory.appending(path: "copy-\(UUID().uuidString).db")
        try reader().backup(to: copy.path)
        return copy
    }

    /// Ends the process, puts the database back from a copy and starts it again.
    /// - Parameter incarnation: which life of its database the operator says that this is.
    public func putBack(_ copy: URL?, incarnation: Int64 = 1) throws {
        sent.removeAll()
        let path = directory.appending(path: "service.db").path
        if let copy {
            for suffix in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + suffix) }
            try FileManager.default.copyItem(atPath: copy.path, toPath: path)
        }
        var settings = Self.settings(parkMilliseconds, forgotten, adjust)
        settings.incarnation = incarnation
        (node, queries) = try Self.open(definition, place, entropy, now, settings)
    }

    /// Whether a text stands anywhere in the database's files, as it is.
    public func isOnDisk(_ text: String) throws -> Bool {
        try ["", "-wal", "-shm"].contains { suffix in
            let file = directory.appending(path: "service.db\(suffix)")
            guard FileManager.default.fileExists(atPath: file.path) else { return false }
            return try Data(contentsOf: file).range(of: Data(text.utf8)) != nil
        }
    }

    // MARK: - Asking

    /// What came back: the reply, or the problem.
    public enum Answer<Reply> {
        case reply(Reply, status: Int)
        case problem(Problem)
        /// A saga is still deciding.
        case pending(reference: String)
    }

    public func ask<O: Messages.Operation>(
        _ operation: O.Type, _ request: O.Request, by statement: Statement? = nil, from peer: String = "gateway",
        address: String? = nil, agent: String? = nil, id: String? = nil, deadline: Timestamp? = nil
    ) throws -> Answer<O.Reply> {
        var header = Header(operation is any Command.Type ? .command : .query)
        header[.operation] = O.name
        references += 1
        let reference = "test-\(references)"
        header[.reference] = reference
        header[.id] = id ?? "key-\(references)"
        if let statement {
            header[.statement] = try TestUsers.sign(statement, for: definition.name)
        } else if peer == "gateway", O.route != nil {
            header[.actor] = "anonymous"
        }
        (header[.address], header[.agent]) = (address, agent)
        if let deadline { header.set(.deadline, deadline.milliseconds) }
        let body = try coding.encode(request)
        try step([.delivery(Delivery(peer: peer, route: [1], header: header, body: body))])
        return try answer(O.self, reference)
    }

    /// The answer to an earlier pending operation.
    public func answer<O: Messages.Operation>(_ operation: O.Type, _ reference: String) throws -> Answer<O.Reply> {
        guard let (header, body) = replies.removeValue(forKey: reference) else { return .pending(reference: reference) }
        let status = Int(header.number(.status) ?? 0)
        if status < 300 { return .reply(try coding.decode(O.Reply.self, from: body), status: status) }
        return .problem(try coding.decode(Problem.self, from: body))
    }

    /// A durable call as another service would make it; numbered densely per sender.
    public func call<C: Command>(
        _ command: C.Type, _ request: C.Request, from sender: ServiceName, statement: Statement? = nil,
        deadline: Timestamp? = nil
    ) throws -> Answer<C.Reply> {
        callNumbers[sender, default: 0] += 1
        let number = callNumbers[sender, default: 0]
        var header = Header(.call)
        header[.operation] = C.name
        header[.reference] = "call-\(sender.rawValue)-\(number)"
        header.set(.sequence, number)
        header.set(.floor, number)
        header.set(.incarnation, 1)
        header[.actor] = statement.map { "user:\($0.user)" } ?? "service:\(sender.rawValue)"
        header[.statement] = try statement.map { try TestUsers.sign($0, for: sender) }
        if let deadline { header.set(.deadline, deadline.milliseconds) }
        let body = try coding.encode(request)
        try step([.delivery(Delivery(peer: sender.rawValue, route: [2], header: header, body: body))])
        return try answer(C.self, "call-\(sender.rawValue)-\(number)")
    }

    private var callNumbers: [ServiceName: Int64] = [:]

    // MARK: - Answering what the service sent

    /// Takes the oldest unanswered call to a service of that operation and gives back its request.
    public func takeCall<C: Command>(_ command: C.Type, to service: ServiceName) throws -> (C.Request, Header)? {
        let isMatch = { (message: (service: ServiceName, header: Header, body: [UInt8])) in
            message.service == service && message.header[.operation] == C.name
        }
        guard let index = sent.firstIndex(where: isMatch) else { return nil }
        let message = sent.remove(at: index)
        return (try coding.decode(C.Request.self, from: message.body), message.header)
    }

    /// Takes the oldest unanswered call to a service, whichever it is, for a test that has the real one answer.
    public func takeCall(to service: ServiceName) -> (header: Header, body: [UInt8])? {
        let index = sent.firstIndex { $0.service == service && $0.header.kind == .call }
        return index.map { sent.remove(at: $0) }.map { ($0.header, $0.body) }
    }

    public func reply<Reply: Encodable>(_ reply: Reply, to header: Header, from service: ServiceName) throws {
        try sendReply(status: 200, try coding.encode(reply), to: header, from: service)
    }

    public func refuse(_ failure: some DomainFailure, to header: Header, from service: ServiceName) throws {
        try sendReply(
            status: failure.status, try coding.encode(Problem(failure, "refused by the test")), to: header,
            from: service)
    }

    private func sendReply(status: Int, _ body: [UInt8], to header: Header, from service: ServiceName) throws {
        var answer = Header(.reply)
        answer[.reference] = header[.reference]
        answer.set(.status, Int64(status))
        try step([.reply(from: service, header: answer, body: body)])
    }

    /// Gives the service a page of another's events, as its own pull would bring it. The source's head is the page's
    /// last event unless the test says otherwise.
    public func deliver(events: [[UInt8]], from source: ServiceName, head: Int64? = nil) throws {
        let isPull = { (message: (service: ServiceName, header: Header, body: [UInt8])) in
            message.service == source && message.header[.operation] == PullEvents.name
        }
        // At the head a follower takes a breath before it asks again.
        if !sent.contains(where: isPull) {
            now = now.adding(milliseconds: 5)
            try step()
        }
        guard let pull = sent.last(where: isPull) else { preconditionFailure("the service does not follow \(source)") }
        sent.removeAll(where: isPull)
        var header = Header(.reply)
        header[.reference] = pull.header[.reference]
        header.set(.status, 200)
        let after = try coding.decode(PullEvents.Request.self, from: pull.body).after
        header.set(.head, head ?? after + Int64(events.count))
        try step([.reply(from: source, header: header, body: events.flatMap { $0 + [10] })])
    }

    // MARK: - Driving

    /// Steps the service, does its heavy work and queries at once, and keeps on while anything of that is left.
    public func step(_ inbound: [Inbound] = []) throws {
        var waiting = inbound
        repeat {
            let out = try node.step(waiting, at: now)
            waiting = []
            for message in out {
                switch message {
                case .reply(_, let header, let body): replies[header[.reference] ?? ""] = (header, body)
                case .send(let service, let header, let body): sent.append((service, header, body))
                case .work(let order): waiting.append(.workDone(order, result: order.run()))
                case .query(let task):
                    switch queries.run(task, at: now) {
                    case .answered(let answer): keep(answer)
                    case .nothingYet(let question): waiting.append(.nothingYet(question))
                    }
                case .nudge, .web, .webPart: break
                }
            }
        } while !waiting.isEmpty || node.nextWake <= now
    }

    private func keep(_ message: Outbound) {
        if case .reply(_, let header, let body) = message { replies[header[.reference] ?? ""] = (header, body) }
    }

    /// The events that the service has emitted, decoded as attributes, of a type or all.
    public func events(_ type: String? = nil) throws -> [EventAttributes] {
        try reader().rows("SELECT body FROM runtime_events ORDER BY sequence") {
            try coding.decode(EventAttributes.self, from: try $0.value(0, as: [UInt8].self))
        }.filter { type == nil || $0.type == type }
    }
}

extension ServiceUnderTest.Answer {
    /// The reply, or an error that a test reports.
    public func get() throws -> Reply {
        switch self {
        case .reply(let reply, _): return reply
        case .problem(let problem): throw UnexpectedAnswer(description: "\(problem.code): \(problem.detail)")
        case .pending: throw UnexpectedAnswer(description: "still pending")
        }
    }

    public var problem: Problem? { if case .problem(let problem) = self { problem } else { nil } }
    public var code: String? { problem?.code }
    public var status: Int? {
        switch self {
        case .reply(_, let status): status
        case .problem(let problem): problem.status
        case .pending: nil
        }
    }
    public var reference: String? { if case .pending(let reference) = self { reference } else { nil } }
}

public struct UnexpectedAnswer: Error, CustomStringConvertible {
    public let description: String

    public init(description: String) { self.description = description }
}
