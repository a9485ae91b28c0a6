import Foundation
import Messages
import Testing

@testable import Gateway

@Suite("Documents")
struct DocumentTests {
    private func walk(_ value: Any, _ visit: ([String: Any]) -> Void) {
        if let object = value as? [String: Any] {
            visit(object)
            for inner in object.values { walk(inner, visit) }
        }
        for inner in value as? [Any] ?? [] { walk(inner, visit) }
    }

    private func resolves(_ reference: String, in root: Any) -> Bool {
        var place: Any? = root
        for step in reference.dropFirst(2).split(separator: "/") {
            let name = String(step).replacing("~1", with: "/").replacing("~0", with: "~")
            place = (place as? [String: Any])?[name]
        }
        return reference.hasPrefix("#/") && place != nil
    }

    private func document(_ path: String) throws -> [String: Any] {
        let answer = try gateway().get("GET", path)
        #expect(answer.status == 200)
        #expect(answer.header("Content-Type") == "application/json")
        return try #require(answer.json as? [String: Any])
    }

    @Test("describes every operation in OpenAPI, with references that resolve and ids that are unique")
    func openAPI() throws {
        let root = try document("/v1/openapi.json")
        #expect(root["openapi"] as? String == "3.1.0")
        var ids: [String] = []
        walk(root) { object in
            if let reference = object["$ref"] as? String { #expect(resolves(reference, in: root), "\(reference)") }
            if let id = object["operationId"] as? String { ids.append(id) }
        }
        #expect(Set(ids).count == ids.count)
        let expected = [
            "betting.book-seats", "betting.get-table", "betting.list-tables", "betting.remove-table",
            "betting.top-tables", "gateway.health", "gateway.platform", "gateway.readiness", "runtime.fence",
            "runtime.outcome",
        ]
        #expect(ids.sorted() == expected)
    }

    @Test("says of an operation what it takes, answers and refuses")
    func operation() throws {
        let root = try document("/v1/openapi.json")
        let paths = try #require(root["paths"] as? [String: [String: [String: Any]]])
        let book = try #require(paths["/v1/tables/{table_id}/seats"]?["post"])
        let parameters = try #require(book["parameters"] as? [[String: Any]])
        #expect(parameters.first?["in"] as? String == "path")
        #expect(parameters.last?["$ref"] as? String == "#/components/parameters/IdempotencyKey")
        let content = ((book["requestBody"] as? [String: Any])?["content"] as? [String: [String: Any]])?[
            "application/json"]
        let schema = try #require(content?["schema"] as? [String: Any])
        let properties = try #require(schema["properties"] as? [String: [String: Any]])
        #expect(properties.keys.sorted() == ["guests", "limit", "mood", "price", "quiet"])
        #expect(properties["price"]?["$ref"] as? String == "#/components/schemas/Money")
        #expect(schema["required"] as? [String] == ["guests", "limit", "price"])
        #expect((content?["example"] as? [String: Any])?["table_id"] == nil)
        let responses = try #require(book["responses"] as? [String: [String: Any]])
        #expect(
            responses.keys.sorted() == ["201", "400", "401", "403", "404", "409", "413", "415", "422", "503", "504"])
        #expect((responses["422"]?["description"] as? String)?.contains("table_full, invalid_request") == true)
        #expect((responses["409"]?["description"] as? String)?.contains("table_gone, fenced") == true)

        let list = try #require(paths["/v1/tables"]?["get"])
        #expect(list["requestBody"] == nil)
        #expect(
            (list["parameters"] as? [[String: Any]])?.compactMap { $0["name"] as? String } == ["limit", "name", "open"])
        #expect((list["security"] as? [Any])?.count == 2)
    }

    @Test("makes documents anew when a service announces something else")
    func renewal() throws {
        let gateway = try gateway()
        let before = try gateway.get("GET", "/v1/openapi.json").text
        #expect(try gateway.get("GET", "/v1/openapi.json").text == before)
        try gateway.announce(try raffleCatalogue())
        let after = try gateway.get("GET", "/v1/openapi.json").text
        #expect(!before.contains("raffle.show-hall"))
        #expect(after.contains("raffle.show-hall"))
        #expect(!after.contains("raffle.steal-seats"))
    }

    @Test("describes every event in AsyncAPI, and each way to get them")
    func asyncAPI() throws {
        let answer = try streamGateway().get("GET", "/v1/asyncapi.json")
        let root = try #require(answer.json as? [String: Any])
        #expect(root["asyncapi"] as? String == "3.0.0")
        let info = try #require(root["info"] as? [String: Any])
        #expect(info["title"] is String && info["version"] is String)
        walk(root) { object in
            if let reference = object["$ref"] as? String { #expect(resolves(reference, in: root), "\(reference)") }
        }
        let servers = try #require(root["servers"] as? [String: [String: Any]])
        #expect(servers.keys.sorted() == ["betting", "http", "raffle"])
        #expect(servers.values.allSatisfy { $0["host"] is String && $0["protocol"] is String })
        let channels = try #require(root["channels"] as? [String: [String: Any]])
        #expect(
            channels.keys.sorted() == [
                "betting.events", "raffle.events", "raffle.follow-hall", "raffle.follow-hall.stream",
                "raffle.follow-table", "raffle.follow-table.stream",
            ])
        #expect(channels["raffle.follow-hall.stream"]?["address"] as? String == "/v1/hall/stream")
        #expect(channels["raffle.follow-table.stream"]?["parameters"] is [String: Any])
        let everything = channels["raffle.follow-table.stream"]?["messages"] as? [String: Any]
        #expect(everything?.keys.sorted() == ["closed", "gateway.catalogue-announced"])
        for channel in channels.values {
            #expect(channel["address"] is String)
            #expect((channel["messages"] as? [String: [String: Any]])?.isEmpty == false)
        }
        let operations = try #require(root["operations"] as? [String: [String: Any]])
        #expect(operations.count == channels.count)
        for operation in operations.values {
            #expect(["send", "receive"].contains(operation["action"] as? String))
            #expect((operation["channel"] as? [String: Any])?["$ref"] is String)
        }
        let components = try #require(root["components"] as? [String: [String: Any]])
        let messages = try #require(components["messages"] as? [String: [String: Any]])
        #expect(messages.keys.sorted() == ["gateway.catalogue-announced"])
        for (name, message) in messages {
            // Names that the specification allows, and CloudEvents' rule for attributes.
            #expect(name.wholeMatch(of: /[A-Za-z0-9.\-_]+/) != nil)
            let payload = try #require(message["payload"] as? [String: Any])
            let properties = try #require(payload["properties"] as? [String: Any])
            #expect(properties.keys.allSatisfy { $0.wholeMatch(of: /[a-z0-9]{1,20}/) != nil })
            #expect(Set(payload["required"] as? [String] ?? []).isSubset(of: Set(properties.keys)))
            #expect(properties["data"] is [String: Any])
        }
    }

    @Test("shows one page for people that takes nothing from elsewhere and runs nothing")
    func docs() throws {
        let answer = try gateway().get("GET", "/docs")
        #expect(answer.header("Content-Type") == "text/html; charset=utf-8")
        let policy = try #require(answer.header("Content-Security-Policy"))
        #expect(policy.hasPrefix("default-src 'none'; style-src 'sha256-"))
        #expect(answer.response?.headers.filter { $0.name == "Content-Security-Policy" }.count == 1)
        #expect(answer.text.contains("Book seats at a table"))
        #expect(!answer.text.contains("<script"))
        #expect(!answer.text.contains("src="))
        #expect("<a href='\"&'>".escaped == "&lt;a href=&#39;&quot;&amp;&#39;&gt;")
    }
}
