public import Messages
public import Runtime
public import Storage
import Synchronization
import Transport

/// Raised once, by a signal or a test, and seen by the loop.
public final class StopSign: Sendable {
    private let raised = Mutex(false)
    /// How often the loop turns after that, so that what had arrived and what workers were at is answered.
    let lastTurns = 20

    public init() {}

    public var isRaised: Bool { raised.withLock { $0 } }

    public func raise() { raised.withLock { $0 = true } }
}

/// A service at work in this process: its threads, sockets and files.
public final class RunningService: Sendable {
    public struct Parts: Sendable {
        public var service: ServiceName
        public var home: Home
        public var endpoints: [ServiceName: String]
        public var nudges: String
        /// Where outsiders ask it.
        public var peers: String
        public var queryThreads = 1
        public var heavyThreads = 2
        public var queueLimit = 4096
        /// Makes the machine, on the thread that will own it.
        public var makeMachine: @Sendable (Connection) throws -> any Machine
        public var onWeb: @Sendable (UInt64, WebResponse) -> Void = { _, _ in }
        public var onWebPart: @Sendable (UInt64, WebPart) -> Void = { _, _ in }

        public init(
            service: ServiceName, home: Home, endpoints: [ServiceName: String], nudges: String,
            makeMachine: @escaping @Sendable (Connection) throws -> any Machine
        ) {
            (self.service, self.home, self.endpoints, self.nudges) = (service, home, endpoints, nudges)
            peers = home.peers(of: service)
            self.makeMachine = makeMachine
        }
    }

    public let mailbox: Mailbox
    private let stopSign: StopSign
    private let thread: JoinableThread

    /// Starts; `onEnd` is told on the loop's thread when it is over, and why if it was not asked to.
    public init(_ parts: Parts, onEnd: @escaping @Sendable (_ failure: String?) -> Void = { _ in }) throws {
        let (mailbox, stopSign) = (try Mailbox(limit: parts.queueLimit), StopSign())
        (self.mailbox, self.stopSign) = (mailbox, stopSign)
        thread = try JoinableThread {
            do {
                try RunningService.work(parts, mailbox, stopSign)
                onEnd(nil)
            } catch {
                onEnd("\(error)")
            }
        }
    }

    /// Lets it finish what it has begun, and waits until it has.
    public func stop() {
        stopSign.raise()
        mailbox.wakeUp.signal()
        thread.join()
    }

    private static func work(_ parts: Parts, _ mailbox: Mailbox, _ stopSign: StopSign) throws {
        let path = parts.home.database(of: parts.service)
        let lock = try FileLock(path + ".lock")
        defer { lock.release() }
        let machine = try parts.makeMachine(try .openWriter(at: path))
        let keys = KeyRing(parts.home)
        // Each with a context of its own, so that what outsiders send and are sent holds up no service's messages.
        let log = Log(service: parts.service.rawValue)
        func door(_ name: String, ofPeers: Bool) throws -> Authenticator {
            let refused = RefusedKeys(at: name, log: log)
            return try Authenticator(context: try MessagingContext(), allowing: try keys.allowList(ofPeers: ofPeers)) {
                refused.add($0.key, from: $0.address, at: SystemClock.now)
            }
        }
        let services = try door("services", ofPeers: false)
        defer { services.stop() }
        let peers = try door("peers", ofPeers: true)
        defer { peers.stop() }
        let places = Sockets.Places(
            service: parts.service, endpoints: parts.endpoints, peers: parts.peers, nudges: parts.nudges)
        let queries = try Queries(readersOf: path, count: parts.queryThreads, limit: parts.queueLimit) { outcome in
            switch outcome {
            case .answered(let answer): mailbox.putAnswer(answer)
            case .nothingYet(let question): mailbox.putResult(.nothingYet(question))
            }
        }
        let sockets = try Sockets(
            places, services: services, peers: peers, keys: keys, wakeUp: mailbox.wakeUp
        ) { queries.letGo($0) }
        let heavy = try Workers<WorkOrder>(count: parts.heavyThreads, limit: parts.queueLimit) {
            { order in mailbox.putResult(.workDone(order, result: order.run())) }
        }
        defer {
            queries.stop()
            heavy.stop()
        }
        let loop = Loop(
            machine: machine, service: parts.service, sockets: sockets, mailbox: mailbox, queries: queries,
            heavy: heavy, onWeb: parts.onWeb, onWebPart: parts.onWebPart)
        try loop.run(until: stopSign)
    }
}
