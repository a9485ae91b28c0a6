import Foundation
import Messages
import Runtime
import TestSupport
import Testing

@testable import Gateway

@Suite("Streams to clients")
struct StreamTests: StreamReading {
    @Test("begin at once, tell the place where they begin, and then give what comes")
    func beginning() throws {
        let gateway = try streamGateway()
        let id = try open(gateway, Self.path + "?room=red")
        let first = try serve(gateway, next: "7")
        #expect(first.after == nil && first.waitMilliseconds == 0 && first.room?.text == "red")
        let answer = gateway.answer(to: id)
        #expect(answer.status == 200)
        #expect(answer.header("Content-Type") == "text/event-stream")
        #expect(answer.header("Cache-Control") == "no-store")
        #expect(answer.response?.isOpen == true && answer.response?.isEndless == true)
        #expect(answer.text == "retry: 1000\nid: 7\n\n")
        #expect(gateway.take(FollowHall.name).isEmpty)
        try gateway.step([.webDrained(id)])
        let second = try serve(gateway, ["8", "9"], next: "9")
        #expect(second.after?.text == "7" && second.waitMilliseconds == 5000 && second.room?.text == "red")
        #expect(written(gateway, id) == text("8") + text("9"))
        #expect(try metric(gateway, "croupier_streams_open 1"))
        #expect(try metric(gateway, "croupier_stream_items_total 2"))
    }

    @Test("ask for nothing while a client does not read, so that it costs one page, and cost the others nothing")
    func stalled() throws {
        let gateway = try streamGateway()
        let id = try open(gateway)
        try serve(gateway, ["1"], next: "1")
        let other = try open(gateway)
        try serve(gateway, ["1"], next: "1")
        for number in 2..<10 {
            try gateway.step([.webDrained(other)])
            try serve(gateway, [String(number)], next: String(number))
        }
        try gateway.wait(milliseconds: 120_000, by: 1000)
        #expect(gateway.take(FollowHall.name).isEmpty)
        // Not even a sign of life is added to what waits.
        #expect(written(gateway, id).isEmpty)
        #expect(written(gateway, other) == (2..<10).map { text(String($0)) }.joined())
        try gateway.step([.webDrained(id)])
        try gateway.vouch(for: TestUsers.statement(1))
        #expect(try serve(gateway, ["2"], next: "2").after?.text == "1")
        try gateway.step([.webAbandoned(id), .webAbandoned(other)])
        #expect(try metric(gateway, "croupier_streams_open 0"))
        #expect(try metric(gateway, #"croupier_streams_total{end="abandoned"} 2"#))
        #expect(try metric(gateway, #"croupier_requests_in_flight{service="raffle"} 0"#))
    }

    @Test("give a sign of life in the quiet, with the place that was reached without an event")
    func beats() throws {
        var settings = EdgeSettings()
        settings.liveWaitMilliseconds = 20_000
        let gateway = try streamGateway(settings)
        let id = try open(gateway)
        try serve(gateway, next: "7")
        try gateway.step([.webDrained(id)])
        try gateway.wait(milliseconds: 14_000)
        #expect(written(gateway, id).isEmpty)
        try gateway.wait(milliseconds: 1500)
        #expect(written(gateway, id) == ":\n\n")
        try gateway.step([.webDrained(id)])
        try serve(gateway, next: "9")
        try gateway.vouch(for: TestUsers.statement(1))
        try gateway.wait(milliseconds: 15_500)
        #expect(written(gateway, id) == ":\n\n:\n\nid: 9\n\n")
        #expect(try serve(gateway, next: "9").after?.text == "9")
    }

