import Messages
import Runtime
import Transport

/// Where outsiders ask a service: auditors and witnesses whose keys are listed, and who may be slow, stalled or worse.
///
/// It is apart from the services' door in everything, so that what comes and goes here is no burden there, and it keeps
/// little: short questions and few of them, a few answers for each connection, and so many connections.
final class PeerDoor {
    /// How many questions are taken in at a time, of all peers together.
    static let turn = 16
    /// More than the longest that a peer may ask, a signed note in JSON, needs.
    private static let questionLimit = 256 << 10
    /// How many questions, and how many answers, wait for a connection in ZeroMQ's own queues.
    private static let queueLimit: Int32 = 4
    private static let complaintPause: Int64 = 60_000

    private var router: RouterSocket
    private var watch: ListenerWatch
    private var connections = PeerConnections()
    private var held = HeldAnswers()
    private let onFree: (_ route: [UInt8]) -> Void
    private let log: Log
    /// How many of whose questions were not taken in since it was last logged.
    private var refused: [String: Int] = [:]
    private var nextComplaint = Timestamp(milliseconds: 0)

    init(
        authenticator: Authenticator, keys: CurveKeyPair, options common: SocketOptions, log: Log,
        onFree: @escaping (_ route: [UInt8]) -> Void
    ) throws {
        (self.log, self.onFree) = (log, onFree)
        var options = common
        options.receivedFrameLimit = PeerDoor.questionLimit
        options.sendQueueLimit = PeerDoor.queueLimit
        options.receiveQueueLimit = PeerDoor.queueLimit
        router = try RouterSocket(authenticator: authenticator, keys: keys, options: options)
        watch = try router.watch()
    }

    func bind(to endpoint: String) throws { try router.bind(to: endpoint) }

    var pollables: [Pollable] { [router.pollable, watch.pollable] }

    /// When answers that were not taken are to be tried again.
    var nextTry: Timestamp? { held.nextTry }

    /// Tries again what was not taken, and gives what may be asked.
    func receive(at now: Timestamp) throws -> [(message: RouterMessage, header: Header)] {
        for route in try held.tryAgain(at: now, { try router.send(to: $0, header: $1.header, body: $1.body) }) {
            onFree(route)
        }
        var questions: [(RouterMessage, Header)] = []
        try followConnections()
        for _ in 0..<PeerDoor.turn {
            guard let message = try router.receive() else { break }
            try followConnections()
            guard let header = Header(bytes: message.header), header.kind != .reply,
                connections.has(message.connection)
            else { continue }
            if connections.admit(message.connection, of: message.peer), !held.isClogged(message.route) {
                questions.append((message, header))
            } else {
                refused[message.peer, default: 0] += 1
            }
        }
        complain(at: now)
        return questions
    }

    private func followConnections() throws {
        while let news = try watch.next() {
            switch news {
            case .began(let number): connections.begin(number)
            case .ended(let number): connections.end(number)
            }
        }
        for number in connections.takeExcess() { watch.end(number) }
    }

    /// Tells the operator, who knows whose key it is, once in a while.
    private func complain(at now: Timestamp) {
        guard !refused.isEmpty, now >= nextComplaint else { return }
        for (peer, count) in refused.sorted(by: { $0.key < $1.key }) {
            log.write(
                .warning, "a peer does not take its answers, or has too many connections",
                ["peer": peer, "questions_passed_over": "\(count)"])
        }
        refused.removeAll()
        nextComplaint = now.adding(milliseconds: PeerDoor.complaintPause)
    }

    /// An answer that is not taken is kept for a while, and dropped where too much is kept already: who still wants it
    /// asks again. Returns whether it is kept; `onFree` is told when one is not kept any more that is awaited.
    func reply(
        to route: [UInt8], header: [UInt8], body: [UInt8], isAwaited: Bool, at now: Timestamp
    ) throws -> Bool {
        let answer = HeldAnswers.Answer(header: header, body: body, isAwaited: isAwaited)
        return try held.give(answer, to: route, at: now) {
            try router.send(to: route, header: $0.header, body: $0.body)
        }
    }
}
