import Messages
import Runtime
import Transport

/// A service's sockets, all on the loop's thread: the one it is asked at, one to each service it asks, and the one that
/// tells outside followers of new events.
final class Sockets {
    private var router: RouterSocket
    private var dealers: [Line]
    private let publisher: PublisherSocket
    private var poller: Poller
    private let wakeUp: WakeUp
    private(set) var malformed = 0
    private(set) var undelivered = 0

    /// A connection to one service; a class, because noncopyable sockets cannot lie in an array.
    private final class Line {
        let service: ServiceName
        var socket: DealerSocket

        init(_ service: ServiceName, _ socket: consuming DealerSocket) {
            self.service = service
            self.socket = socket
        }
    }

    struct Places: Sendable {
        let service: ServiceName
        let endpoints: [ServiceName: String]
        let nudges: String
    }

    init(_ places: Places, authenticator: Authenticator, keys: KeyRing, wakeUp: WakeUp) throws {
        var options = SocketOptions()
        options.lingerMilliseconds = 500
        let own = try keys.connectionKeys(of: places.service.rawValue)
        router = try RouterSocket(authenticator: authenticator, keys: own, options: options)
        publisher = try PublisherSocket(authenticator: authenticator, keys: own, options: options)
        dealers = try ServiceName.allCases.map { service in
            let dealer = try DealerSocket(
                in: authenticator.context, keys: own, serverKey: try keys.connectionKey(of: service), options: options)
            try dealer.connect(to: places.endpoints[service] ?? "")
            return Line(service, dealer)
        }
        self.wakeUp = wakeUp
        poller = Poller([wakeUp.pollable, router.pollable])
        for dealer in dealers { _ = poller.append(dealer.socket.pollable) }
        try router.bind(to: places.endpoints[places.service] ?? "")
        try publisher.bind(to: places.nudges)
    }

    func wait(milliseconds: Int) throws { try poller.wait(milliseconds: milliseconds) }

    /// What has come in, up to a bound of each kind, so that a flood of one does not keep the other out: what stays in
    /// the sockets' own queues is the next batch's. Nonsense counts too.
    func receive(upTo limit: Int, into inbound: inout [Inbound]) throws {
        for line in dealers {
            for _ in 0..<limit {
                guard let message = try line.socket.receive() else { break }
                guard let header = Header(bytes: message.header), header.kind == .reply else {
                    malformed += 1
                    continue
                }
                inbound.append(.reply(from: line.service, header: header, body: message.body))
            }
        }
        for _ in 0..<limit {
            guard let message = try router.receive() else { break }
            guard let header = Header(bytes: message.header), header.kind != .reply else {
                malformed += 1
                continue
            }
            inbound.append(
                .delivery(Delivery(peer: message.peer, route: message.route, header: header, body: message.body)))
        }
    }

    /// A reply whose asker is gone or full is dropped: who still wants it asks again with the same id.
    func reply(to route: [UInt8], _ header: Header, _ body: [UInt8]) throws {
        do {
            if try router.send(to: route, header: header.bytes, body: body) != .sent { undelivered += 1 }
        } catch .frameTooLarge {
            let (header, body) = try Sockets.tooLarge(in: header)
            _ = try router.send(to: route, header: header.bytes, body: body)
        }
    }

    /// What is said in place of an answer that no frame can hold: nobody's question may end the process.
    private static func tooLarge(in reply: Header) throws -> (Header, [UInt8]) {
        let problem = Problem(
            CommonFailure.answerTooLarge, "the answer is too large to be sent; ask for less at a time")
        var header = Header(.reply)
        header[.reference] = reply[.reference]
        header.set(.status, Int64(problem.status))
        return (header, try WireCoding().encode(problem))
    }

    /// What finds a full queue is dropped: calls and requests are sent again until they are answered.
    func send(to service: ServiceName, _ header: Header, _ body: [UInt8]) throws {
        guard let line = dealers.first(where: { $0.service == service }) else { return }
        if try line.socket.send(header: header.bytes, body: body) != .sent { undelivered += 1 }
    }

    func nudge(_ service: ServiceName, head: Int64) throws {
        try publisher.publish(topic: Array(service.rawValue.utf8), body: Array(String(head).utf8))
    }
}
