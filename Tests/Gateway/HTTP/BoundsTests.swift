import GatewayHTTP
import Glibc
import Testing

@Suite("The HTTP server's bounds")
struct BoundsTests {
    private static let small: HTTPServerOptions = {
        var options = HTTPServerOptions()
        options.bodyLimit = 1000
        options.headerMemory = 16 << 10
        return options
    }()

    private static func chunked(_ sizes: [Int]) -> String {
        let chunks = sizes.map { "\(String($0, radix: 16))\r\n\(String(repeating: "x", count: $0))\r\n" }
        return "POST / HTTP/1.1\r\nHost: test\r\nTransfer-Encoding: chunked\r\n\r\n\(chunks.joined())0\r\n\r\n"
    }

    private static func expectTooLarge(_ answer: RawClient.Answer) {
        #expect(answer.status == 413)
        #expect(answer.headers["content-type"] == "application/problem+json")
        #expect(answer.headers["connection"] == "close")
        #expect(answer.body.contains(#""code":"content_too_large""#))
        #expect(answer.body.contains(#""status":413"#))
    }

    @Test("take a body of exactly the limit, announced or in chunks")
    func atTheLimit() throws {
        try withEcho(Self.small) { server in
            let client = try RawClient(port: server.port)
            let body = String(repeating: "x", count: 1000)
            client.send("POST / HTTP/1.1\r\nHost: test\r\nContent-Length: 1000\r\n\r\n\(body)")
            #expect(try client.answer().body == body)
            client.send(Self.chunked([1, 499, 500]))
            #expect(try client.answer().body == body)
        }
    }

    @Test("refuse an announced body of one byte more, before it is sent")
    func announcedTooLarge() throws {
        try withServer(Self.small) { server, _ in
            let client = try RawClient(port: server.port)
            client.send("POST / HTTP/1.1\r\nHost: test\r\nContent-Length: 1001\r\n\r\n")
            Self.expectTooLarge(try client.answer())
            #expect(client.isEnded())
            #expect(server.statistics.requestsReceived == 0)
        }
    }

    @Test("refuse a chunked body as soon as it is one byte too long, without waiting for its end")
    func chunkedTooLarge() throws {
        try withServer(Self.small) { server, _ in
            let client = try RawClient(port: server.port)
            client.send(
                "POST / HTTP/1.1\r\nHost: test\r\nTransfer-Encoding: chunked\r\n\r\n3e9\r\n"
                    + String(repeating: "x", count: 1001))
            Self.expectTooLarge(try client.answer())
            #expect(client.isEnded())
            #expect(server.statistics.requestsReceived == 0)
        }
    }

    @Test("let a client that is still sending go on until it reads why it was refused", arguments: [true, false])
    func refusalReachesABusySender(isChunked: Bool) throws {
        try withServer(Self.small) { server, _ in
            let client = try RawClient(port: server.port)
            client.send("POST / HTTP/1.1\r\nHost: test\r\n")
            client.send(isChunked ? "Transfer-Encoding: chunked\r\n\r\n100000\r\n" : "Content-Length: 1048576\r\n\r\n")
            for _ in 0..<20 {
                #expect(client.send(String(repeating: "x", count: 20_000)))
                usleep(20_000)
            }
            Self.expectTooLarge(try client.answer())
        }
    }

    @Test("take many long headers that come in many small pieces, on a connection kept alive")
    func headersInPieces() throws {
        var options = HTTPServerOptions()
        options.headerMemory = 32 << 10
        try withServer(options) { server, desk in
            let client = try RawClient(port: server.port)
            let fields = (0..<100).map { "X-\($0): \(String(repeating: "v", count: $0 * 2))a" }
            for _ in 0..<3 {
                let head = "GET /a?b=c&d=e HTTP/1.1\r\nHost: test\r\nCookie: a=b; c=\"d\"\r\n"
                var rest = Array((head + fields.joined(separator: "\r\n") + "\r\n\r\n").utf8)[...]
                while !rest.isEmpty {
                    client.send(rest.prefix(97))
                    rest = rest.dropFirst(97)
                    usleep(100)
                }
                let request = try #require(desk.next())
                #expect(request.headers.count == 102)
                server.respond(to: request.id, with: HTTPResponse(status: 200))
                #expect(try client.answer().status == 200)
            }
        }
    }

