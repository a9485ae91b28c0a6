import Foundation
import Messages
import Runtime
import TestSupport
import Testing

@testable import Gateway

@Suite("Documents on their way")
struct DownloadTests {
    private static let token = ["authorization": "Bearer t"]

    /// A person asks for a document, and is who they say.
    private func ask(
        _ gateway: GatewayUnderTest, _ target: String = "/v1/dishes?format=csv", method: String = "GET",
        headers: [String: String] = token
    ) throws -> UInt64 {
        let id = try gateway.send(method, target, headers: headers)
        try gateway.vouch(for: TestUsers.statement(1))
        return id
    }

    private func page(_ text: String, next: String?, type: String = "text/csv; charset=utf-8") throws -> String {
        let page = DocumentPage(
            type, named: try #require(FileName("dishes.csv")), text: text, next: next.flatMap { Cursor($0) })
        return String(decoding: try WireCoding().encode(page), as: UTF8.self)
    }

    /// The service answers the page that it is asked for.
    @discardableResult
    private func serve(_ gateway: GatewayUnderTest, _ text: String, next: String?) throws -> ExportDishes.Request {
        let question = try #require(gateway.take(ExportDishes.name).first)
        try gateway.answer(question, try page(text, next: next))
        return try gateway.coding.decode(ExportDishes.Request.self, from: question.body)
    }

    private func metric(_ gateway: GatewayUnderTest, _ line: String) throws -> Bool {
        try gateway.get("GET", "/metrics").text.split(separator: "\n").contains(Substring(line))
    }

    @Test("are asked for page by page, each once the client has taken the one before")
    func pages() throws {
        let gateway = try documentGateway()
        let id = try ask(gateway, "/v1/dishes?format=csv&name=soup")
        let first = try serve(gateway, "a\r\n", next: "1")
        #expect(first.cursor == nil)
        #expect(first.name?.text == "soup")
        let answer = gateway.answer(to: id)
        #expect(answer.status == 200)
        #expect(answer.response?.isOpen == true)
        #expect(answer.text == "a\r\n")
        #expect(answer.header("Content-Type") == "text/csv; charset=utf-8")
        #expect(answer.header("Content-Disposition") == #"attachment; filename="dishes.csv""#)
        #expect(answer.header("Cache-Control") == "no-store")
        // Nothing happens while the client does not read.
        try gateway.wait(milliseconds: 30_000)
        #expect(gateway.take(ExportDishes.name).isEmpty)
        #expect(try metric(gateway, "croupier_documents_open 1"))
        try gateway.step([.webDrained(id)])
        try gateway.vouch(for: TestUsers.statement(1))
        let second = try serve(gateway, "b\r\n", next: "2")
        #expect(second.cursor?.text == "1")
        #expect(second.name?.text == "soup")
        #expect(gateway.parts[id] == [.bytes(Array("b\r\n".utf8))])
        #expect(gateway.take(ExportDishes.name).isEmpty)
        try gateway.step([.webDrained(id)])
        #expect(try serve(gateway, "c\r\n", next: nil).cursor?.text == "2")
        #expect(gateway.parts[id]?.suffix(2) == [.bytes(Array("c\r\n".utf8)), .end])
        #expect(try metric(gateway, "croupier_documents_open 0"))
        #expect(try metric(gateway, #"croupier_documents_total{end="whole"} 1"#))
        try gateway.step([.webDrained(id), .webAbandoned(id)])
        #expect(gateway.take(ExportDishes.name).isEmpty)
    }

    @Test("of one page are answered whole, with their length")
    func onePage() throws {
        let gateway = try documentGateway()
        let id = try gateway.send("GET", "/v1/tables/019aa2f5-3c00-7000-8000-000000000001/poster")
        let bytes: [UInt8] = [0x89, 0x50, 0x4e, 0x47, 0, 0xff]
        let name = try #require(FileName("poster.png"))
        let page = DocumentPage("image/png", named: name, bytes: bytes, next: nil)
        let body = String(decoding: try gateway.coding.encode(page), as: UTF8.self)
        try gateway.answer(try #require(gateway.take(ShowPoster.name).first), body)
        #expect(gateway.answer(to: id).response?.body == bytes)
        #expect(gateway.answer(to: id).response?.isOpen == false)
        #expect(gateway.answer(to: id).header("Content-Type") == "image/png")
        #expect(gateway.parts[id] == nil)
        #expect(try metric(gateway, "croupier_documents_open 0"))
    }

    @Test("are refused like everything else as long as nothing of them has gone out")
    func refusal() throws {
        let gateway = try documentGateway()
        let id = try ask(gateway)
        let problem = Problem(CommonFailure.forbidden, "not yours")
        let body = String(decoding: try gateway.coding.encode(problem), as: UTF8.self)
        try gateway.answer(try #require(gateway.take(ExportDishes.name).first), status: 403, body)
        #expect(gateway.answer(to: id).status == 403)
        #expect(gateway.answer(to: id).code == "forbidden")
        let strange = try ["text/html", "text/csv\n", "text/csvx", ""].map { try page("a", next: nil, type: $0) }
        for nonsense in strange + ["{}"] {
            let id = try ask(gateway)
            try gateway.answer(try #require(gateway.take(ExportDishes.name).first), nonsense)
            #expect(gateway.answer(to: id).status == 500)
            #expect(gateway.answer(to: id).code == "internal_error")
        }
        #expect(try metric(gateway, "croupier_documents_open 0"))
    }

    @Test("are broken off where a later page is refused, is none, or goes nowhere")
    func failure() throws {
        let gateway = try documentGateway()
        let failures: [(GatewayUnderTest.Sent) throws -> Void] = [
            { try gateway.answer($0, status: 503, "{}") },
            { try gateway.answer($0, status: 422, "{}") },
            { try gateway.answer($0, "{}") },
            { try gateway.answer($0, try page("b", next: "1")) },
            { _ in try gateway.wait(milliseconds: 10_100) },
        ]
        for (count, fail) in failures.enumerated() {
            let id = try ask(gateway)
            try serve(gateway, "a", next: "1")
            try gateway.step([.webDrained(id)])
            try gateway.vouch(for: TestUsers.statement(1))
            try fail(try #require(gateway.take(ExportDishes.name).first))
            #expect(gateway.parts[id] == [.cut])
            #expect(gateway.answer(to: id).status == 200)
            #expect(try metric(gateway, #"croupier_documents_total{end="cut"} \#(count + 1)"#))
            _ = gateway.take(ExportDishes.name)
        }
        #expect(try metric(gateway, "croupier_documents_open 0"))
    }

    @Test("are broken off where the service has gone away meanwhile, and go on where it is only silent for a while")
    func absence() throws {
        let gateway = try documentGateway()
        let id = try ask(gateway)
        try serve(gateway, "a", next: "1")
        gateway.living.remove(.raffle)
        try gateway.wait(milliseconds: 5000)
        try gateway.step([.webDrained(id)])
        try gateway.vouch(for: TestUsers.statement(1))
        #expect(gateway.take(ExportDishes.name).isEmpty)
        gateway.living.insert(.raffle)
        try gateway.wait(milliseconds: 2000)
        try serve(gateway, "b", next: "2")
        gateway.living.remove(.raffle)
        try gateway.wait(milliseconds: 12_000)
        try gateway.step([.webDrained(id)])
        #expect(gateway.parts[id] == [.bytes(Array("b".utf8)), .cut])
    }

    @Test("are asked for again under the same reference where an answer is lost, and written once")
    func resending() throws {
        let gateway = try documentGateway()
        let id = try ask(gateway)
        try serve(gateway, "a", next: "1")
        try gateway.step([.webDrained(id)])
        try gateway.wait(milliseconds: 3500)
        let copies = gateway.take(ExportDishes.name)
        #expect(copies.count == 3)
        for copy in copies { try gateway.answer(copy, try page("b", next: "2")) }
        #expect(gateway.parts[id] == [.bytes(Array("b".utf8))])
        // Being told twice that the client has taken everything asks for one page.
        try gateway.step([.webDrained(id), .webDrained(id)])
        #expect(gateway.take(ExportDishes.name).count == 1)
    }

    @Test("end with their client, wherever they are")
    func abandoned() throws {
        let gateway = try documentGateway()
        let early = try ask(gateway)
        try gateway.step([.webAbandoned(early)])
        _ = gateway.take(ExportDishes.name)
        let reading = try ask(gateway)
        try serve(gateway, "a", next: "1")
        try gateway.step([.webAbandoned(reading)])
        try gateway.step([.webDrained(reading)])
        #expect(gateway.take(ExportDishes.name).isEmpty)
        let waiting = try ask(gateway)
        try serve(gateway, "a", next: "1")
        try gateway.step([.webDrained(waiting)])
        let question = try #require(gateway.take(ExportDishes.name).first)
        try gateway.step([.webAbandoned(waiting)])
        try gateway.answer(question, try page("b", next: "2"))
        try gateway.wait(milliseconds: 20_000)
        #expect(gateway.parts.isEmpty)
        #expect(gateway.take(ExportDishes.name).isEmpty)
        #expect(try metric(gateway, "croupier_documents_open 0"))
        #expect(try metric(gateway, #"croupier_documents_total{end="abandoned"} 2"#))
        #expect(try metric(gateway, #"croupier_requests_in_flight{service="raffle"} 0"#))
    }

    @Test("are broken off for one whose session is revoked, before another page is asked for")
    func revocation() throws {
        let gateway = try documentGateway()
        let statement = TestUsers.statement(1)
        let id = try ask(gateway)
        try serve(gateway, "a", next: "1")
        try gateway.tell(about: Subject("session", statement.session))
        try gateway.step([.webDrained(id)])
        #expect(gateway.take(ExportDishes.name).isEmpty)
        let question = try #require(gateway.take(VouchForSession.name).first)
        try gateway.answer(question, status: 401, "{}")
        #expect(gateway.parts[id] == [.cut])
        #expect(gateway.take(ExportDishes.name).isEmpty)
    }

    @Test("carry on every page the statement that is good by then")
    func statements() throws {
        let gateway = try documentGateway()
        let id = try gateway.send("GET", "/v1/dishes?format=csv", headers: Self.token)
        try gateway.vouch(for: TestUsers.statement(1, issuedAt: gateway.now, seconds: 300))
        let question = try #require(gateway.take(ExportDishes.name).first)
        try gateway.answer(question, try page("a", next: "1"))
        try gateway.wait(milliseconds: 400_000, by: 1000)
        try gateway.step([.webDrained(id)])
        try gateway.vouch(for: TestUsers.statement(1, issuedAt: gateway.now, seconds: 300))
        let later = try #require(gateway.take(ExportDishes.name).first)
        #expect(later.header[.statement] != nil)
        #expect(later.header[.statement] != question.header[.statement])
        #expect(later.header.number(.deadline) == gateway.now.adding(seconds: 10).milliseconds)
    }

    @Test("are only so many at once, and only a few of them one caller's")
    func bounds() throws {
        var settings = EdgeSettings()
        (settings.downloadLimit, settings.downloadsPerOwnerLimit) = (3, 2)
        let gateway = try documentGateway(settings)
        let first = try ask(gateway)
        try serve(gateway, "a", next: "1")
        _ = try ask(gateway)
        let third = try gateway.get("GET", "/v1/dishes?format=csv", headers: Self.token)
        #expect(third.status == 503)
        #expect(third.code == "overloaded")
        #expect(third.header("Retry-After") == "1")
        let poster = "/v1/tables/019aa2f5-3c00-7000-8000-000000000001/poster"
        #expect(try gateway.get("GET", poster).status == nil)
        #expect(try gateway.get("GET", poster).status == 503)
        // The list itself is no document.
        #expect(try gateway.get("GET", "/v1/dishes", headers: Self.token).status == nil)
        try gateway.step([.webAbandoned(first)])
        #expect(try gateway.get("GET", poster).status == nil)
    }

    @Test("skip pages that are empty without waiting for the client")
    func emptyPages() throws {
        let gateway = try documentGateway()
        let id = try ask(gateway)
        try serve(gateway, "", next: "1")
        try serve(gateway, "", next: "2")
        try serve(gateway, "a", next: "3")
        #expect(gateway.take(ExportDishes.name).isEmpty)
        #expect(gateway.parts[id] == [.bytes(Array("a".utf8))])
    }

    @Test("have a head, which is asked for without the rest")
    func head() throws {
        let gateway = try documentGateway()
        let id = try ask(gateway, method: "HEAD")
        try serve(gateway, "a", next: "1")
        #expect(gateway.answer(to: id).header("Content-Type") == "text/csv; charset=utf-8")
        #expect(gateway.parts[id] == [.end])
        try gateway.step([.webDrained(id)])
        #expect(gateway.take(ExportDishes.name).isEmpty)
        #expect(try metric(gateway, "croupier_documents_open 0"))
    }
}
