import GatewayHTTP
import Glibc
import Testing

@Suite("The HTTP server and slow clients")
struct SlowClientTests {
    private static let impatient: HTTPServerOptions = {
        var options = HTTPServerOptions()
        options.requestTimeout = .milliseconds(600)
        options.idleTimeout = .milliseconds(600)
        return options
    }()

    /// Sends a byte every 50 ms until the server has had enough.
    private func trickle(_ client: RawClient, _ filler: String) -> Duration {
        let start = ContinuousClock.now
        while client.send(filler), ContinuousClock.now - start < .seconds(8) {
            usleep(50_000)
        }
        return ContinuousClock.now - start
    }

    @Test("cuts off headers that trickle in")
    func slowHeaders() throws {
        try withServer(Self.impatient) { server, _ in
            let client = try RawClient(port: server.port)
            client.send("GET / HTTP/1.1\r\nHost: test\r\nX: ")
            let time = trickle(client, "x")
            #expect(time > .milliseconds(500) && time < .seconds(3))
            #expect(server.statistics.connectionsTimedOut == 1)
        }
    }

    @Test("cuts off a body that trickles in, on a connection kept alive too")
    func slowBody() throws {
        try withServer(Self.impatient) { server, desk in
            let client = try RawClient(port: server.port)
            client.send("GET / HTTP/1.1\r\nHost: test\r\n\r\n")
            server.respond(to: try #require(desk.next()).id, with: HTTPResponse(status: 200))
            _ = try client.answer()
            client.send("POST / HTTP/1.1\r\nHost: test\r\nContent-Length: 1000\r\n\r\n")
            let time = trickle(client, "x")
            #expect(time > .milliseconds(500) && time < .seconds(3))
            #expect(server.statistics.requestsReceived == 1)
        }
    }

    @Test("cuts off a connection that never says anything, and one that falls silent")
    func silence() throws {
        try withEcho(Self.impatient) { server in
            let mute = try RawClient(port: server.port)
            let silent = try RawClient(port: server.port)
            #expect(try silent.get("/").status == 200)
            #expect(mute.isEnded())
            #expect(silent.isEnded())
            while server.statistics.connectionsOpen > 0 {}
            #expect(server.statistics.connectionsTimedOut == 2)
        }
    }

    @Test("cuts off a client that does not read its answer")
    func unreadAnswer() throws {
        var options = HTTPServerOptions()
        options.responseTimeout = .milliseconds(600)
        try withServer(options) { server, desk in
            let client = try RawClient(port: server.port)
            client.send("GET / HTTP/1.1\r\nHost: test\r\n\r\n")
            let body = [UInt8](repeating: 0x78, count: 32 << 20)
            server.respond(to: try #require(desk.next()).id, with: HTTPResponse(status: 200, body: body))
            let start = ContinuousClock.now
            while server.statistics.connectionsOpen > 0, ContinuousClock.now - start < .seconds(8) { usleep(10_000) }
            #expect(server.statistics.connectionsOpen == 0)
            #expect(server.statistics.connectionsTimedOut == 1)
        }
    }

    @Test("waits for an answer longer than any client may keep it waiting")
    func slowAnswer() throws {
        try withServer(Self.impatient) { server, desk in
            let client = try RawClient(port: server.port)
            client.send("GET / HTTP/1.1\r\nHost: test\r\n\r\n")
            let request = try #require(desk.next())
            usleep(1_500_000)
            server.respond(to: request.id, with: HTTPResponse(status: 200))
            #expect(try client.answer().status == 200)
        }
    }
}
