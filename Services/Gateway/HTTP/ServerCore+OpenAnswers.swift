import CMicroHTTPD
import Glibc

/// Answers that are written part by part: what the library asks for on its thread, and what others write from theirs. A
/// connection with nothing to send is suspended, as it is before its answer.
extension ServerCore {
    /// What the library wants to be told in place of a number of bytes; its own names are beyond Swift.
    private enum Verdict {
        static let whole = -1
        static let cut = -2
    }

    func begin(_ response: HTTPResponse, to id: UInt64, isEndless: Bool) {
        state.withLock { state in
            guard let exchange = state.waiting[id] else { return }
            exchange.body = []
            exchange.open = OpenBody(response.body)
            state.open[id] = exchange
            if isEndless, exchange.isCounted {
                exchange.isCounted = false
                state.unfinished -= 1
            }
            _ = state.settle(id, .opened(response))
        }
    }

    func write(_ part: [UInt8], to id: UInt64) {
        let deadline = ContinuousClock.now + options.responseTimeout
        state.withLock { state in
            guard let exchange = state.open[id] else { return }
            exchange.open?.write(part)
            // Before the head has gone out the deadline is not ours to set; after it, each part has its own time.
            if exchange.suspended != nil { exchange.peer.deadline = deadline }
            ServerState.resume(exchange)
        }
    }

    func finish(_ id: UInt64, _ end: OpenBody.End) {
        let deadline = ContinuousClock.now + options.responseTimeout
        state.withLock { state in
            guard let exchange = state.open[id] else { return }
            if exchange.suspended != nil { exchange.peer.deadline = deadline }
            state.finish(id, end)
        }
    }

    /// The library asks for more, once it has handed everything before to the system.
    func read(_ exchange: Exchange, on connection: OpaquePointer, into buffer: UnsafeMutableRawBufferPointer) -> Int {
        let (count, isDrained) = state.withLock { state -> (Int, Bool) in
            let count = exchange.open?.take(into: buffer) ?? Verdict.cut
            guard count == 0 else { return (count, false) }
            switch exchange.open?.end {
            case .whole: return (Verdict.whole, false)
            case .cut: return (Verdict.cut, false)
            case nil: break
            }
            MHD_suspend_connection(connection)
            exchange.suspended = connection
            exchange.peer.deadline = nil
            return (0, exchange.open?.noteDrained() ?? false)
        }
        if count == Verdict.cut, exchange.isOldProtocol { ServerCore.reset(exchange.peer.descriptor) }
        if isDrained { onDrained(exchange.id) }
        return count
    }

    /// In HTTP/1.0 the end of the connection is the end of the answer, so only a connection that breaks tells the client
    /// that it is not whole. On Linux, taking a connected socket's peer away resets the connection.
    private static func reset(_ descriptor: Int32) {
        var nowhere = sockaddr()
        nowhere.sa_family = sa_family_t(AF_UNSPEC)
        _ = connect(descriptor, &nowhere, socklen_t(MemoryLayout<sockaddr>.size))
    }
}

extension ServerState {
    /// Nothing is written to it from now on.
    mutating func finish(_ id: UInt64, _ end: OpenBody.End) {
        guard let exchange = open.removeValue(forKey: id) else { return }
        exchange.open?.finish(end)
        ServerState.resume(exchange)
    }

    static func resume(_ exchange: Exchange) {
        guard let connection = exchange.suspended else { return }
        exchange.suspended = nil
        MHD_resume_connection(connection)
    }
}

/// What the library holds of an open answer while it may ask for more of it.
final class OpenSource {
    private unowned let core: ServerCore
    private let exchange: Exchange
    private let connection: OpaquePointer

    init(_ core: ServerCore, _ exchange: Exchange, on connection: OpaquePointer) {
        (self.core, self.exchange, self.connection) = (core, exchange, connection)
    }

    /// Nil where the library refuses.
    func makeResponse() -> OpaquePointer? {
        let held = Unmanaged.passRetained(self)
        let created = MHD_create_response_from_callback(
            .max, OpenSource.blockSize,
            { held, _, buffer, count in
                guard let held, let buffer else { return -2 }
                let source = Unmanaged<OpenSource>.fromOpaque(held).takeUnretainedValue()
                let space = UnsafeMutableRawBufferPointer(start: buffer, count: count)
                return source.core.read(source.exchange, on: source.connection, into: space)
            }, held.toOpaque(), { held in held.map { Unmanaged<OpenSource>.fromOpaque($0).release() } })
        guard let created else {
            held.release()
            return nil
        }
        if exchange.head?.method == "HEAD" { httpd_send_without_chunks(created) }
        return created
    }

    private static let blockSize = 16 << 10
}
