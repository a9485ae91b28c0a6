import GatewayHTTP
import Testing

@Suite("The HTTP server and requests that are none")
struct MalformedTests {
    @Test(
        "answers 400 and closes when the target is not clean",
        arguments: [
            "/a%", "/a%2", "/a%zz", "/%ff", "/%c3%28", "/%00", "/a%0d%0ab", "/%7f", "/a?b=%f", "/a?%ff=1", "/a?b=%00",
            "/a/../b", "/%2e%2e/b", "/a#b", "/a\u{0}b", "/a\u{1}b", "/a b", "/\u{e9}", "a", "", "/a\tb",
        ])
    func badTargets(target: String) throws {
        try expectBadRequest("GET \(target) HTTP/1.1\r\nHost: test\r\n\r\n")
    }

    @Test(
        "answers 400 and closes when two servers could disagree on where a request ends",
        arguments: [
            "Content-Length: 3\r\nContent-Length: 3\r\n", "Content-Length: 3\r\nContent-Length: 4\r\n",
            "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n",
            "Transfer-Encoding: chunked\r\nContent-Length: 3\r\n",
            "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n", "Transfer-Encoding: gzip, chunked\r\n",
            "Transfer-Encoding: identity\r\n", "Transfer-Encoding: xchunked\r\n", "Content-Length: 3, 3\r\n",
            "Content-Length: +3\r\n", "Content-Length: 0x3\r\n", "Content-Length: -3\r\n", "Content-Length: \r\n",
            "Content-Length : 3\r\n", "Transfer-Encoding : chunked\r\n", "Content-Length: 3 3\r\n", "no colon\r\n",
            "X: a\u{1}b\r\n", ": nameless\r\n", ":\r\n", "Host: second\r\n", "X: a\r\n b\r\n", "X: a\u{0}b\r\n",
            "X\u{0}: b\r\n", "X: bare line feed\n", " leading: blank\r\n", "Content-Length: 3\u{0}0\r\n",
        ])
    func badFraming(fields: String) throws {
        try expectBadRequest("POST / HTTP/1.1\r\nHost: test\r\n\(fields)\r\nabc")
    }

    @Test(
        "answers 400 and closes when the request line is not made of three words",
        arguments: [
            "GET  / HTTP/1.1", "GET /  HTTP/1.1", "G\u{0}T / HTTP/1.1", "GET / HTTP/1.1 ", "G(T / HTTP/1.1", "GET /",
        ])
    func badRequestLines(line: String) throws {
        try expectBadRequest("\(line)\r\nHost: test\r\n\r\n")
    }

    @Test("answers 400 and closes when there is no Host")
    func noHost() throws {
        try expectBadRequest("GET / HTTP/1.1\r\n\r\n")
    }

    @Test("answers 400 and closes when a chunk's size is no number")
    func badChunk() throws {
        try expectBadRequest(
            "POST / HTTP/1.1\r\nHost: test\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nabc\r\n0\r\n\r\n")
    }

    @Test("explains a refusal of its own as problem+json")
    func problem() throws {
        try withServer { server, _ in
            let client = try RawClient(port: server.port)
            let answer = try client.get("/%ff")
            #expect(answer.headers["content-type"] == "application/problem+json")
            #expect(answer.headers["connection"] == "close")
            let trace = try #require(answer.headers["traceparent"]).split(separator: "-")
            #expect(trace.map(\.count) == [2, 32, 16, 2])
            #expect(
                answer.body == """
                    {"type":"urn:croupier:problem:bad_request","title":"Bad Request","status":400,"code":"bad_request",\
                    "detail":"The path is not percent-encoded UTF-8.","errors":[],"trace_id":"\(trace[1])"}
                    """)
            #expect(server.statistics.requestsInvalid == 1)
        }
    }

    @Test("survives bytes that are no HTTP at all")
    func garbage() throws {
        try withEcho { server in
            for bytes in [[UInt8](repeating: 0, count: 5000), Array(0...255), [0x16, 3, 1, 2, 0, 1, 0, 1, 0xFC, 3, 3]] {
                let client = try RawClient(port: server.port, waitSeconds: 1)
                client.send(bytes)
                client.close()
            }
            #expect(try RawClient(port: server.port).get("/alive").body == "GET /alive")
        }
    }

    /// Refused, never handed out, and nothing that follows on the connection is taken for a request.
    private func expectBadRequest(_ text: String) throws {
        try withServer { server, _ in
            let client = try RawClient(port: server.port)
            client.send(text + "GET /smuggled HTTP/1.1\r\nHost: test\r\n\r\n")
            #expect(try client.answer().status == 400)
            #expect(client.isEnded())
            #expect(server.statistics.requestsReceived == 0)
        }
    }
}
