import Messages
import Testing

@testable import Gateway

/// Changes what is left of a thing's fields.
private enum ChangeHall: Command {
    struct Light: Codable, Sendable {
        var isOn = Change<Bool>.keep

        enum CodingKeys: String, CodingKey { case isOn = "on" }
    }
    struct Request: Codable, Sendable {
        var name = Change<Text<TitleRule>>.keep
        var mood = Change<Mood>.keep
        var price = Change<Money>.keep
        var light = Change<Light>.keep
        var seats: Int64?
    }
    typealias Reply = Nothing
    static let name = "raffle.change-hall"
    static let summary = "Change the hall"
    static let access = Access.anyone
    static var route: Route? { .patch("/v1/hall") }
}

@Suite("Patches")
struct PatchTests {
    private let hall: GatewayUnderTest

    init() throws {
        hall = try gateway()
        try hall.announce(
            Catalogue(
                service: .raffle, build: "r1", operations: [try OperationDescription(ChangeHall.self)], events: []))
    }

    @Test(
        "come to the service as they were written: what is absent is absent, and null is null",
        arguments: [
            "{}", #"{"mood":null,"name":null,"price":null}"#, #"{"light":{"on":null},"name":"A"}"#, #"{"light":null}"#,
            #"{"mood":"calm","price":{"amount":"1.00","currency":"EUR"}}"#,
        ])
    func passes(body: String) throws {
        for type in ["application/json", "application/merge-patch+json", "Application/Merge-Patch+JSON; charset=utf-8"]
        {
            try hall.send("PATCH", "/v1/hall", body, headers: ["content-type": type])
        }
        #expect(hall.take(ChangeHall.name).map(\.text) == [body, body, body])
    }

    @Test(
        "may not clear what has no change of its own, nor hold what the schema does not",
        arguments: [
            (#"{"seats":null}"#, "/seats wrong_type"), (#"{"mood":"angry"}"#, "/mood unknown_value"),
            (#"{"name":""}"#, "/name too_short"), (#"{"name":7}"#, "/name wrong_type"),
            (#"{"light":{"on":"yes"}}"#, "/light/on wrong_type"),
            (#"{"light":{"off":null}}"#, "/light/off unknown_field"),
            (#"{"price":{"amount":null,"currency":"EUR"}}"#, "/price/amount wrong_type"),
            (#"{"colour":null}"#, "/colour unknown_field"),
        ])
    func refuses(body: String, expected: String) throws {
        let answer = try hall.get("PATCH", "/v1/hall", body)
        #expect(answer.status == 422 && answer.pointers == [expected])
        #expect(hall.take(ChangeHall.name).isEmpty)
    }

    @Test("have a media type that no other request has")
    func mediaType() throws {
        let headers = ["authorization": "Bearer t", "content-type": "application/merge-patch+json"]
        #expect(try hall.get("POST", "/v1/tables/x/seats", "{}", headers: headers).status == 415)
        #expect(try hall.get("PATCH", "/v1/hall", "{}", headers: ["content-type": "text/plain"]).status == 415)
    }

    @Test("are documented with their media types, and with null where it may stand")
    func documented() throws {
        let document = try #require(try hall.get("GET", "/v1/openapi.json").json as? [String: Any])
        let path = try #require((document["paths"] as? [String: Any])?["/v1/hall"] as? [String: Any])
        let body = try #require((path["patch"] as? [String: Any])?["requestBody"] as? [String: Any])
        let content = try #require(body["content"] as? [String: Any])
        #expect(content.keys.sorted() == ["application/json", "application/merge-patch+json"])
        let media = try #require(content["application/json"] as? [String: Any])
        let schema = try #require(media["schema"] as? [String: Any])
        let fields = try #require(schema["properties"] as? [String: [String: Any]])
        #expect(fields["name"]?["type"] as? [String] == ["string", "null"])
        #expect(fields["light"]?["type"] as? [String] == ["object", "null"])
        #expect(fields["seats"]?["type"] as? String == "integer")
        #expect(schema["required"] == nil)
    }
}
