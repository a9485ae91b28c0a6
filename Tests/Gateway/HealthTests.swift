import Messages
import TestSupport
import Testing

@testable import Gateway

@Suite("Health")
struct HealthTests {
    @Test("is ready when every service answers and has announced, and lists what is missing")
    func readiness() throws {
        let gateway = try gateway()
        let before = try gateway.get("GET", "/readyz")
        #expect(before.status == 503)
        #expect(before.header("Retry-After") == "1")
        for service in ServiceName.allCases where service != .betting {
            try gateway.announce(Catalogue(service: service, build: "", operations: [], events: []))
        }
        try gateway.wait(milliseconds: 1000)
        #expect(try gateway.get("GET", "/readyz").text == #"{"missing":[],"ready":true}"#)
        gateway.living.remove(.wallet)
        try gateway.wait(milliseconds: 4000)
        let without = try gateway.get("GET", "/readyz")
        #expect(without.status == 503)
        #expect(without.text == #"{"missing":[{"reason":"does not answer","service":"wallet"}],"ready":false}"#)
        #expect(try gateway.get("GET", "/healthz").status == 200)
    }

    @Test("knows the operations of a service that is away, also after its own restart: 503, not 404")
    func restart() throws {
        let gateway = try gateway()
        gateway.living.remove(.betting)
        try gateway.restart()
        let id = try gateway.send("GET", "/v1/tables")
        #expect(gateway.answer(to: id).status == nil, "it may just be starting")
        try gateway.wait(milliseconds: 10_000)
        #expect(gateway.answer(to: id).status == 503)
        #expect(gateway.sent.isEmpty, "what was never sent is surely not done")
        let later = try gateway.get("GET", "/v1/tables")
        #expect(later.status == 503)
        #expect(later.code == "service_unavailable")
        #expect(later.header("Retry-After") == "1")
    }

    @Test("holds requests while a service restarts, and sends them when it speaks again")
    func handOver() throws {
        let gateway = try gateway()
        gateway.living.remove(.betting)
        try gateway.wait(milliseconds: 4000)
        let id = try gateway.send("GET", "/v1/tables")
        #expect(gateway.sent.isEmpty)
        gateway.living.insert(.betting)
        try gateway.wait(milliseconds: 1000)
        try gateway.answer(try #require(gateway.take(ListTables.name).first))
        #expect(gateway.answer(to: id).status == 200)
    }

    @Test("stores a catalogue and tells of it only when it differs")
    func announcing() throws {
        let gateway = try gateway()
        let count = {
            try gateway.reader().rows("SELECT body FROM runtime_events") {
                String(decoding: try $0.value(0, as: [UInt8].self), as: UTF8.self)
            }.filter { $0.contains(CatalogueAnnounced.type) }.count
        }
        #expect(try count() == 1)
        try gateway.announce(try bettingCatalogue())
        #expect(try count() == 1)
        try gateway.announce(try raffleCatalogue())
        #expect(try count() == 2)
        let hall = try gateway.send("GET", "/v1/hall")
        #expect(gateway.take(ShowHall.name).count == 1)
        #expect(gateway.answer(to: hall).status == nil)
    }

    @Test("takes no catalogue that a service announces for another")
    func foreignCatalogue() throws {
        let gateway = try gateway()
        try gateway.announce(try raffleCatalogue(), as: .wallet)
        #expect(try gateway.get("GET", "/v1/hall").status == 404)
    }

    @Test("shows the platform and its figures")
    func figures() throws {
        let gateway = try gateway()
        gateway.living.remove(.audit)
        try gateway.wait(milliseconds: 5000)
        let platform = try gateway.get("GET", "/v1/platform")
        let reply = try gateway.coding.decode(GetPlatform.Reply.self, from: Array(platform.text.utf8))
        #expect(reply.services.map(\.service) == ServiceName.allCases)
        #expect(reply.services.first { $0.service == .betting }?.state == .ready)
        #expect(reply.services.first { $0.service == .audit }?.state == .silent)

        let id = try gateway.send("GET", "/v1/tables")
        try gateway.wait(milliseconds: 100)
        try gateway.answer(try #require(gateway.take(ListTables.name).first))
        #expect(gateway.answer(to: id).status == 200)
        let metrics = try gateway.get("GET", "/metrics").text
        for line in [
            #"croupier_requests_total{operation="betting.list-tables",status="200"} 1"#,
            #"croupier_request_milliseconds_bucket{operation="betting.list-tables",le="50"} 0"#,
            #"croupier_request_milliseconds_bucket{operation="betting.list-tables",le="100"} 1"#,
            #"croupier_request_milliseconds_sum{operation="betting.list-tables"} 100"#,
            #"croupier_requests_in_flight{service="betting"} 0"#, #"croupier_service_up{service="audit"} 0"#,
            #"croupier_service_last_event{service="wallet"} 3"#,
        ] { #expect(metrics.contains(line + "\n"), "\(line)") }
    }
}
