import Foundation
import Messages
import Runtime
import TestSupport
import Testing

@testable import Gateway

@Suite("Bodies that are taken as they come")
struct RawBodyTests {
    private static let fields = [
        "content-type": "application/json", "x-signature": SignatureRule.sample, "x-sent-at": "1800000000",
    ]
    private static let picture = "/v1/tables/019aa2f5-3c00-7000-8000-000000000001/picture"

    private func notify(
        _ gateway: GatewayUnderTest, _ bytes: [UInt8] = NoticeRule.sample, _ changes: [String: String?] = [:],
        query: String = ""
    ) throws -> GatewayUnderTest.Answer {
        var headers = Self.fields
        for (name, value) in changes { headers[name] = value }
        return gateway.answer(to: try gateway.send("POST", "/v1/notices" + query, headers: headers, bytes: bytes))
    }

    @Test("reach the service byte for byte, with the header fields it asks for as fields of their types")
    func bytes() throws {
        let gateway = try rawGateway()
        // No JSON that the gateway would take: its bytes are not its business.
        let bytes = Array("{\"b\":1.50, \"b\":\n\t1e9}".utf8) + [0xff, 0x00]
        _ = try notify(gateway, bytes, ["x-agent": "bank", "authorization": nil, "x-other": "ignored"])
        let message = try #require(gateway.take(TakeNotice.name).first)
        let request = try gateway.coding.decode(TakeNotice.Request.self, from: message.body)
        #expect(request.body.bytes == bytes)
        #expect(request.body.contentType == "application/json")
        #expect(request.signature.text == SignatureRule.sample)
        #expect(request.sentAt == 1_800_000_000)
        #expect(request.agent?.text == "bank")
        #expect(message.header[.actor] == Caller.anonymous.actor)
    }

    @Test("come beside fields of the path and the query")
    func otherFields() throws {
        let gateway = try rawGateway()
        try gateway.send(
            "PUT", Self.picture + "?caption=Dawn",
            headers: ["authorization": "Bearer t", "content-type": "Image/JPEG; q=1"], bytes: [0xff, 0xd8, 0])
        try gateway.vouch(for: TestUsers.statement(1))
        let message = try #require(gateway.take(HangPicture.name).first)
        let request = try gateway.coding.decode(HangPicture.Request.self, from: message.body)
        #expect(request.body == RawBody(contentType: "image/jpeg", [0xff, 0xd8, 0]))
        #expect(request.caption?.text == "Dawn")
        #expect(request.tableID.text.hasPrefix("019aa2f5"))
    }

    @Test(
        "are refused as another content type, or encoded",
        arguments: [
            ["content-type": "text/plain"], ["content-type": nil], ["content-type": ""],
            ["content-type": "application/json, text/plain"], ["content-encoding": "gzip"],
        ])
    func contentType(changes: [String: String?]) throws {
        let gateway = try rawGateway()
        let answer = try notify(gateway, NoticeRule.sample, changes)
        #expect(answer.status == 415)
        #expect(answer.problem?.detail == "send Content-Type: application/json, not encoded")
        #expect(gateway.sent.isEmpty)
    }

    @Test("are bounded by their operation, and by the gateway where that takes less")
    func bounds() throws {
        let gateway = try rawGateway()
        #expect(try notify(gateway, Array(repeating: 0x20, count: 1000)).status == nil)
        let large = try notify(gateway, Array(repeating: 0x20, count: 1001))
        #expect(large.status == 413)
        #expect(large.code == "content_too_large")
        let headers = ["authorization": "Bearer t", "content-type": "image/png"]
        let bytes = Array(repeating: UInt8(0), count: 1 << 20 + 1)
        let huge = try gateway.send("PUT", Self.picture, headers: headers, bytes: bytes)
        #expect(gateway.answer(to: huge).status == 413)
        #expect(try notify(gateway, []).pointers == ["/body required"])
    }

    @Test("need the header fields that are required, once each and of their type")
    func headers() throws {
        let gateway = try rawGateway()
        let missing = try notify(gateway, NoticeRule.sample, ["x-signature": nil, "x-sent-at": nil])
        #expect(missing.status == 400)
        #expect(missing.code == "malformed_request")
        #expect(missing.pointers == ["/sent_at required", "/signature required"])
        #expect(missing.problem?.detail == "the header X-Sent-At is required; the header X-Signature is required")
        let wrong = try notify(gateway, NoticeRule.sample, ["x-signature": "short", "x-sent-at": "soon"])
        #expect(wrong.status == 422)
        #expect(wrong.pointers == ["/sent_at wrong_type", "/signature too_short"])
        #expect(gateway.sent.isEmpty)
    }

