import Synchronization

/// The door of a context: at every handshake it checks the peer's key against a list, and names the peer by it.
///
/// A socket that listens needs one, so that none can be opened unguarded. It works on a thread of its own until it is
/// stopped or let go; a context has one at most.
public final class Authenticator: Sendable {
    /// ZeroMQ asks only for sockets that name a domain; one list serves all of a context's.
    static let domain = "croupier"

    /// The context that it guards.
    public let context: MessagingContext
    private let allowList: AllowList
    private let wakeUp: WakeUp
    private let thread: Mutex<JoinableThread?>

    /// Somebody who was not let in: by which key (40 characters of Z85), nil where it was none, and from which address, which is
    /// empty for who is on the same host.
    public struct Refusal: Sendable {
        public let key: String?
        public let address: String
    }

    /// Starts to guard the context.
    /// - Parameters:
    ///   - peers: the peers' names by their public keys (40 characters of Z85).
    ///   - onRefusal: told on the door's own thread, at each handshake that is refused: a client tries again and again.
    public init(
        context: MessagingContext, allowing peers: [String: String],
        onRefusal: @escaping @Sendable (Refusal) -> Void = { _ in }
    ) throws(TransportError) {
        let allowList = try AllowList(peers)
        let wakeUp = try WakeUp()
        let handler = try AuthenticationHandler(
            context: context, allowList: allowList, wakeUp: wakeUp, onRefusal: onRefusal)
        self.context = context
        self.allowList = allowList
        self.wakeUp = wakeUp
        thread = Mutex(try JoinableThread { handler.run() })
    }

    deinit {
        stop()
    }

    /// How many handshakes were refused because the key was not on the list.
    public var refusals: Int { allowList.refusals }

    /// Puts another list in place, for the handshakes from now on.
    ///
    /// ZeroMQ asks once, at the handshake: who is connected stays so, under the name it had, until the connection ends.
    public func replace(_ peers: [String: String]) throws(TransportError) {
        try allowList.replace(peers)
    }

    /// Ends the thread and waits until it has ended. Nobody new is let in from then on.
    public func stop() {
        let running = thread.withLock { thread in
            defer { thread = nil }
            return thread
        }
        wakeUp.signal()
        running?.join()
    }
}