    @Test("refuse headers and targets that are too long")
    func hugeHeaders() throws {
        try withServer(Self.small) { server, _ in
            let long = String(repeating: "h", count: 40_000)
            let headers = try RawClient(port: server.port)
            headers.send("GET / HTTP/1.1\r\nHost: test\r\nX: \(long)\r\n\r\n")
            #expect(try headers.answer().status == 431)
            #expect(headers.isEnded())
            let target = try RawClient(port: server.port)
            target.send("GET /\(long) HTTP/1.1\r\nHost: test\r\n\r\n")
            #expect(try target.answer().status == 414)
            #expect(target.isEnded())
            #expect(server.statistics.requestsReceived == 0)
        }
    }

    @Test(
        "refuse a query of more parameters than a hundred, however many and whatever the method",
        arguments: [101, 500, 2500], ["GET", "HEAD", "POST"])
    func manyParameters(count: Int, method: String) throws {
        func get(_ count: Int) -> String {
            let query = Array(repeating: "a=1", count: count).joined(separator: "&")
            let length = method == "POST" ? "Content-Length: 0\r\n" : ""
            return "\(method) /b?\(query) HTTP/1.1\r\nHost: test\r\n\(length)\r\n"
        }
        try withServer(Self.small) { server, desk in
            let client = try RawClient(port: server.port)
            client.send(get(count))
            let answer = try client.answer(toHead: method == "HEAD")
            #expect(answer.status == 400)
            #expect(method == "HEAD" || answer.body.contains("more than 100 parameters"))
            #expect(client.isEnded() && server.statistics.requestsReceived == 0)
            let other = try RawClient(port: server.port)
            other.send(get(100))
            let request = try #require(desk.next())
            #expect(request.query.count == 100 && request.query.allSatisfy { $0.name == "a" && $0.value == "1" })
            server.respond(to: request.id, with: HTTPResponse(status: 200))
            #expect(try other.answer(toHead: method == "HEAD").status == 200)
        }
    }

    @Test("close the connections of one address beyond its share, and only those")
    func perAddress() throws {
        var options = HTTPServerOptions()
        options.perAddressLimit = 2
        try withEcho(options) { server in
            let first = try RawClient(port: server.port)
            let second = try RawClient(port: server.port)
            #expect(try first.get("/1").status == 200)
            #expect(try second.get("/2").status == 200)
            let third = try RawClient(port: server.port)
            #expect(third.isEnded())
            #expect(try second.get("/3").status == 200)
            first.close()
            // The place is free once the server has seen the end of the first connection.
            #expect((0..<100).contains { _ in (try? RawClient(port: server.port).get("/4").status) == 200 })
        }
    }

    @Test("answer 503 with Retry-After at once when the queue is full, and keep the connection")
    func queueFull() throws {
        try withServer(deskCapacity: 1) { server, desk in
            let waiting = try RawClient(port: server.port)
            waiting.send("GET /waits HTTP/1.1\r\nHost: test\r\n\r\n")
            while server.statistics.requestsInFlight < 1 {}
            let refused = try RawClient(port: server.port)
            let answer = try refused.get("/refused")
            #expect(answer.status == 503)
            #expect(answer.headers["retry-after"] == "1")
            #expect(answer.body.contains(#""code":"overloaded""#))
            #expect(server.statistics.requestsRefused == 1)
            server.respond(to: try #require(desk.next()).id, with: HTTPResponse(status: 200))
            #expect(try waiting.answer().status == 200)
            refused.send("GET /again HTTP/1.1\r\nHost: test\r\n\r\n")
            server.respond(to: try #require(desk.next()).id, with: HTTPResponse(status: 200))
            #expect(try refused.answer().status == 200)
        }
    }
}
