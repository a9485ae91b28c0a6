import CZeroMQ

/// A message as the router got it: from whom, and the two frames.
public struct RouterMessage: Sendable, Equatable {
    /// Where an answer goes. It names a connection and is worth nothing after it.
    public let route: [UInt8]
    /// Who sent it: the name that the authenticator gave to the sender's key, never a claim of the sender.
    public let peer: String
    /// The connection's number; another one's only after a `ListenerWatch` has told that this one has ended.
    public let connection: Int32
    public let header: [UInt8]
    public let body: [UInt8]
}

/// The socket at which a service is asked: it takes messages from many peers and answers each on its route.
public struct RouterSocket: ~Copyable {
    private let handle: SocketHandle
    /// Kept alive, because without it the socket's handshakes would get no answer.
    private let authenticator: Authenticator

    /// How many messages were dropped because they had another form than a header and a body, or no known sender.
    public private(set) var malformed = 0

    public init(
        authenticator: Authenticator, keys: CurveKeyPair, options: SocketOptions = SocketOptions()
    ) throws(TransportError) {
        let handle = try SocketHandle.listening(
            ZMQ_ROUTER, authenticator: authenticator, keys: keys, options: options)
        // Without it an answer to a peer that has left would vanish without a word.
        try handle.set(ZMQ_ROUTER_MANDATORY, 1)
        self.authenticator = authenticator
        self.handle = handle
    }

    /// Follows what becomes of its connections, from before it binds.
    public func watch() throws(TransportError) -> ListenerWatch { try ListenerWatch(of: handle) }

    /// Listens there, beside other places; returns the endpoint with the port that was chosen for `tcp://host:*`.
    /// A socket file that a killed process left behind is replaced, one that somebody listens at is not.
    @discardableResult
    public func bind(to endpoint: String) throws(TransportError) -> String {
        try handle.bind(to: endpoint)
    }

    /// What a `Poller` waits for, as long as the socket lives.
    public var pollable: Pollable { handle.pollable }

    /// The next waiting message, or nil. Never waits.
    public mutating func receive() throws(TransportError) -> RouterMessage? {
        // Bounded, so that a peer which sends nothing but nonsense does not keep the caller here.
        for _ in 0..<SocketHandle.patience {
            guard try handle.receiveFrame() else { return nil }
            if let message = try takeMessage() { return message }
            malformed += 1
        }
        return nil
    }

    /// Hands an answer over for the peer on the route. Never waits.
    public func send(
        to route: [UInt8], header: [UInt8], body: [UInt8]
    ) throws(TransportError) -> SendOutcome {
        try handle.requireFits(header)
        try handle.requireFits(body)
        let outcome = try handle.sendFrame(route, moreFollows: true)
        guard outcome == .sent else { return outcome }
        return try handle.send(header, body)
    }

    private func takeMessage() throws(TransportError) -> RouterMessage? {
        guard handle.moreFollows else { return nil }
        let route = handle.takeBytes()
        try handle.receiveFollowingFrame()
        let (sender, connection) = (handle.peerName, handle.connection)
        guard let (header, body) = try handle.takeLastTwo(), let peer = sender, !peer.isEmpty else { return nil }
        return RouterMessage(route: route, peer: peer, connection: connection, header: header, body: body)
    }
}