    @Test("do not choose between two header fields of one name")
    func repeatedHeader() throws {
        let gateway = try rawGateway()
        let headers = Self.fields.map { (name: $0.key, value: $0.value) } + [(name: "x-sent-at", value: "1")]
        let request = WebRequest(
            id: 77, method: "POST", path: "/v1/notices", query: [], headers: headers, body: NoticeRule.sample,
            remoteAddress: "127.0.0.1")
        try gateway.step([.web(request)])
        #expect(gateway.answer(to: 77).status == 400)
        #expect(gateway.answer(to: 77).pointers == ["/sent_at repeated_field"])
    }

    @Test("cannot have their bytes or header fields put into the query")
    func query() throws {
        let gateway = try rawGateway()
        let answer = try notify(gateway, NoticeRule.sample, ["x-agent": nil], query: "?agent=bank&body=x&more=1")
        #expect(answer.status == 422)
        #expect(answer.pointers == ["/agent unknown_field", "/body unknown_field", "/more unknown_field"])
    }

    @Test("are read from a message with the same rules")
    func values() throws {
        let coding = WireCoding()
        func read(_ text: String) throws -> RawBody<NoticeRule> {
            try coding.decode(RawBody<NoticeRule>.self, from: Array(text.utf8))
        }
        let body = RawBody<NoticeRule>.sample
        #expect(try read(String(decoding: try coding.encode(body), as: UTF8.self)) == body)
        let long = Data(Array(repeating: 0x20, count: 1001)).base64EncodedString()
        for bytes in ["", "a", "YQ", "Y Q==", long] {
            #expect(throws: DecodingError.self) {
                try read(#"{"content_type":"application/json","bytes":"\#(bytes)"}"#)
            }
        }
        #expect(throws: DecodingError.self) { try read(#"{"content_type":"text/plain","bytes":"YQ=="}"#) }
    }

    @Test("need an operation whose request has what it says it takes")
    func mismatch() throws {
        enum Confused: Command {
            struct Request: RawRequest {
                let body: RawBody<NoticeRule>
                static let headers = ["signature": "X-Signature"]
            }
            typealias Reply = Nothing
            static let name = "wallet.confuse"
            static let summary = "Confuse"
            static let access = Access.anyone
        }
        #expect(throws: IntakeMismatch.self) { try OperationDescription(Confused.self) }
    }

    @Test("stand in the documents with their types, bounds and header fields")
    func documents() throws {
        let gateway = try rawGateway()
        let document = try #require(try gateway.get("GET", "/v1/openapi.json").json as? [String: Any])
        let paths = try #require(document["paths"] as? [String: [String: [String: Any]]])
        let notice = try #require(paths["/v1/notices"]?["post"])
        let body = try #require(notice["requestBody"] as? [String: Any])
        let content = try #require(body["content"] as? [String: [String: Any]])
        #expect(content["application/json"]?["example"] as? [String: String] == ["hash": "0xab"])
        #expect((content["application/json"]?["schema"] as? [String: Any])?["required"] as? [String] == ["hash"])
        let parameters = try #require(notice["parameters"] as? [[String: Any]])
        let headers = parameters.filter { $0["in"] as? String == "header" }
        #expect(headers.map { $0["name"] as? String } == ["X-Agent", "X-Sent-At", "X-Signature"])
        #expect(headers.map { $0["required"] as? Bool } == [false, true, true])
        let picture = try #require(paths["/v1/tables/{table_id}/picture"]?["put"])
        let types = (picture["requestBody"] as? [String: Any])?["content"] as? [String: Any]
        #expect(types?.keys.sorted() == ["image/jpeg", "image/png"])
        let others = try #require(picture["parameters"] as? [[String: Any]])
        #expect(others.compactMap { $0["in"] as? String } == ["path", "query"])
        let docs = try gateway.get("GET", "/docs").text
        #expect(docs.contains("image/png or image/jpeg, at most 2097152 bytes"))
        #expect(docs.contains("X-Signature: \(SignatureRule.sample)"))
    }
}