    @Test("go on at the place that the client had reached, which goes before where it once began")
    func resuming() throws {
        let gateway = try streamGateway()
        let id = try open(gateway, headers: Self.token.merging(["last-event-id": "8"]) { $1 })
        #expect(try serve(gateway, ["9"], next: "9").after?.text == "8")
        #expect(gateway.answer(to: id).text == "retry: 1000\n\n" + text("9"))
        for broken in ["", "a b", String(repeating: "x", count: 201), "é"] {
            let headers = Self.token.merging(["last-event-id": broken]) { $1 }
            let answer = try gateway.get("GET", Self.path, headers: headers)
            #expect(answer.status == 400 && answer.code == "malformed_request")
            #expect(answer.pointers == ["Last-Event-ID invalid_format"])
        }
        // Where pages begin and how long questions wait is not for the query to say.
        #expect(
            try gateway.get("GET", Self.path + "?after=8", headers: Self.token).pointers == ["/after unknown_field"])
        let wait = try gateway.get("GET", Self.path + "?wait_milliseconds=8", headers: Self.token)
        #expect(wait.pointers == ["/wait_milliseconds unknown_field"])
    }

    @Test("are refused like everything else as long as nothing of them has gone out")
    func refusal() throws {
        let gateway = try streamGateway()
        let id = try open(gateway)
        let problem = Problem(status: 409, code: "forked_log", detail: "another log")
        let body = String(decoding: try gateway.coding.encode(problem), as: UTF8.self)
        try gateway.answer(try #require(gateway.take(FollowHall.name).first), status: 409, body)
        #expect(gateway.answer(to: id).status == 409 && gateway.answer(to: id).code == "forked_log")
        #expect(try gateway.get("GET", Self.path).status == 401)
        let nonsense = try open(gateway)
        try gateway.answer(try #require(gateway.take(FollowHall.name).first), "{}")
        #expect(gateway.answer(to: nonsense).status == 500)
        #expect(try metric(gateway, "croupier_streams_open 0"))
    }

    @Test("are refused for a place that is none by the name of the header that it came in, under the request's trace")
    func refusedPlace() throws {
        let gateway = try streamGateway()
        let id = try open(gateway, headers: Self.token.merging(["last-event-id": "nonsense"]) { $1 })
        let detail = "expected a place"
        let problem = Problem(
            CommonFailure.invalidRequest, "/after: \(detail)",
            errors: [.init(pointer: "/after", code: "invalid_format", detail: detail)])
        let body = String(decoding: try gateway.coding.encode(problem), as: UTF8.self)
        try gateway.answer(try #require(gateway.take(FollowHall.name).first), status: 422, body)
        let answer = gateway.answer(to: id)
        #expect(answer.status == 422 && answer.pointers == ["Last-Event-ID invalid_format"])
        #expect(answer.problem?.detail == "Last-Event-ID: \(detail)" && answer.problem?.traceID?.count == 32)
    }

    @Test("end with an event that says why where going on is refused, and where pages are none")
    func closing() throws {
        let gateway = try streamGateway()
        let refusals = [
            (409, #"{"code":"forked_log","detail":"d","errors":[],"status":409,"title":"t","type":"u"}"#, "forked_log"),
            (200, #"{"items":[{"id":"a b","type":"t","data":""}],"next":"1"}"#, "internal_error"),
            (200, #"{"items":[{"id":"1","type":"t\nid: 9","data":""}],"next":"1"}"#, "internal_error"),
            (200, "{}", "internal_error"),
        ]
        for (count, (status, body, code)) in refusals.enumerated() {
            let id = try open(gateway)
            try serve(gateway, next: "7")
            try gateway.step([.webDrained(id)])
            try gateway.answer(try #require(gateway.take(FollowHall.name).last), status: status, body)
            let last = written(gateway, id)
            #expect(last.hasPrefix("event: closed\ndata: {") && last.hasSuffix("}\n\n<end>"))
            #expect(last.contains("\"code\":\"\(code)\""))
            #expect(try metric(gateway, #"croupier_streams_total{end="closed"} \#(count + 1)"#))
        }
        #expect(try metric(gateway, "croupier_streams_open 0"))
    }

    @Test("stay open while their service is away, and go on without a gap")
    func absence() throws {
        let gateway = try streamGateway()
        let id = try open(gateway)
        try serve(gateway, ["1"], next: "1")
        gateway.living.remove(.raffle)
        try gateway.step([.webDrained(id)])
        try gateway.wait(milliseconds: 40_000)
        try gateway.vouch(for: TestUsers.statement(1))
        #expect(written(gateway, id) == ":\n\n:\n\n" || written(gateway, id) == ":\n\n")
        _ = gateway.take(FollowHall.name)
        gateway.living.insert(.raffle)
        try gateway.wait(milliseconds: 3000)
        try gateway.vouch(for: TestUsers.statement(1))
        #expect(try serve(gateway, ["2"], next: "2").after?.text == "1")
        #expect(written(gateway, id).hasSuffix(text("2")))
    }

    @Test("are asked for again where an answer is lost, and written once")
    func resending() throws {
        let gateway = try streamGateway()
        let id = try open(gateway)
        try serve(gateway, next: "7")
        try gateway.step([.webDrained(id)])
        try gateway.wait(milliseconds: 5500)
        #expect(gateway.sent.count { $0.header[.operation] == FollowHall.name } == 1)
        try gateway.wait(milliseconds: 1000)
        let copies = gateway.take(FollowHall.name)
        #expect(copies.count == 2)
        for copy in copies { try gateway.answer(copy, try page(["8"], next: "8")) }
        #expect(written(gateway, id) == text("8"))
        try gateway.step([.webDrained(id), .webDrained(id)])
        #expect(gateway.take(FollowHall.name).count == 1)
    }

    @Test("do not ask in a hurry where a service does not wait with its answer")
    func hurry() throws {
        let gateway = try streamGateway()
        let id = try open(gateway)
        try serve(gateway, next: "7")
        try gateway.step([.webDrained(id)])
        for _ in 0..<8 {
            try serve(gateway, next: "7")
            #expect(gateway.take(FollowHall.name).isEmpty)
            try gateway.wait(milliseconds: 300, by: 50)
        }
    }

    @Test("are only so many at once, and only a few of them one person's, whatever tokens they come with")
    func bounds() throws {
        var settings = EdgeSettings()
        (settings.liveLimit, settings.livePerOwnerLimit) = (4, 2)
        let gateway = try streamGateway(settings)
        // Nobody has a place before it is known who asks.
        for number in 0..<10 {
            _ = try gateway.send("GET", Self.path, headers: ["authorization": "Bearer made-up-\(number)"])
        }
        for question in gateway.take(VouchForSession.name) { try gateway.answer(question, status: 401, "{}") }
        let first = try open(gateway)
        try serve(gateway, next: "7")
        _ = try open(gateway, headers: ["authorization": "Bearer other"])
        let third = try open(gateway, headers: ["authorization": "Bearer third"])
        #expect(gateway.answer(to: third).status == 503)
        #expect(gateway.answer(to: third).code == "overloaded")
        #expect(gateway.answer(to: third).header("Retry-After") == "1")
        #expect(try gateway.get("GET", Self.table).status == nil)
        #expect(try gateway.get("GET", Self.table).status == nil)
        #expect(try gateway.get("GET", Self.table).status == 503)
        try gateway.step([.webAbandoned(first)])
        let again = try open(gateway)
        #expect(gateway.answer(to: again).status == nil)
    }

    @Test("write bytes of any kind so that they come out as they were")
    func bytes() throws {
        let lines = LivePage.Item(id: "1", type: "t", bytes: Array("a\n b\n".utf8))
        let strange = LivePage.Item(id: "2", type: "t", bytes: [0xff])
        let page = LivePage(items: [lines, strange], next: Cursor(trusted: "2"))
        #expect(
            EventStreamText.items(page)
                == "id: 1\nevent: t\ndata: a\ndata:  b\ndata: \n\nid: 2\nevent: t\ndata: {\"base64\":\"/w==\"}\n\n")
    }

    @Test("have a head, which is asked for without the rest")
    func head() throws {
        let gateway = try streamGateway()
        let id = try open(gateway, method: "HEAD")
        try serve(gateway, ["8"], next: "8")
        #expect(gateway.answer(to: id).header("Content-Type") == "text/event-stream")
        #expect(gateway.parts[id] == [.end])
        #expect(try metric(gateway, "croupier_streams_open 0"))
    }

    @Test("are documented with the header that has them go on, and in AsyncAPI with what comes")
    func documents() throws {
        let gateway = try streamGateway()
        let api = try #require(try gateway.get("GET", "/v1/openapi.json").json as? [String: Any])
        let paths = try #require(api["paths"] as? [String: [String: [String: Any]]])
        let operation = try #require(paths["/v1/hall/stream"]?["get"])
        let parameters = try #require(operation["parameters"] as? [[String: Any]])
        #expect(parameters.map { "\($0["in"] ?? "") \($0["name"] ?? "")" } == ["header Last-Event-ID", "query room"])
        let responses = try #require(operation["responses"] as? [String: [String: Any]])
        let content = try #require(responses["200"]?["content"] as? [String: [String: Any]])
        #expect(content.keys.sorted() == ["text/event-stream"])
        #expect(try gateway.get("GET", "/docs").text.contains("curl -N"))
    }
}
