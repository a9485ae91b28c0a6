import CZeroMQ

/// The socket with which a service nudges whoever listens.
///
/// Nudges to a slow subscriber are dropped without a word: what must not be lost is pulled, not published.
public struct PublisherSocket: ~Copyable {
    private let handle: SocketHandle
    /// Kept alive, because without it the socket's handshakes would get no answer.
    private let authenticator: Authenticator

    public init(
        authenticator: Authenticator, keys: CurveKeyPair, options: SocketOptions = SocketOptions()
    ) throws(TransportError) {
        self.authenticator = authenticator
        handle = try SocketHandle.listening(ZMQ_PUB, authenticator: authenticator, keys: keys, options: options)
    }

    /// Listens there, beside other places; returns the endpoint with the port that was chosen for `tcp://host:*`.
    @discardableResult
    public func bind(to endpoint: String) throws(TransportError) -> String {
        try handle.bind(to: endpoint)
    }

    /// Hands a nudge over for all who subscribed to the topic's beginning. Never waits.
    public func publish(topic: [UInt8], body: [UInt8]) throws(TransportError) {
        _ = try handle.send(topic, body)
    }
}
