import GatewayHTTP
import Synchronization
import Testing

@Suite("The HTTP server, when all goes well")
struct RoundTripTests {
    @Test("hands out a request as it was sent and sends back the answer given by its id")
    func roundTrip() throws {
        try withServer { server, desk in
            let client = try RawClient(port: server.port)
            client.send(
                "POST /v1/a%2Fb/?x=1&y=a%20b+c&z HTTP/1.1\r\nHost: test\r\nX-Odd:  one \r\nContent-Length: 5\r\n\r\nhello"
            )
            let request = try #require(desk.next())
            #expect(request.method == "POST")
            #expect(request.path == "/v1/a%2Fb/")
            #expect(request.segments == ["v1", "a/b", ""])
            #expect(request.query.map(\.name) == ["x", "y", "z"])
            #expect(request.query.map(\.value) == ["1", "a b c", nil])
            #expect(request.header("x-odd") == "one")
            #expect(request.body == Array("hello".utf8))
            #expect(request.remoteAddress == "127.0.0.1")
            #expect(server.statistics.requestsInFlight == 1)
            server.respond(
                to: request.id,
                with: HTTPResponse(status: 201, headers: [(name: "Location", value: "/v1/9")], body: Array("made".utf8))
            )
            let answer = try client.answer()
            #expect(answer.status == 201)
            #expect(answer.headers["location"] == "/v1/9")
            #expect(answer.body == "made")
            #expect(server.statistics.requestsInFlight == 0)
        }
    }

    @Test("answers a thousand requests over 64 connections kept alive, each with its own")
    func manyKeptAlive() throws {
        try withEcho { server in
            var right = 0
            let clients = try (0..<64).map { _ in try RawClient(port: server.port) }
            for round in 0..<16 {
                for (index, client) in clients.enumerated() {
                    client.send("GET /\(round)/\(index) HTTP/1.1\r\nHost: test\r\n\r\n")
                }
                for (index, client) in clients.enumerated() {
                    right += try client.answer().body == "GET /\(round)/\(index)" ? 1 : 0
                }
            }
            #expect(right == 1024)
            #expect(server.statistics.connectionsAccepted == 64)
            #expect(server.statistics.requestsReceived == 1024)
        }
    }

    @Test("answers pipelined requests in the order sent")
    func pipelining() throws {
        try withEcho { server in
            let client = try RawClient(port: server.port)
            client.send((0..<50).map { "GET /\($0) HTTP/1.1\r\nHost: test\r\n\r\n" }.joined())
            for number in 0..<50 {
                #expect(try client.answer().body == "GET /\(number)")
            }
        }
    }

    @Test("passes every method on and leaves the body out of the answer to HEAD")
    func methods() throws {
        try withEcho { server in
            let client = try RawClient(port: server.port)
            for method in ["GET", "PUT", "PATCH", "DELETE", "OPTIONS", "BREW"] {
                client.send("\(method) /x HTTP/1.1\r\nHost: test\r\n\r\n")
                #expect(try client.answer().body == "\(method) /x")
            }
            client.send("HEAD /x HTTP/1.1\r\nHost: test\r\n\r\n")
            #expect(try client.answer(toHead: true).headers["content-length"] == "7")
            #expect(try client.get("/after").body == "GET /after")
        }
    }

    @Test("tells a client that expects it to go on with the body")
    func expectContinue() throws {
        try withEcho { server in
            let client = try RawClient(port: server.port)
            client.send("POST / HTTP/1.1\r\nHost: test\r\nExpect: 100-continue\r\nContent-Length: 4\r\n\r\n")
            #expect(try client.answer().status == 100)
            client.send("body")
            #expect(try client.answer().body == "body")
        }
    }

    @Test("never sends a header that holds a line break, nor a status that is none")
    func unsendable() throws {
        try withServer { server, desk in
            let client = try RawClient(port: server.port)
            let answers = [
                HTTPResponse(status: 200, headers: [(name: "X", value: "a\r\nSet-Cookie: b")]),
                HTTPResponse(status: 200, headers: [(name: "X Y", value: "a")]),
                HTTPResponse(status: 42),
            ]
            for answer in answers {
                client.send("GET / HTTP/1.1\r\nHost: test\r\n\r\n")
                server.respond(to: try #require(desk.next()).id, with: answer)
                let sent = try client.answer()
                #expect(sent.status == 500)
                #expect(sent.headers["set-cookie"] == nil)
                #expect(sent.headers["content-type"] == "application/problem+json")
            }
        }
    }

    @Test("takes an answer given before the request was even handed over")
    func answerFromWithin() throws {
        let early = Mutex<HTTPServer?>(nil)
        let server = try HTTPServer(HTTPServerOptions()) { request in
            early.withLock { $0 }?.respond(to: request.id, with: HTTPResponse(status: 204))
            return true
        }
        early.withLock { $0 = server }
        defer {
            early.withLock { $0 = nil }
            server.stop(within: .zero)
        }
        #expect(try RawClient(port: server.port).get("/").status == 204)
    }
}
