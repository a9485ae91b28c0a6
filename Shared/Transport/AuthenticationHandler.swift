import CZeroMQ
import Synchronization

/// Answers the question that ZeroMQ asks at every handshake (ZAP, RFC 27): may the holder of this key come in?
final class AuthenticationHandler: @unchecked Sendable {
    /// Refuses for now (300) and not for ever (400): a ZeroMQ client that got a 400 never tries again, so that adding
    /// its key to the list would help only after a restart. To a 300 it comes back, at its own lengthening pauses.
    private static let refused = "300"

    // Unchecked because of the socket alone: it is bound before the thread starts, and then belongs to that thread.
    private let socket: SocketHandle
    private let allowList: AllowList
    private let wakeUp: WakeUp
    private let onRefusal: @Sendable (Authenticator.Refusal) -> Void

    init(
        context: MessagingContext, allowList: AllowList, wakeUp: WakeUp,
        onRefusal: @escaping @Sendable (Authenticator.Refusal) -> Void
    ) throws(TransportError) {
        socket = try SocketHandle(ZMQ_REP, in: context, frameLimit: .max)
        try socket.set(ZMQ_LINGER, 0)
        guard zmq_bind(socket.pointer, "inproc://zeromq.zap.01") == 0 else {
            throw zmq_errno() == EADDRINUSE
                ? .addressInUse("the context's authentication") : .latest("bind the authentication")
        }
        self.allowList = allowList
        self.wakeUp = wakeUp
        self.onRefusal = onRefusal
    }

    /// Answers until the bell rings.
    func run() {
        var poller = Poller([wakeUp.pollable, socket.pollable])
        do {
            while true {
                try poller.wait(milliseconds: -1)
                if poller.isReadable(0) { return }
                while let request = try receive() { try answer(request) }
            }
        } catch {
            // Polling and answering inside the process fail only by a mistake of its own. Going on would leave a
            // service that looks well and lets nobody in.
            fatalError("the authentication broke: \(error)")
        }
    }

    private func receive() throws(TransportError) -> [[UInt8]]? {
        guard try socket.receiveFrame() else { return nil }
        var frames: [[UInt8]] = []
        while socket.moreFollows {
            frames.append(socket.takeBytes())
            try socket.receiveFollowingFrame()
        }
        frames.append(socket.takeBytes())
        return frames
    }

    private func answer(_ request: [[UInt8]]) throws(TransportError) {
        let key = curveKey(of: request)
        let name = allowList.admit(key)
        if name == nil {
            let address = request.count > 3 ? String(decoding: request[3].prefix(100), as: UTF8.self) : ""
            onRefusal(Authenticator.Refusal(key: key.flatMap(CurveKey.text(of:)), address: address))
        }
        let identifier = request.count > 1 ? request[1] : []
        let reply = [
            Array("1.0".utf8), identifier, Array((name == nil ? Self.refused : "200").utf8),
            Array((name == nil ? "not allowed" : "").utf8), Array((name ?? "").utf8), [],
        ]
        for (position, frame) in reply.enumerated() {
            _ = try socket.sendFrame(frame, moreFollows: position < reply.count - 1)
        }
    }

    /// The request's frames are: version, identifier, domain, address, routing id, mechanism, and for CURVE the key.
    private func curveKey(of request: [[UInt8]]) -> [UInt8]? {
        guard request.count == 7, request[0] == Array("1.0".utf8), request[2] == Array(Authenticator.domain.utf8),
            request[5] == Array("CURVE".utf8), request[6].count == CurveKey.byteCount
        else { return nil }
        return request[6]
    }
}
