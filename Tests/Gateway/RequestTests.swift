import Messages
import TestSupport
import Testing

@testable import Gateway

@Suite("Requests")
struct RequestTests {
    private static let table = "019aa2f5-3c00-7000-8000-000000000001"
    private static let path = "/v1/tables/\(table)/seats"
    private static let token = ["authorization": "Bearer t"]
    private static let good = #""limit":5,"price":{"amount":"1.00","currency":"EUR"},"guests":[{"name":"A"}]"#

    @Test("says exactly what is wrong with a body, all of it at once")
    func wrongBodies() throws {
        let gateway = try gateway()
        let cases: [(String, Int, [String])] = [
            ("{", 400, []), ("nope", 400, []), (#"{"a":1,"a":2}"#, 400, []), ("{\"a\":\"\u{1}\"}", 400, []),
            ("{\"a\":\"\n\"}", 400, []), ("{\u{b}}", 400, []), ("{\(Self.good),}", 400, []),
            ("{\(Self.good.replacing("}]", with: "},\n]"))}", 400, []),
            (#"{"a":"\ud800"}"#, 400, []), (#"{"a":"\x"}"#, 400, []),
            (String(repeating: "[", count: 40) + String(repeating: "]", count: 40), 400, []),
            ("[]", 422, [" wrong_type"]), ("7", 422, [" wrong_type"]),
            ("{}", 422, ["/guests required", "/limit required", "/price required"]),
            (
                #"{"limit":201,"price":{"amount":1.5,"currency":"EURO-EURO"},"guests":[{"name":""},{"nom":"x"}],"x/~":1}"#,
                422,
                [
                    "/guests/0/name too_short", "/guests/1/name required", "/guests/1/nom unknown_field",
                    "/limit too_large", "/price/amount wrong_type", "/price/currency too_long", "/x~1~0 unknown_field",
                ]
            ),
            ("{\(Self.good.replacing("5", with: "0"))}", 422, ["/limit too_small"]),
            ("{\(Self.good.replacing("5", with: "1.5"))}", 422, ["/limit wrong_type"]),
            ("{\(Self.good.replacing("5", with: "9223372036854775808"))}", 422, ["/limit wrong_type"]),
            ("{\(Self.good.replacing("5", with: "1e999"))}", 422, ["/limit wrong_type"]),
            ("{\(Self.good.replacing("5", with: "true"))}", 422, ["/limit wrong_type"]),
            ("{\(Self.good.replacing("5", with: "\"5\""))}", 422, ["/limit wrong_type"]),
            ("{\(Self.good),\"mood\":\"angry\"}", 422, ["/mood unknown_value"]),
            ("{\(Self.good),\"mood\":null}", 422, ["/mood wrong_type"]),
            ("{\(Self.good),\"quiet\":1}", 422, ["/quiet wrong_type"]),
            ("{\(Self.good),\"quiet\":\"true\"}", 422, ["/quiet wrong_type"]),
            ("{\(Self.good),\"table_id\":\"\(Self.table)\"}", 422, ["/table_id unknown_field"]),
        ]
        for (body, status, pointers) in cases {
            let answer = try gateway.get("POST", Self.path, body, headers: Self.token)
            #expect(answer.status == status, "\(body)")
            #expect(answer.code == (status == 400 ? "malformed_request" : "invalid_request"), "\(body)")
            #expect(answer.pointers == pointers, "\(body)")
        }
        #expect(gateway.take(BookSeats.name).isEmpty)
    }

    @Test("lists no more than twenty errors")
    func manyErrors() throws {
        let fields = (0..<50).map { "\"f\($0)\":1" }.joined(separator: ",")
        let answer = try gateway().get("POST", Self.path, "{\(fields)}", headers: Self.token)
        #expect(answer.problem?.errors.count == 20)
    }

    @Test("refuses bodies that are too large, not JSON by their type, or not UTF-8")
    func otherBodies() throws {
        var settings = EdgeSettings()
        settings.bodyLimit = 64
        let gateway = try gateway(settings)
        let large = try gateway.get("POST", Self.path, String(repeating: " ", count: 65), headers: Self.token)
        #expect(large.status == 413)
        for type in ["text/plain", "", "application/xml"] {
            let answer = try gateway.get(
                "POST", Self.path, "{}", headers: Self.token.merging(["content-type": type]) { $1 })
            #expect(answer.status == 415)
            #expect(answer.code == "unsupported_media_type")
        }
        let json = ["authorization": "Bearer t", "content-type": "application/json; charset=utf-8"]
        for bytes in [[0x7b, 0, 0x7d, 0], Array("{\"a\":\"".utf8) + [0xff] + Array("\"}".utf8)] as [[UInt8]] {
            let id = try gateway.send("POST", Self.path, headers: json, bytes: bytes)
            #expect(gateway.answer(to: id).status == 400)
        }
        let compressed = json.merging(["content-encoding": "gzip"]) { $1 }
        #expect(try gateway.get("POST", Self.path, "{}", headers: compressed).status == 415)
    }

    @Test("makes one message of path, query and body, the same bytes however it was written")
    func merging() throws {
        let gateway = try gateway()
        try gateway.send("GET", "/v1/tables?open=true&limit=7&name=Ann")
        #expect(gateway.take(ListTables.name).map(\.text) == [#"{"limit":7,"name":"Ann","open":true}"#])
        try gateway.send("GET", "/v1/tables/\(Self.table)")
        #expect(gateway.take(GetTable.name).map(\.text) == [#"{"table_id":"\#(Self.table)"}"#])

        let spaced = """
            { "price" : {"currency":"EUR", "amount":"1.00"}, "guests":[ {"name":"\\u0041"} ],
              "limit": 5 }
            """
        for body in ["{\(Self.good)}", spaced] {
            try gateway.send("POST", Self.path, body, headers: Self.token)
            try gateway.vouch(for: TestUsers.statement(1))
        }
        let texts = gateway.take(BookSeats.name).map(\.text)
        #expect(texts.count == 2)
        #expect(Set(texts).count == 1)
        #expect(texts.first?.contains("\"table_id\":\"\(Self.table)\"") == true)
    }

    @Test(
        "refuses query parameters that are unknown, repeated or of another type",
        arguments: [
            ("colour=red", "/colour unknown_field"), ("limit=1&limit=1", "/limit repeated_field"),
            ("limit=x", "/limit wrong_type"), ("limit=", "/limit wrong_type"), ("limit=%2B1", "/limit wrong_type"),
            ("limit=0", "/limit too_small"), ("open=1", "/open wrong_type"), ("name=", "/name too_short"),
        ])
    func queries(query: String, expected: String) throws {
        let answer = try gateway().get("GET", "/v1/tables?\(query)")
        #expect(answer.status == 422)
        #expect(answer.pointers == [expected])
    }

    @Test("takes no body where fields go in the query, and no query where they go in the body")
    func wrongPlace() throws {
        let gateway = try gateway()
        #expect(try gateway.get("GET", "/v1/tables", "{}").status == 400)
        let answer = try gateway.get("POST", Self.path + "?limit=5", "{\(Self.good)}", headers: Self.token)
        #expect(answer.pointers == ["/limit unknown_field"])
        #expect(try gateway.get("GET", "/healthz?x=1").status == 422)
    }
}
