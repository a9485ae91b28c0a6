import CMicroHTTPD

extension ServerCore {
    /// The library's way in. The context is unretained: the daemon is stopped before the core goes away.
    var callbacks: httpd_callbacks {
        httpd_callbacks(
            context: Unmanaged.passUnretained(self).toOpaque(),
            on_request: { context, connection, _, method, version, data, size, exchange in
                guard let core = ServerCore.from(context), let connection, let method, let version, let size,
                    let exchange = Exchange.from(exchange?.pointee)
                else { return .NO }
                let line = RequestLine(method: method, version: version)
                let part = UnsafeRawBufferPointer(start: data, count: size.pointee)
                size.pointee = 0
                return core.advance(exchange, on: connection, line: line, part: part)
            },
            on_target: { context, target, connection in
                guard let core = ServerCore.from(context), let target, let connection,
                    let peer = Peer.from(httpd_socket_context(connection))
                else { return nil }
                let exchange = core.begin(target, from: peer)
                hideParameters(of: target)
                return Unmanaged.passRetained(exchange).toOpaque()
            },
            on_completed: { context, _, exchange, _ in
                guard let held = exchange?.pointee else { return }
                exchange?.pointee = nil
                ServerCore.from(context)?.complete(Unmanaged<Exchange>.fromOpaque(held).takeRetainedValue())
            },
            on_connection: { context, connection, peer, event in
                guard let core = ServerCore.from(context), let connection, let peer else { return }
                if event == .CONNECTION_NOTIFY_STARTED {
                    peer.pointee = Unmanaged.passRetained(core.open(connection)).toOpaque()
                } else if let held = peer.pointee {
                    peer.pointee = nil
                    core.close(Unmanaged<Peer>.fromOpaque(held).takeRetainedValue())
                }
            }
        )
    }

    private static func from(_ context: UnsafeMutableRawPointer?) -> ServerCore? {
        context.map { Unmanaged<ServerCore>.fromOpaque($0).takeUnretainedValue() }
    }
}

/// Makes one parameter of all, in the library's own copy of a target that has been read. Nobody asks the library for
/// parameters, yet it keeps some seventy bytes for each in the connection's memory, and before 1.0 a request with more of them
/// than fit (about 450) is neither answered nor closed.
private func hideParameters(of target: UnsafePointer<CChar>) {
    let ampersand = CChar(UInt8(ascii: "&"))
    var place = UnsafeMutablePointer(mutating: target)
    while place.pointee != 0 {
        if place.pointee == ampersand { place.pointee = CChar(UInt8(ascii: "+")) }
        place += 1
    }
}

/// The words of a request line that the library keeps, valid during a callback.
struct RequestLine {
    let method: UnsafePointer<CChar>
    let version: UnsafePointer<CChar>
}

extension Exchange {
    fileprivate static func from(_ held: UnsafeMutableRawPointer?) -> Exchange? {
        held.map { Unmanaged<Exchange>.fromOpaque($0).takeUnretainedValue() }
    }
}

extension Peer {
    fileprivate static func from(_ held: UnsafeMutableRawPointer?) -> Peer? {
        held.map { Unmanaged<Peer>.fromOpaque($0).takeUnretainedValue() }
    }
}
