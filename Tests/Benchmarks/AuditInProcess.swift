import Audit
import Crypto
import Foundation
import Host
import Messages
import Runtime
import Storage

/// The audit service in this process, stepped by hand, with six sources that answer its requests for events at once.
final class AuditInProcess {
    let node: Node
    private let coding = WireCoding()
    private var requests: [Outbound] = []
    /// Of each source, how many events it has sent.
    private var sent: [ServiceName: Int64] = [:]

    init(database path: String, keys: KeyRing) throws {
        let settings = NodeSettings(
            build: "bench", identityKeys: try keys.verifyingKeys(of: "identity"),
            sealKey: try keys.sealKey(of: .audit))
        node = try Node(
            AuditService.definition(signingKeySeed: try keys.signingSeed(of: "audit")), settings: settings,
            database: try .openWriter(at: path), entropy: SystemEntropy(), at: SystemClock.now)
        requests = try node.step([], at: SystemClock.now)
    }

    func close() throws { try node.close(at: SystemClock.now) }

    /// Has it take in a page of each source's events, as they come while it is behind; in nanoseconds.
    func takePages(of count: Int) throws -> Int64 {
        let pages = try requests.compactMap { try answer($0, count) }
        guard pages.count == ServiceName.allCases.count else {
            throw BenchmarkFault("audit asked \(pages.count) services for events")
        }
        let begun = monotonicNanoseconds()
        requests = try node.step(pages, at: SystemClock.now)
        let taken = monotonicNanoseconds() - begun
        // It asks again a moment later where a page was not full.
        while requests.count(where: { $0.isPull }) < pages.count {
            requests += try node.step([], at: SystemClock.now.adding(milliseconds: 50))
        }
        return taken
    }

    private func answer(_ message: Outbound, _ count: Int) throws -> Inbound? {
        guard message.isPull, case .send(let source, let asked, _) = message else { return nil }
        var body: [UInt8] = []
        for _ in 0..<count {
            sent[source, default: 0] += 1
            body += try event(sent[source, default: 0], from: source)
            body.append(10)
        }
        var header = Header(.reply)
        header[.reference] = asked[.reference]
        header.set(.status, 200)
        header.set(.head, sent[source, default: 0])
        return .reply(from: source, header: header, body: body)
    }

    /// As the wallet tells of a hold.
    private func event(_ sequence: Int64, from source: ServiceName) throws -> [UInt8] {
        let user = ID<User>(high: 1, low: UInt64(sequence % 1000))
        let data = HoldPlaced(
            hold: ID(high: 2, low: UInt64(sequence)), user: user,
            money: Money(Amount(100), Currency(code: "EUR", scale: 2)), purpose: "bet/\(user)",
            transaction: ID(high: 3, low: UInt64(sequence)), expiresAt: nil)
        return try EventRecord(
            source: source.rawValue, incarnation: 1, sequence: sequence, type: HoldPlaced.type, version: 1,
            subject: data.subject, severity: .info, time: SystemClock.now, actor: "user:\(user)",
            causation: "betting:1:\(sequence)", traceparent: "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
            data: data
        ).bytes(coding)
    }

    /// A question, from its message to its answer; in nanoseconds.
    func ask<Q: Query>(_ query: Q.Type, _ request: Q.Request, _ reader: QueryRunner) throws -> Int64 {
        try answer(query, request, reader).nanoseconds
    }

    func answer<Q: Query>(to query: Q.Type, _ request: Q.Request, _ reader: QueryRunner) throws -> Q.Reply {
        try coding.decode(Q.Reply.self, from: answer(query, request, reader).body)
    }

    private func answer<Q: Query>(
        _ query: Q.Type, _ request: Q.Request, _ reader: QueryRunner
    ) throws -> (nanoseconds: Int64, body: [UInt8]) {
        var header = Header(.query)
        header[.operation] = Q.name
        header[.reference] = "question"
        let delivery = Delivery(
            peer: ServiceName.gateway.rawValue, route: [1], header: header, body: try coding.encode(request))
        let begun = monotonicNanoseconds()
        for message in try node.step([.delivery(delivery)], at: SystemClock.now) {
            guard case .query(let task) = message else {
                requests.append(message)
                continue
            }
            guard case .answered(.reply(_, let answer, let body)) = reader.run(task, at: SystemClock.now),
                answer.number(.status) == 200, body.count > 100
            else { throw BenchmarkFault("a question was refused") }
            return (monotonicNanoseconds() - begun, body)
        }
        throw BenchmarkFault("no answer to a question")
    }
}

extension Outbound {
    fileprivate var isPull: Bool {
        if case .send(_, let header, _) = self { header[.operation] == PullEvents.name } else { false }
    }
}
