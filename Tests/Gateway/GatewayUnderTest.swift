import Crypto
import Foundation
import Gateway
import Messages
import Runtime
import Storage
import TestSupport

/// The gateway's machine on a real database file, with every other service played by the test.
final class GatewayUnderTest {
    struct Sent {
        let service: ServiceName
        let header: Header
        let body: [UInt8]

        var text: String { String(decoding: body, as: UTF8.self) }
    }

    let directory: URL
    private(set) var machine: GatewayMachine
    var now = Timestamp(milliseconds: 1_800_000_000_000)
    /// What went to services and was not answered, beside the questions how they are and the requests for events.
    var sent: [Sent] = []
    private(set) var answers: [UInt64: WebResponse] = [:]
    /// What was written behind answers that were left open.
    private(set) var parts: [UInt64: [WebPart]] = [:]
    /// Services that answer when they are asked how they are.
    var living: Set<ServiceName> = Set(ServiceName.allCases)
    /// Whether identity answers requests for its events.
    var isStreaming = true
    private var events: [[UInt8]] = []
    private var lastWeb: UInt64 = 0
    private var calls: [ServiceName: Int64] = [:]
    private var digests: [ServiceName: String] = [:]
    private let settings: EdgeSettings
    private let entropy: SeededEntropy
    let coding = WireCoding()

