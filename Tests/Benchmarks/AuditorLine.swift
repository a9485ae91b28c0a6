import Host
import Messages
import Transport

/// A connection of an auditor's own to the audit service.
final class AuditorLine {
    static let name = "auditor"

    private var socket: DealerSocket
    private var poller: Poller
    private var asked = 0
    private let coding = WireCoding()

    init(home: Home, keys: KeyRing, context: MessagingContext) throws {
        socket = try DealerSocket(
            in: context, keys: try keys.connectionKeys(of: AuditorLine.name),
            serverKey: try keys.connectionKey(of: .audit))
        poller = Poller([socket.pollable])
        try socket.connect(to: home.peers(of: .audit))
    }

    /// Asks and does not wait; false where no more questions are taken.
    func send<Q: Query>(_ query: Q.Type, _ request: Q.Request) throws -> Bool {
        asked += 1
        var header = Header(.query)
        header[.operation] = Q.name
        header[.reference] = String(asked)
        return try socket.send(header: header.bytes, body: try coding.encode(request)) == .sent
    }

    /// The answer's status and body.
    func ask<Q: Query>(_ query: Q.Type, _ request: Q.Request) throws -> (status: Int64, body: [UInt8]) {
        guard try send(query, request) else { throw BenchmarkFault("cannot ask audit") }
        while try poller.wait(milliseconds: 10_000) > 0 {
            while let answer = try socket.receive() {
                guard let header = Header(bytes: answer.header), header[.reference] == String(asked) else { continue }
                return (header.number(.status) ?? 0, answer.body)
            }
        }
        throw BenchmarkFault("audit does not answer")
    }

    func reply<Q: Query>(_ query: Q.Type, _ request: Q.Request) throws -> Q.Reply? {
        let (status, body) = try ask(query, request)
        return status == 200 ? try coding.decode(Q.Reply.self, from: body) : nil
    }
}
