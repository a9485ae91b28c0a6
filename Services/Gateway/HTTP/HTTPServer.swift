/// An event-driven HTTP/1.1 server. One thread speaks to all clients; it hands out complete requests as values and never
/// waits for their answers, which may come from any thread, by id.
///
/// Requests that break the protocol or its bounds are answered by the server itself and never handed out: 400 (target,
/// encoding, framing) and 413 (body) with `application/problem+json`. A malformed request line, chunk or length, and headers
/// beyond the bound (414 or 431), are answered by the library, with a short page of its own. Clients too slow for the
/// deadlines are disconnected without an answer.
public final class HTTPServer: Sendable {
    private let core: ServerCore

    /// The port listened on.
    public let port: UInt16

    /// Listens at once. Both callbacks come from the server's own threads and must return quickly; neither may stop
    /// the server or hold the last reference to it.
    /// - Parameters:
    ///   - onAbandoned: the client of a request handed out went away (or closed its sending side), or was too slow to read
    ///     an open answer; nothing more will reach it. Noticed within half a second.
    ///   - onDrained: all that was written of an open answer has been handed to the system; told once for each time.
    ///   - onRequest: takes a request to be answered later by ``respond(to:with:)``; the answer may come before this
    ///     returns. False refuses it: the client gets 503 with `Retry-After` at once.
    public init(
        _ options: HTTPServerOptions,
        onAbandoned: @escaping @Sendable (UInt64) -> Void = { _ in },
        onDrained: @escaping @Sendable (UInt64) -> Void = { _ in },
        onRequest: @escaping @Sendable (HTTPRequest) -> Bool
    ) throws(HTTPServerError) {
        core = ServerCore(options, onAbandoned: onAbandoned, onDrained: onDrained, onRequest: onRequest)
        port = try core.start()
    }

    deinit {
        stop(within: .zero)
    }

    public var statistics: HTTPServerStatistics {
        core.statistics
    }

    /// Answers a request, from any thread. An id that is not waiting (answered before, abandoned, never given) is ignored.
    public func respond(to id: UInt64, with response: HTTPResponse) {
        core.respond(to: id, with: response)
    }

    /// Begins an answer whose body is written part by part, this one's body being the first; in chunks, since nobody knows
    /// its length. What is written waits in memory until the client takes it: who has much writes on `onDrained`. Each
    /// part has the time that a whole answer has. Ids are ignored as by ``respond(to:with:)``, here and below.
    ///
    /// - Parameter isEndless: a server that stops waits for answers to end, but not for one without an end.
    public func begin(_ response: HTTPResponse, to id: UInt64, isEndless: Bool = false) {
        core.begin(response, to: id, isEndless: isEndless)
    }

    public func write(_ part: [UInt8], to id: UInt64) {
        core.write(part, to: id)
    }

    /// The open answer is whole once the client has taken the rest.
    public func end(_ id: UInt64) {
        core.finish(id, .whole)
    }

    /// Ends the connection at once and in a way that shows the client that the open answer is not whole.
    public func cut(_ id: UInt64) {
        core.finish(id, .cut)
    }

    /// Refuses new connections; those open end after their current answer, or their next one if they are idle.
    public func quiesce() {
        core.quiesce()
    }

    /// Quiesces, waits for the requests in flight to be answered, answers those left with 503, closes all connections and
    /// joins the server's threads. Requests that arrive meanwhile are refused with 503. Calling it again does nothing.
    public func stop(within limit: Duration) {
        core.stop(within: limit)
    }
}
