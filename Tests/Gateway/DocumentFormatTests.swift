import Foundation
import Messages
import TestSupport
import Testing

@testable import Gateway

@Suite("Documents and their formats")
struct DocumentFormatTests {
    private static let token = ["authorization": "Bearer t"]

    @Test("stand beside the same in JSON, and a parameter says which is meant")
    func formats() throws {
        let gateway = try documentGateway()
        func ask(_ target: String) throws {
            try gateway.send("GET", target, headers: Self.token)
            try gateway.vouch(for: TestUsers.statement(1))
        }
        for query in ["", "?format=json", "?limit=5&format=json"] {
            try ask("/v1/dishes" + query)
            #expect(gateway.take(ListDishes.name).count == 1)
        }
        try ask("/v1/dishes?format=jsonl")
        #expect(gateway.take(ExportDishes.name).count == 1)
        let wrong = try gateway.get("GET", "/v1/dishes?format=pdf", headers: Self.token)
        #expect(wrong.status == 422)
        #expect(wrong.problem?.errors.first?.detail == "expected one of json, csv, jsonl")
        for query in ["format=csv&format=csv", "format=json&format=csv"] {
            let answer = try gateway.get("GET", "/v1/dishes?" + query, headers: Self.token)
            #expect(answer.pointers == ["/format repeated_field"])
        }
        // Where a page begins is not for clients to say, and a whole document has no limit.
        let cursor = try gateway.get("GET", "/v1/dishes?format=csv&cursor=7&limit=3", headers: Self.token)
        #expect(cursor.pointers == ["/cursor unknown_field", "/limit unknown_field"])
        #expect(gateway.sent.isEmpty)
    }

    @Test("stand in the documentation beside the JSON, with their formats")
    func documents() throws {
        let gateway = try documentGateway()
        let document = try #require(try gateway.get("GET", "/v1/openapi.json").json as? [String: Any])
        let paths = try #require(document["paths"] as? [String: [String: [String: Any]]])
        let dishes = try #require(paths["/v1/dishes"]?["get"])
        #expect(dishes["operationId"] as? String == ListDishes.name)
        let parameters = try #require(dishes["parameters"] as? [[String: Any]])
        #expect(parameters.map { $0["name"] as? String } == ["format", "limit", "name"])
        #expect(parameters.map { $0["required"] as? Bool } == [false, false, false])
        #expect((parameters.first?["schema"] as? [String: Any])?["enum"] as? [String] == ["json", "csv", "jsonl"])
        func types(_ operation: [String: Any]?) -> [String]? {
            let responses = operation?["responses"] as? [String: [String: Any]]
            return (responses?["200"]?["content"] as? [String: Any])?.keys.sorted()
        }
        #expect(types(dishes) == ["application/json", "application/jsonl", "text/csv"])
        let poster = paths["/v1/tables/{table_id}/poster"]?["get"]
        #expect(types(poster) == ["image/png"])
        #expect((poster?["parameters"] as? [[String: Any]])?.compactMap { $0["name"] as? String } == ["table_id"])
        #expect(try gateway.get("GET", "/docs").text.contains("text/csv or application/jsonl"))
    }

    @Test("do not share a place with another document, nor with another service's operation")
    func conflicts() throws {
        enum OtherExport: DocumentQuery {
            typealias Request = ExportDishes.Request
            static let name = "raffle.other-export"
            static let summary = "Another"
            static let access = Access.signedIn
            static var route: Route? { .get("/v1/dishes") }
            static let mediaTypes = ["text/csv"]
        }
        let raffle = Catalogue(
            service: .raffle, build: "1",
            operations: [
                try OperationDescription(ExportDishes.self), try OperationDescription(OtherExport.self),
                try OperationDescription(ListDishes.self),
            ], events: [])
        let router = Router([raffle])
        #expect(router.served.isSuperset(of: [ExportDishes.name, ListDishes.name]))
        #expect(router.conflicts == ["raffle.other-export: GET /v1/dishes is taken by raffle.list-dishes"])
    }
}
