import GatewayHTTP
import Glibc
import Testing

@Suite("Answers that are written part by part")
struct OpenAnswerTests {
    private static let patience: HTTPServerOptions = {
        var options = HTTPServerOptions()
        options.responseTimeout = .milliseconds(600)
        return options
    }()

    /// Has a request under way.
    private func ask(
        _ server: HTTPServer, _ desk: Desk, _ line: String = "GET / HTTP/1.1"
    ) throws -> (RawClient, UInt64) {
        let client = try RawClient(port: server.port)
        client.send("\(line)\r\nHost: test\r\n\r\n")
        return (client, try #require(desk.next()).id)
    }

    private func open(_ server: HTTPServer, _ id: UInt64, _ first: String) {
        let headers = [(name: "Content-Type", value: "text/csv")]
        server.begin(HTTPResponse(status: 200, headers: headers, body: Array(first.utf8)), to: id)
    }

    @Test("reach the client in chunks, the next one asked for once the one before is taken")
    func chunks() throws {
        try withServer { server, desk in
            let (client, id) = try ask(server, desk)
            open(server, id, "one,")
            #expect(desk.nextDrained() == id)
            #expect(server.statistics.answersOpen == 1)
            server.write(Array("two,".utf8), to: id)
            #expect(desk.nextDrained() == id)
            // Long enough for many chunks.
            let long = String(repeating: "x", count: 200_000)
            server.write(Array(long.utf8), to: id)
            server.end(id)
            let answer = try client.chunkedAnswer()
            #expect(answer.headers["transfer-encoding"] == "chunked")
            #expect(answer.headers["content-type"] == "text/csv")
            #expect(answer.body == "one,two," + long)
            #expect(server.statistics.answersOpen == 0)
            // The connection goes on.
            client.send("GET /2 HTTP/1.1\r\nHost: test\r\n\r\n")
            server.respond(to: try #require(desk.next()).id, with: HTTPResponse(status: 204))
            #expect(try client.answer().status == 204)
            #expect(server.statistics.requestsAbandoned == 0)
        }
    }

    @Test("hold up a server that stops only where they have an end")
    func stopping() throws {
        for (isEndless, limit) in [(true, Duration.seconds(3)), (false, .milliseconds(300))] {
            try withServer { server, desk in
                let (client, id) = try ask(server, desk)
                server.begin(HTTPResponse(status: 200, headers: [], body: [1]), to: id, isEndless: isEndless)
                #expect(desk.nextDrained() == id)
                let begun = ContinuousClock.now
                server.stop(within: limit)
                let time = ContinuousClock.now - begun
                #expect(isEndless ? time < .seconds(2) : time >= limit)
                #expect(throws: RawClient.ClientError.self) { try client.chunkedAnswer() }
            }
        }
    }

    @Test("leave a client alone in the quiet, however long, and for one that does not read end after a while")
    func quiet() throws {
        try withServer(Self.patience) { server, desk in
            let (client, id) = try ask(server, desk)
            open(server, id, "one,")
            #expect(desk.nextDrained() == id)
            usleep(1_500_000)
            server.write(Array("two".utf8), to: id)
            #expect(desk.nextDrained() == id)
            server.end(id)
            #expect(try client.chunkedAnswer().body == "one,two")
        }
    }

    @Test("end without the last chunk where they are cut")
    func cut() throws {
        try withServer { server, desk in
            let (client, id) = try ask(server, desk)
            open(server, id, "one")
            #expect(desk.nextDrained() == id)
            server.cut(id)
            #expect(throws: RawClient.ClientError.self) { try client.chunkedAnswer() }
            // What comes after is ignored.
            server.write([1], to: id)
            server.end(id)
            while server.statistics.connectionsOpen > 0 { usleep(1000) }
            #expect(server.statistics.requestsAbandoned == 0)
        }
    }

    @Test("break the connection of a client that knows no chunks where they are cut, and end it where they are whole")
    func oldProtocol() throws {
        try withServer { server, desk in
            let (whole, first) = try ask(server, desk, "GET / HTTP/1.0")
            open(server, first, "one")
            server.end(first)
            #expect(try whole.rest().hasSuffix("one"))
            let (cut, second) = try ask(server, desk, "GET / HTTP/1.0")
            open(server, second, "one")
            while let drained = desk.nextDrained(), drained != second {}
            server.cut(second)
            #expect(throws: RawClient.ClientError.self) { try cut.rest() }
        }
    }

    @Test("are not asked for faster than their client reads")
    func backpressure() throws {
        try withServer { server, desk in
            let (client, id) = try ask(server, desk)
            open(server, id, "")
            let page = [UInt8](repeating: 0x78, count: 1 << 20)
            var written = 0
            // The system's buffers take some megabytes; then it is the client's turn.
            while desk.nextDrained(within: 1) == id {
                server.write(page, to: id)
                written += 1
                #expect(written < 64)
                if written >= 64 { break }
            }
            #expect(written > 1)
            server.end(id)
            #expect(try client.chunkedAnswer().body.utf8.count == written << 20)
        }
    }

    @Test("take no more memory for being long")
    func memory() throws {
        try withServer { server, desk in
            let (client, id) = try ask(server, desk)
            let page = [UInt8](repeating: 0x78, count: 128 << 10)
            open(server, id, "")
            var (written, taken, before) = (0, 0, 0)
            while written < 256 << 20 {
                try #require(desk.nextDrained() == id)
                server.write(page, to: id)
                written += page.count
                // Not so far behind that the system would take no more.
                while taken < written - 1 << 20 { taken += try client.discard() }
                // What is kept for good is kept by then.
                if before == 0, written > 16 << 20 { before = residentBytes() }
            }
            let after = residentBytes()
            server.end(id)
            while taken < written { taken += try client.discard() }
            // Other tests in this process take memory too, but not half of all that was written.
            #expect(before > 0 && after < before + 120 << 20, "\(before) to \(after)")
        }
    }

    private func residentBytes() -> Int {
        guard let file = fopen("/proc/self/statm", "r") else { return 0 }
        defer { fclose(file) }
        var text = [CChar](repeating: 0, count: 200)
        guard fgets(&text, 200, file) != nil else { return 0 }
        let words = String(decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
            .split(separator: " ")
        return words.count > 1 ? (Int(words[1]) ?? 0) * Int(sysconf(Int32(_SC_PAGESIZE))) : 0
    }

    @Test("are given up for a client that takes too long over a part")
    func slowClient() throws {
        try withServer(Self.patience) { server, desk in
            let (client, id) = try ask(server, desk)
            open(server, id, "")
            let page = [UInt8](repeating: 0x78, count: 1 << 20)
            while desk.nextDrained(within: 0.3) == id { server.write(page, to: id) }
            #expect(desk.nextAbandoned() == id)
            #expect(server.statistics.connectionsTimedOut == 1)
            #expect(server.statistics.requestsAbandoned == 1)
            #expect(server.statistics.answersOpen == 0)
            client.close()
        }
    }

    @Test("may have long pauses that are not the client's")
    func slowWriter() throws {
        try withServer(Self.patience) { server, desk in
            let (client, id) = try ask(server, desk)
            open(server, id, "one")
            #expect(desk.nextDrained() == id)
            usleep(1_500_000)
            server.write(Array("two".utf8), to: id)
            server.end(id)
            #expect(try client.chunkedAnswer().body == "onetwo")
        }
    }

    @Test("are given up for a client that goes away, while it is waited for and while it waits")
    func goneClient() throws {
        try withServer { server, desk in
            let (client, id) = try ask(server, desk)
            open(server, id, "one")
            #expect(desk.nextDrained() == id)
            client.close()
            #expect(desk.nextAbandoned() == id)
            let (other, second) = try ask(server, desk)
            open(server, second, String(repeating: "x", count: 16 << 20))
            other.close()
            #expect(desk.nextAbandoned() == second)
            while server.statistics.connectionsOpen > 0 { usleep(1000) }
            #expect(server.statistics.answersOpen == 0)
            #expect(server.statistics.requestsAbandoned == 2)
        }
    }

    @Test("are cut when the server stops")
    func stop() throws {
        try withServer { server, desk in
            let (client, id) = try ask(server, desk)
            open(server, id, "one")
            #expect(desk.nextDrained() == id)
            server.stop(within: .zero)
            #expect(throws: RawClient.ClientError.self) { try client.chunkedAnswer() }
        }
    }

    @Test("have a head like any answer")
    func head() throws {
        try withServer { server, desk in
            let (client, id) = try ask(server, desk, "HEAD / HTTP/1.1")
            open(server, id, "one")
            server.end(id)
            let answer = try client.answer(toHead: true)
            #expect(answer.status == 200)
            #expect(answer.headers["content-type"] == "text/csv")
            #expect(answer.headers["content-length"] == nil)
            // Nothing that could be taken for another answer.
            #expect(try client.rest() == "")
        }
    }
}
