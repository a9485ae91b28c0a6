import Dispatch
import GatewayHTTP
import Synchronization

/// Stands where the gateway does: takes requests on the server's thread, lets a test answer them from another.
final class Desk: Sendable {
    private struct State {
        var requests: [HTTPRequest] = []
        var abandoned: [UInt64] = []
        var drained: [UInt64] = []
    }

    private let state = Mutex(State())
    private let arrivals = DispatchSemaphore(value: 0)
    private let departures = DispatchSemaphore(value: 0)
    private let drains = DispatchSemaphore(value: 0)
    private let capacity: Int

    init(capacity: Int) {
        self.capacity = capacity
    }

    func take(_ request: HTTPRequest) -> Bool {
        let isTaken = state.withLock { state in
            guard state.requests.count < capacity else { return false }
            state.requests.append(request)
            return true
        }
        if isTaken { arrivals.signal() }
        return isTaken
    }

    func abandon(_ id: UInt64) {
        state.withLock { $0.abandoned.append(id) }
        departures.signal()
    }

    func drain(_ id: UInt64) {
        state.withLock { $0.drained.append(id) }
        drains.signal()
    }

    /// The oldest request, once there is one.
    func next(within seconds: Double = 10) -> HTTPRequest? {
        guard arrivals.wait(timeout: .now() + seconds) == .success else { return nil }
        return state.withLock { $0.requests.removeFirst() }
    }

    /// Whose client has taken all that was written.
    func nextDrained(within seconds: Double = 10) -> UInt64? {
        guard drains.wait(timeout: .now() + seconds) == .success else { return nil }
        return state.withLock { $0.drained.removeFirst() }
    }

    func nextAbandoned() -> UInt64? {
        guard departures.wait(timeout: .now() + 10) == .success else { return nil }
        return state.withLock { $0.abandoned.removeFirst() }
    }
}

/// Runs a server for the length of a test.
func withServer<Result>(
    _ options: HTTPServerOptions = HTTPServerOptions(), deskCapacity: Int = 10_000,
    _ body: (HTTPServer, Desk) throws -> Result
) throws -> Result {
    let desk = Desk(capacity: deskCapacity)
    let server = try HTTPServer(options, onAbandoned: desk.abandon, onDrained: desk.drain, onRequest: desk.take)
    defer { server.stop(within: .zero) }
    return try body(server, desk)
}

/// Runs a server whose every request is answered, from another thread, with its body or else its path and query.
func withEcho<Result>(
    _ options: HTTPServerOptions = HTTPServerOptions(), _ body: (HTTPServer) throws -> Result
) throws -> Result {
    try withServer(options) { server, desk in
        let echo = EchoLoop(server: server, desk: desk)
        let ended = DispatchSemaphore(value: 0)
        DispatchQueue(label: "echo").async {
            echo.run()
            ended.signal()
        }
        defer {
            echo.end()
            ended.wait()
        }
        return try body(server)
    }
}

/// Answers until it is told to end.
final class EchoLoop: Sendable {
    private let server: HTTPServer
    private let desk: Desk
    private let isEnded = Atomic(false)

    init(server: HTTPServer, desk: Desk) {
        self.server = server
        self.desk = desk
    }

    func end() {
        isEnded.store(true, ordering: .relaxed)
    }

    func run() {
        while !isEnded.load(ordering: .relaxed) {
            guard let request = desk.next(within: 0.05) else { continue }
            let body = request.body.isEmpty ? Array("\(request.method) \(request.path)".utf8) : request.body
            server.respond(to: request.id, with: HTTPResponse(status: 200, body: body))
        }
    }
}
