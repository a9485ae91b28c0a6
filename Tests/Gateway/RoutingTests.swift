import Messages
import Testing

@testable import Gateway

@Suite("Routing")
struct RoutingTests {
    private func match(_ router: Router, _ method: String, _ path: String) -> String {
        switch router.match(method, path) {
        case .found(let endpoint, let values): ([endpoint.name] + values).joined(separator: " ")
        case .otherMethods(let methods): methods.joined(separator: ",")
        case .nothing: "nothing"
        }
    }

    @Test(
        "finds operations by method and path, literal parts before parameters",
        arguments: [
            ("GET", "/v1/tables", "betting.list-tables"),
            ("HEAD", "/v1/tables", "betting.list-tables"),
            ("GET", "/v1/tables/top", "betting.top-tables"),
            ("GET", "/v1/tables/a%2Fb", "betting.get-table a/b"),
            ("DELETE", "/v1/tables/top", "betting.remove-table top"),
            ("POST", "/v1/tables/7/seats", "betting.book-seats 7"),
            ("POST", "/v1/tables", "GET,HEAD,OPTIONS"),
            ("OPTIONS", "/v1/tables/7", "DELETE,GET,HEAD,OPTIONS"),
            ("BREW", "/v1/tables/7", "DELETE,GET,HEAD,OPTIONS"),
            ("GET", "/v1/tables/", "nothing"),
            ("GET", "/v1//tables", "nothing"),
            ("GET", "/v1/tables/%zz", "nothing"),
            ("GET", "/v1/tables/%c3", "nothing"),
            ("GET", "/v1/chairs", "nothing"),
            ("GET", "/healthz", "gateway.healthz"),
            ("POST", "/v1/operations/betting.book-seats:k/fence", "runtime.fence betting.book-seats:k"),
        ])
    func finds(method: String, path: String, expected: String) throws {
        #expect(match(Router([try bettingCatalogue()]), method, path) == expected)
    }

    @Test("serves the same of two that want one path, in whatever order they came")
    func conflicts() throws {
        let catalogues = [try bettingCatalogue(), try raffleCatalogue()]
        for order in [catalogues, catalogues.reversed()] {
            let router = Router(order)
            #expect(match(router, "POST", "/v1/tables/7/seats") == "betting.book-seats 7")
            #expect(match(router, "GET", "/v1/hall") == "raffle.show-hall")
            let conflict = "raffle.steal-seats: POST /v1/tables/{table_id}/seats is taken by betting.book-seats"
            #expect(router.conflicts == [conflict])
        }
    }

    @Test("serves no operation under another service's name")
    func foreignName() throws {
        let catalogue = Catalogue(
            service: .raffle, build: "", operations: [try OperationDescription(ListTables.self)], events: [])
        let router = Router([catalogue])
        #expect(match(router, "GET", "/v1/tables") == "nothing")
        #expect(router.conflicts.count == 1)
    }

    @Test("answers 404, 405 with what is allowed, and OPTIONS")
    func refusals() throws {
        let gateway = try gateway()
        let missing = try gateway.get("GET", "/v1/nothing")
        #expect(missing.status == 404)
        #expect(missing.code == "not_found")
        #expect(missing.header("Content-Type") == "application/problem+json")
        let wrong = try gateway.get("PATCH", "/v1/tables")
        #expect(wrong.status == 405)
        #expect(wrong.code == "method_not_allowed")
        #expect(wrong.header("Allow") == "GET, HEAD, OPTIONS")
        let options = try gateway.get("OPTIONS", "/v1/tables")
        #expect(options.status == 204)
        #expect(options.header("Allow") == "GET, HEAD, OPTIONS")
    }

    @Test("keeps a client's trace, and makes one where it is not valid")
    func traces() throws {
        let gateway = try gateway()
        let trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
        let answer = try gateway.get("GET", "/v1/nothing", headers: ["traceparent": trace])
        #expect(answer.header("traceparent") == trace)
        #expect(answer.problem?.traceID == "4bf92f3577b34da6a3ce929d0e0e4736")
        for bad in ["", "00-0-0-01", "00-" + String(repeating: "0", count: 32) + "-00f067aa0ba902b7-01", "x\n"] {
            let made = try gateway.get("GET", "/v1/nothing", headers: ["traceparent": bad])
            #expect(made.header("traceparent") != bad)
            #expect(made.header("traceparent")?.utf8.count == 55)
            #expect(made.problem?.traceID?.count == 32)
        }
    }
}
