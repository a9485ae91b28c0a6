import Messages
import Runtime
import Transport

/// A service's sockets, all on the loop's thread: the one at which services ask it and the one at which outsiders do, one to
/// each service it asks, and the one that tells outside followers of new events.
final class Sockets {
    private static let frameLimit = SocketOptions().frameLimit

    /// By which of the two a question came: the first byte of its route, as a connection of one may have the same name as
    /// one of the other.
    private enum Door {
        static let services: UInt8 = 0
        static let peers: UInt8 = 1
    }

    private var router: RouterSocket
    private let peers: PeerDoor
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
        let peers: String
        let nudges: String
    }

    init(
        _ places: Places, services: Authenticator, peers outside: Authenticator, keys: KeyRing, wakeUp: WakeUp,
        onFree: @escaping (_ route: [UInt8]) -> Void
    ) throws {
        var options = SocketOptions()
        options.lingerMilliseconds = 500
        let own = try keys.connectionKeys(of: places.service.rawValue)
        router = try RouterSocket(authenticator: services, keys: own, options: options)
        peers = try PeerDoor(
            authenticator: outside, keys: own, options: options, log: Log(service: places.service.rawValue)
        ) { onFree([Door.peers] + $0) }
        publisher = try PublisherSocket(authenticator: outside, keys: own, options: options)
        dealers = try ServiceName.allCases.map { service in
            let dealer = try DealerSocket(
                in: services.context, keys: own, serverKey: try keys.connectionKey(of: service), options: options)
            try dealer.connect(to: places.endpoints[service] ?? "")
            return Line(service, dealer)
        }
        self.wakeUp = wakeUp
        poller = Poller([wakeUp.pollable, router.pollable] + peers.pollables)
        for dealer in dealers { _ = poller.append(dealer.socket.pollable) }
        try router.bind(to: places.endpoints[places.service] ?? "")
        try peers.bind(to: places.peers)
        try publisher.bind(to: places.nudges)
    }

    /// When something is to be tried again that was not taken.
    var nextTry: Timestamp? { peers.nextTry }

    func wait(milliseconds: Int) throws { try poller.wait(milliseconds: milliseconds) }

    /// What has come in, up to a bound of each kind, so that a flood of one does not keep the other out: what stays in
    /// the sockets' own queues is the next batch's. Nonsense counts too.
    func receive(upTo limit: Int, into inbound: inout [Inbound], at now: Timestamp) throws {
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
            inbound.append(Sockets.delivery(message, header, by: Door.services))
        }
        for (message, header) in try peers.receive(at: now) {
            inbound.append(Sockets.delivery(message, header, by: Door.peers))
        }
    }

    private static func delivery(_ message: RouterMessage, _ header: Header, by door: UInt8) -> Inbound {
        .delivery(Delivery(peer: message.peer, route: [door] + message.route, header: header, body: message.body))
    }

    /// A reply whose asker is gone or full is dropped: who still wants it asks again with the same id. Returns whether it is
    /// kept for a while instead; of one that is awaited, `onFree` tells when it is not any more.
    @discardableResult
    func reply(to route: [UInt8], _ header: Header, _ body: [UInt8], isAwaited: Bool = false) throws -> Bool {
        var (frame, body) = (header.bytes, body)
        if max(frame.count, body.count) > Sockets.frameLimit { (frame, body) = try Sockets.tooLarge(in: header) }
        let connection = Array(route.dropFirst())
        if route.first == Door.peers {
            return try peers.reply(
                to: connection, header: frame, body: body, isAwaited: isAwaited, at: SystemClock.now)
        }
        if try router.send(to: connection, header: frame, body: body) != .sent { undelivered += 1 }
        return false
    }

    /// What is said in place of an answer that no frame can hold: nobody's question may end the process.
    private static func tooLarge(in reply: Header) throws -> (header: [UInt8], body: [UInt8]) {
        let problem = Problem(
            CommonFailure.answerTooLarge, "the answer is too large to be sent; ask for less at a time")
        var header = Header(.reply)
        header[.reference] = reply[.reference]
        header.set(.status, Int64(problem.status))
        return (header.bytes, try WireCoding().encode(problem))
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
