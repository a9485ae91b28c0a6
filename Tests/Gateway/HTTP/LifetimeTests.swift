import Dispatch
import GatewayHTTP
import Glibc
import Testing

@Suite("The HTTP server, its clients' ends and its own")
struct LifetimeTests {
    @Test("reports a client that went away, and takes the late answer in silence")
    func abandoned() throws {
        try withServer { server, desk in
            let client = try RawClient(port: server.port)
            client.send("GET / HTTP/1.1\r\nHost: test\r\n\r\n")
            let request = try #require(desk.next())
            client.close()
            #expect(desk.nextAbandoned() == request.id)
            server.respond(to: request.id, with: HTTPResponse(status: 200))
            server.respond(to: 12_345, with: HTTPResponse(status: 200))
            while server.statistics.connectionsOpen > 0 {}
            #expect(server.statistics.requestsAbandoned == 1)
            #expect(server.statistics.requestsInFlight == 0)
        }
    }

    @Test("takes an answer to a client that has just gone")
    func answeredTooLate() throws {
        try withServer { server, desk in
            for _ in 0..<200 {
                let client = try RawClient(port: server.port)
                client.send("GET / HTTP/1.1\r\nHost: test\r\n\r\n")
                let request = try #require(desk.next())
                client.close()
                server.respond(to: request.id, with: HTTPResponse(status: 200, body: [1, 2, 3]))
            }
            while server.statistics.connectionsOpen > 0 {}
            #expect(server.statistics.requestsReceived == 200)
        }
    }

    @Test("quiesced, refuses new connections and ends the others after an answer")
    func quiesce() throws {
        try withServer { server, desk in
            let inFlight = try RawClient(port: server.port)
            inFlight.send("GET / HTTP/1.1\r\nHost: test\r\n\r\n")
            let request = try #require(desk.next())
            let idle = try RawClient(port: server.port)
            while server.statistics.connectionsOpen < 2 {}
            server.quiesce()
            #expect(throws: RawClient.ClientError.self) { try RawClient(port: server.port) }
            server.respond(to: request.id, with: HTTPResponse(status: 200))
            let answer = try inFlight.answer()
            #expect(answer.status == 200)
            #expect(answer.headers["connection"] == "close")
            #expect(inFlight.isEnded())
            idle.send("GET /late HTTP/1.1\r\nHost: test\r\n\r\n")
            server.respond(to: try #require(desk.next()).id, with: HTTPResponse(status: 200))
            #expect(try idle.answer().status == 200)
            #expect(idle.isEnded())
        }
    }

    @Test("stopping, lets a request in flight be answered and refuses the next")
    func stopDrains() throws {
        try withServer { server, desk in
            let inFlight = try RawClient(port: server.port)
            inFlight.send("GET / HTTP/1.1\r\nHost: test\r\n\r\n")
            let request = try #require(desk.next())
            let late = try RawClient(port: server.port)
            while server.statistics.connectionsOpen < 2 {}
            let stopped = DispatchSemaphore(value: 0)
            DispatchQueue(label: "stop").async {
                server.stop(within: .seconds(10))
                stopped.signal()
            }
            while (try? RawClient(port: server.port)) != nil {}
            usleep(50_000)
            let refusal = try late.get("/late")
            #expect(refusal.status == 503)
            #expect(refusal.headers["retry-after"] == "1")
            server.respond(to: request.id, with: HTTPResponse(status: 200, body: Array("done".utf8)))
            #expect(try inFlight.answer().body == "done")
            #expect(stopped.wait(timeout: .now() + 5) == .success)
        }
    }

    @Test("stops in time with requests that nobody answers, which get 504: they may have been carried out")
    func stopWithWaiting() throws {
        try withServer { server, desk in
            let clients = try (0..<20).map { _ in try RawClient(port: server.port) }
            for client in clients {
                client.send("GET / HTTP/1.1\r\nHost: test\r\n\r\n")
            }
            let ids = try clients.map { _ in try #require(desk.next()).id }
            let start = ContinuousClock.now
            server.stop(within: .milliseconds(200))
            #expect(ContinuousClock.now - start < .seconds(3))
            for client in clients {
                #expect(try client.answer().status == 504)
                #expect(client.isEnded())
            }
            ids.forEach { server.respond(to: $0, with: HTTPResponse(status: 200)) }
            #expect(server.statistics.connectionsOpen == 0)
        }
    }

    @Test("stops under load, again and again")
    func stopUnderLoad() throws {
        for _ in 0..<20 {
            try withEcho { server in
                let clients = try (0..<8).map { _ in try RawClient(port: server.port) }
                for client in clients {
                    client.send(String(repeating: "GET / HTTP/1.1\r\nHost: test\r\n\r\n", count: 20))
                }
                server.stop(within: .zero)
                #expect(server.statistics.connectionsOpen == 0)
                #expect(server.statistics.requestsInFlight == 0)
            }
        }
    }

    @Test("tells a port that is taken and an address that is none")
    func cannotListen() throws {
        try withServer { server, _ in
            var options = HTTPServerOptions()
            options.port = server.port
            #expect(throws: HTTPServerError.cannotListen(errno: EADDRINUSE)) {
                try HTTPServer(options) { _ in true }
            }
            options.address = "localhost"
            #expect(throws: HTTPServerError.badAddress("localhost")) {
                try HTTPServer(options) { _ in true }
            }
        }
    }
}
