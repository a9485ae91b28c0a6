import Messages
import Runtime
import TestSupport
import Testing

@testable import Gateway

/// What tests of streams have in common: a client, and the service that answers it.
protocol StreamReading {}

extension StreamReading {
    static var token: [String: String] { ["authorization": "Bearer t"] }
    static var path: String { "/v1/hall/stream" }
    static var table: String { "/v1/tables/019aa2f5-3c00-7000-8000-000000000001/stream" }

    func open(
        _ gateway: GatewayUnderTest, _ target: String = Self.path, method: String = "GET",
        headers: [String: String] = Self.token
    ) throws -> UInt64 {
        let id = try gateway.send(method, target, headers: headers)
        try gateway.vouch(for: TestUsers.statement(1))
        return id
    }

    func page(_ items: [String], next: String) throws -> String {
        let items = items.map { LivePage.Item(id: $0, type: "raffle.hall-changed", data: "{\"n\":\"\($0)\"}") }
        let page = LivePage(items: items, next: Cursor(trusted: next))
        return String(decoding: try WireCoding().encode(page), as: UTF8.self)
    }

    func text(_ id: String) -> String { "id: \(id)\nevent: raffle.hall-changed\ndata: {\"n\":\"\(id)\"}\n\n" }

    /// The service answers the page that it is asked for.
    @discardableResult
    func serve(
        _ gateway: GatewayUnderTest, _ items: [String] = [], next: String
    ) throws -> FollowHall.Request {
        let question = try #require(gateway.take(FollowHall.name).last)
        try gateway.answer(question, try page(items, next: next))
        return try gateway.coding.decode(FollowHall.Request.self, from: question.body)
    }

    /// All that was written behind the answer's beginning, and whether it was ended.
    func written(_ gateway: GatewayUnderTest, _ id: UInt64) -> String {
        (gateway.parts[id] ?? []).map { part in
            switch part {
            case .bytes(let bytes): String(decoding: bytes, as: UTF8.self)
            case .end: "<end>"
            case .cut: "<cut>"
            }
        }.joined()
    }

    func metric(_ gateway: GatewayUnderTest, _ line: String) throws -> Bool {
        try gateway.get("GET", "/metrics").text.split(separator: "\n").contains(Substring(line))
    }
}
