/// The limits and rhythms of a socket, fixed before it binds or connects.
public struct SocketOptions: Sendable, Hashable {
    /// How many messages wait for one peer before a sender is told that the queue is full.
    public var sendQueueLimit: Int32 = 4096
    /// How many messages from one peer wait for the receiver before the peer's own queue has to hold them.
    public var receiveQueueLimit: Int32 = 4096
    /// The longest frame, in bytes: a sender is refused, and a peer that sends a longer one is disconnected.
    public var frameLimit = 4 << 20
    /// The longest frame that is taken from a peer, where that is less than what may be sent to it.
    public var receivedFrameLimit: Int?
    /// How long a closed socket goes on to deliver what was sent; 0 drops it.
    public var lingerMilliseconds: Int32 = 0
    /// How often a silent connection is tried.
    public var heartbeatMilliseconds: Int32 = 2000
    /// How long a peer may be silent before its connection counts as lost.
    public var heartbeatTimeoutMilliseconds: Int32 = 6000
    /// The pause before connecting again, doubled with every failure up to the longest.
    public var reconnectMilliseconds: Int32 = 20
    public var longestReconnectMilliseconds: Int32 = 1000
    /// How long a peer may take to prove who it is: half-open connections hold nothing longer than this.
    public var handshakeMilliseconds: Int32 = 5000

    public init() {}
}
