import CZeroMQ

extension SocketHandle {
    /// What CURVE adds to a frame on the wire: the command's name, a nonce, the flags and the authentication tag.
    private static let curveOverhead = 64
    /// ZMQ_ZAP_ENFORCE_DOMAIN: a handshake that no authenticator answers fails. Without it ZeroMQ would let everybody
    /// in as soon as the authenticator is gone. The library takes the option; its header hides the name.
    private static let enforceAuthentication: Int32 = 93

    /// Opens a socket that listens, proves itself by its keys, and takes the peers that the authenticator lets in.
    static func listening(
        _ kind: Int32, authenticator: Authenticator, keys: CurveKeyPair, options: SocketOptions
    ) throws(TransportError) -> SocketHandle {
        let handle = try SocketHandle(kind, in: authenticator.context, frameLimit: options.frameLimit)
        try handle.apply(options)
        try handle.set(ZMQ_CURVE_SERVER, 1)
        try handle.set(ZMQ_CURVE_SECRETKEY, CurveKey.bytes(keys.secretKey))
        try handle.set(ZMQ_ZAP_DOMAIN, Array(Authenticator.domain.utf8))
        try handle.set(enforceAuthentication, 1)
        return handle
    }

    /// Opens a socket that connects, proves itself by its keys, and talks to the holder of the server's key alone.
    static func connecting(
        _ kind: Int32, in context: MessagingContext, keys: CurveKeyPair, serverKey: String, options: SocketOptions
    ) throws(TransportError) -> SocketHandle {
        let handle = try SocketHandle(kind, in: context, frameLimit: options.frameLimit)
        try handle.apply(options)
        try handle.set(ZMQ_CURVE_SERVERKEY, CurveKey.bytes(serverKey))
        try handle.set(ZMQ_CURVE_PUBLICKEY, CurveKey.bytes(keys.publicKey))
        try handle.set(ZMQ_CURVE_SECRETKEY, CurveKey.bytes(keys.secretKey))
        return handle
    }

    /// Listens there, and returns the endpoint with the port that the system chose for `tcp://host:*`.
    func bind(to endpoint: String) throws(TransportError) -> String {
        try Endpoint(endpoint).requireFree()
        guard zmq_bind(pointer, endpoint) == 0 else {
            throw zmq_errno() == EADDRINUSE ? .addressInUse(endpoint) : .latest("bind \(endpoint)")
        }
        var text = [CChar](repeating: 0, count: 1024)
        var count = text.count
        guard zmq_getsockopt(pointer, ZMQ_LAST_ENDPOINT, &text, &count) == 0 else { throw .latest("bind \(endpoint)") }
        return String(decoding: text.prefix(max(0, count - 1)).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// Connects there, now and again whenever the connection is lost.
    func connect(to endpoint: String) throws(TransportError) {
        _ = try Endpoint(endpoint)
        guard zmq_connect(pointer, endpoint) == 0 else { throw .latest("connect to \(endpoint)") }
    }

    func set(_ option: Int32, _ value: Int32) throws(TransportError) {
        var value = value
        guard zmq_setsockopt(pointer, option, &value, MemoryLayout<Int32>.size) == 0 else {
            throw .latest("set socket option \(option)")
        }
    }

    func set(_ option: Int32, _ bytes: [UInt8]) throws(TransportError) {
        guard zmq_setsockopt(pointer, option, bytes, bytes.count) == 0 else {
            throw .latest("set socket option \(option)")
        }
    }

    private func apply(_ options: SocketOptions) throws(TransportError) {
        try set(ZMQ_LINGER, options.lingerMilliseconds)
        try set(ZMQ_SNDHWM, options.sendQueueLimit)
        try set(ZMQ_RCVHWM, options.receiveQueueLimit)
        try set(ZMQ_HEARTBEAT_IVL, options.heartbeatMilliseconds)
        try set(ZMQ_HEARTBEAT_TIMEOUT, options.heartbeatTimeoutMilliseconds)
        try set(ZMQ_HEARTBEAT_TTL, options.heartbeatTimeoutMilliseconds)
        try set(ZMQ_RECONNECT_IVL, options.reconnectMilliseconds)
        try set(ZMQ_RECONNECT_IVL_MAX, options.longestReconnectMilliseconds)
        try set(ZMQ_HANDSHAKE_IVL, options.handshakeMilliseconds)
        try set(ZMQ_IPV6, 1)
        var wireLimit = Int64((options.receivedFrameLimit ?? options.frameLimit) + Self.curveOverhead)
        guard zmq_setsockopt(pointer, ZMQ_MAXMSGSIZE, &wireLimit, MemoryLayout<Int64>.size) == 0 else {
            throw .latest("limit the length of frames")
        }
    }
}