    init(_ settings: EdgeSettings = EdgeSettings()) throws {
        self.settings = settings
        directory = FileManager.default.temporaryDirectory.appending(path: "croupier-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        entropy = try SeededEntropy(seed: Array(repeating: 7, count: 32))
        machine = try Self.open(settings, directory, entropy, now)
    }

    deinit { try? FileManager.default.removeItem(at: directory) }

    private static func open(
        _ settings: EdgeSettings, _ directory: URL, _ entropy: SeededEntropy, _ now: Timestamp
    ) throws -> GatewayMachine {
        try GatewayMachine(
            settings: TestUsers.nodeSettings,
            edge: settings, database: try .openWriter(at: directory.appending(path: "gateway.db").path),
            entropy: entropy, at: now)
    }

    func restart() throws {
        sent.removeAll()
        machine = try Self.open(settings, directory, entropy, now)
        try step()
    }

    func reader() throws -> Connection { try .openReader(at: directory.appending(path: "gateway.db").path) }

    // MARK: - Driving

    /// Steps, and answers for the services until nothing that is due is left.
    func step(_ inbound: [Inbound] = []) throws {
        var waiting = inbound
        repeat {
            let out = try machine.step(waiting, at: now)
            waiting = []
            for message in out {
                switch message {
                case .web(let id, let response): answers[id] = response
                case .webPart(let id, let part): parts[id, default: []].append(part)
                case .send(let service, let header, let body):
                    if let reply = try played(service, header, body) { waiting.append(reply) }
                case .reply, .work, .query, .nudge: break
                }
            }
        } while !waiting.isEmpty || machine.nextWake <= now
    }

    /// Lets time pass in small steps.
    func wait(milliseconds: Int64, by pace: Int64 = 100) throws {
        let end = now.adding(milliseconds: milliseconds)
        while now < end {
            now = min(end, now.adding(milliseconds: pace))
            try step()
            if isStreaming { try answerParkedPull() }
        }
    }

    private func played(_ service: ServiceName, _ header: Header, _ body: [UInt8]) throws -> Inbound? {
        switch header[.operation] {
        case GetStatus.name?:
            guard living.contains(service) else { return nil }
            let status = ServiceStatus(
                service: service, build: "test", incarnation: 1, isReady: true, complaint: "", lastEvent: 3,
                openSagas: 0, pendingCalls: 0, batches: 1, messages: 1, catalogueDigest: digests[service] ?? "")
            return reply(to: header, from: service, status: 200, try coding.encode(status))
        case PullEvents.name?:
            let request = try coding.decode(PullEvents.Request.self, from: body)
            // At the head the request waits, as it does in life, so only what is new is answered at once.
            let wait = request.waitMilliseconds ?? 50
            guard isStreaming, Int(request.after) < events.count || now > lastPull.adding(milliseconds: wait) else {
                parked = (header, request.after)
                return nil
            }
            return page(header, after: request.after)
        case AnnounceCatalogue.name?: return nil
        default:
            sent.append(Sent(service: service, header: header, body: body))
            return nil
        }
    }

    private var lastPull = Timestamp(milliseconds: 0)
    private var parked: (header: Header, after: Int64)?

    /// Identity is put back from a copy that ends with this event, and its operator says so.
    func putIdentityBack(to event: Int64) throws {
        events.removeLast(events.count - Int(event))
        life += 1
        wasPutBack = true
        try deliverEvents()
    }

    private var life: Int64 = 1
    private var wasPutBack = false

    private func page(_ header: Header, after: Int64) -> Inbound {
        lastPull = now
        parked = nil
        var answer = Header(.reply)
        answer[.reference] = header[.reference]
        if wasPutBack {
            wasPutBack = false
            answer.set(.status, Int64(HistoryFailure.restored.status))
            answer.set(.head, Int64(events.count))
            answer.set(.sequence, Int64(events.count))
            answer.set(.incarnation, life)
            answer[.link] = Base64URL.encode([UInt8](repeating: 7, count: 32))
            let problem = Problem(HistoryFailure.restored, "put back by the test")
            return .reply(from: .identity, header: answer, body: (try? coding.encode(problem)) ?? [])
        }
        answer.set(.status, 200)
        answer.set(.head, Int64(events.count))
        return .reply(from: .identity, header: answer, body: events.dropFirst(Int(after)).flatMap { $0 + [10] })
    }

    /// Identity answers the request for events that waits at its head.
    func answerParkedPull() throws {
        if let parked { try step([page(parked.header, after: parked.after)]) }
    }

    /// Identity commits events about these subjects; gives the number of the last. The gateway has not taken them yet.
    @discardableResult
    func commitEvents(about subjects: [Subject], type: String = "identity.something-happened") throws -> Int64 {
        for subject in subjects {
            let event = EventRecord(
                source: "identity", incarnation: 1, sequence: Int64(events.count + 1), type: type, version: 1,
                subject: subject, severity: .info, time: now, actor: "anonymous", causation: "test", traceparent: "",
                data: Nothing())
            events.append(try coding.encode(event))
        }
        return Int64(events.count)
    }

    /// Identity commits an event that is not what it should be.
    func commitNonsense() { events.append(Array(#"{"type":"identity.session-ended"}"#.utf8)) }

    /// The gateway takes the events that there are.
    func deliverEvents() throws {
        // At the head the gateway takes a breath before it asks again.
        now = now.adding(milliseconds: 5)
        try step()
        try answerParkedPull()
    }

    func tell(about subjects: Subject...) throws {
        try commitEvents(about: subjects)
        try deliverEvents()
    }

    /// The gateway takes an event in one batch with another message, which comes first.
    func tell(about subject: Subject, after message: Inbound) throws {
        now = now.adding(milliseconds: 5)
        try step()
        try commitEvents(about: [subject])
        guard let parked else { preconditionFailure("the gateway waits for no events") }
        try step([message, page(parked.header, after: parked.after)])
    }

    // MARK: - Services

    func announce(_ catalogue: Catalogue, as sender: ServiceName? = nil) throws {
        let text = try coding.encode(catalogue)
        let sender = sender ?? catalogue.service
        calls[sender, default: 0] += 1
        var header = Header(.call)
        header[.operation] = AnnounceCatalogue.name
        header[.reference] = "call"
        for field in [Header.Field.sequence, .floor] { header.set(field, calls[sender, default: 0]) }
        header.set(.incarnation, 1)
        let request = AnnounceCatalogue.Request(catalogue: String(decoding: text, as: UTF8.self))
        let body = try coding.encode(request)
        digests[sender] = Hex.encode(SHA256.hash(text))
        try step([.delivery(Delivery(peer: sender.rawValue, route: [9], header: header, body: body))])
    }

    func reply(
        to header: Header, from service: ServiceName, status: Int, _ body: [UInt8], location: String? = nil,
        head: Int64? = nil
    ) -> Inbound {
        var answer = Header(.reply)
        answer[.reference] = header[.reference]
        answer.set(.status, Int64(status))
        answer[.location] = location
        if let head { answer.set(.head, head) }
        return .reply(from: service, header: answer, body: body)
    }

    func answer(
        _ message: Sent, status: Int = 200, _ body: String = "{}", location: String? = nil, head: Int64? = nil
    ) throws {
        try step([
            reply(
                to: message.header, from: message.service, status: status, Array(body.utf8), location: location,
                head: head)
        ])
    }

    /// What was sent to a service of this operation, taken off the list.
    func take(_ operation: String) -> [Sent] {
        defer { sent.removeAll { $0.header[.operation] == operation } }
        return sent.filter { $0.header[.operation] == operation }
    }

    /// Identity vouches for all who ask.
    func vouch(for statement: Statement) throws {
        for question in take(VouchForSession.name) {
            let reply = VouchForSession.Reply(
                statements: try ServiceName.allCases.map { service in
                    .init(service: service, statement: try TestUsers.sign(statement, for: service))
                }, user: statement.user, session: statement.session,
                expiresAt: statement.expiresAt)
            try answer(question, String(decoding: try coding.encode(reply), as: UTF8.self))
        }
    }

    // MARK: - Clients

    @discardableResult
    func send(
        _ method: String, _ target: String, _ body: String? = nil, headers: [String: String] = [:],
        bytes: [UInt8]? = nil, from address: String = "127.0.0.1", forwardedFor: [String] = []
    ) throws -> UInt64 {
        lastWeb += 1
        let parts = target.split(separator: "?", maxSplits: 1)
        let query = parts.dropFirst().flatMap { $0.split(separator: "&") }.map { pair in
            let sides = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            return (name: String(sides[0]), value: sides.count > 1 ? String(sides[1]) : "")
        }
        var fields = headers
        if body != nil, fields["content-type"] == nil { fields["content-type"] = "application/json" }
        let request = WebRequest(
            id: lastWeb, method: method, path: String(parts[0]), query: query,
            headers: fields.sorted { $0.key < $1.key }.map { (name: $0.key, value: $0.value) }
                + forwardedFor.map { (name: "x-forwarded-for", value: $0) },
            body: bytes ?? body.map { Array($0.utf8) } ?? [], remoteAddress: address)
        try step([.web(request)])
        return lastWeb
    }

    /// A request that is answered without any service's help.
    func get(
        _ method: String, _ target: String, _ body: String? = nil, headers: [String: String] = [:]
    ) throws -> Answer {
        Answer(answers[try send(method, target, body, headers: headers)])
    }

    func answer(to id: UInt64) -> Answer { Answer(answers[id]) }

    struct Answer {
        let response: WebResponse?

        init(_ response: WebResponse?) { self.response = response }

        var status: Int? { response?.status }
        var text: String { String(decoding: response?.body ?? [], as: UTF8.self) }
        var problem: Problem? { try? WireCoding().decode(Problem.self, from: response?.body ?? []) }
        var code: String? { problem?.code }
        var pointers: [String] { problem?.errors.map { "\($0.pointer) \($0.code)" } ?? [] }
        func header(_ name: String) -> String? { response?.headers.first { $0.name == name }?.value }
        var json: Any? { try? JSONSerialization.jsonObject(with: Data(response?.body ?? [])) }
    }
}

func gateway(_ settings: EdgeSettings = EdgeSettings()) throws -> GatewayUnderTest { try bettingGateway(settings) }

/// A gateway whose services are up and announced, with a user that identity vouches for.
func bettingGateway(_ settings: EdgeSettings = EdgeSettings()) throws -> GatewayUnderTest {
    let gateway = try GatewayUnderTest(settings)
    try gateway.step()
    try gateway.announce(try bettingCatalogue())
    try gateway.answerParkedPull()
    return gateway
}
