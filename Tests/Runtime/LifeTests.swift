import Crypto
import Foundation
import Messages
import Runtime
import Storage
import TestSupport
import Testing

@Suite("A database that is put back from a copy") struct LifeTests {
    let service: ServiceUnderTest
    let copy: URL
    /// Of the last event that was given out before.
    let link: [UInt8]

    /// Event 1 says that it began; 2 to 9 are changes, and the copy is from after the sixth.
    init() throws {
        service = try ServiceUnderTest(CounterService.definition)
        for _ in 2...6 { _ = try service.ask(AddToCounter.self, .init(by: 1), from: "betting").get() }
        copy = try service.copy()
        for _ in 7...9 { _ = try service.ask(AddToCounter.self, .init(by: 1), from: "betting").get() }
        link = try #require(try LifeTests.link(9, of: service))
    }

    private static func link(_ sequence: Int64, of service: ServiceUnderTest) throws -> [UInt8]? {
        try service.reader().first("SELECT link FROM runtime_events WHERE sequence = ?", sequence) { try $0.value(0) }
    }

    private func add() throws { _ = try service.ask(AddToCounter.self, .init(by: 1), from: "betting").get() }

    private func pull(
        after sequence: Int64, knowing link: [UInt8]?, by peer: String = "audit"
    ) throws -> (header: Header, code: String?) {
        var header = Header(.query)
        (header[.operation], header[.reference]) = (PullEvents.name, "pull")
        let request = PullEvents.Request(after: sequence, limit: 100, link: link.map(Base64URL.encode))
        try service.step([
            .delivery(Delivery(peer: peer, route: [9], header: header, body: try WireCoding().encode(request)))
        ])
        let reply = try #require(service.replies["pull"])
        return (reply.header, (try? WireCoding().decode(Problem.self, from: reply.body))?.code)
    }

    private func status() throws -> ServiceStatus {
        try service.ask(GetStatus.self, Nothing(), from: "gateway").get()
    }

    @Test("is named by its service as soon as another one asks for what followed, and told once")
    func named() throws {
        try service.putBack(copy)
        #expect(try status().isReady)
        #expect(try pull(after: 9, knowing: link, by: "subscriber").code == "history_truncated")
        #expect(try status().isReady, "an outsider may say what he likes")
        for _ in 0..<3 { #expect(try pull(after: 9, knowing: link).code == "history_truncated") }
        try service.step()
        #expect(try !status().isReady && status().complaint.contains("audit has had event 9"))
        #expect(try service.events(HistoryLost.type).count == 1)
        for _ in 0..<3 { try add() }
        #expect(try pull(after: 9, knowing: link).code == "history_forked")
        #expect(try status().complaint.contains("old copy"))
        #expect(try service.events(HistoryLost.type).count == 1)
    }

    @Test("goes on in another life where its operator says so, and sends others to where that begins")
    func another() throws {
        try service.putBack(copy, incarnation: 2)
        let event = try #require(try service.events(DatabaseRestored.type).first)
        #expect(event.incarnation == 2 && event.sequence == 7)
        #expect(try status().incarnation == 2)
        for _ in 0..<6 { try add() }
        let sent = try pull(after: 9, knowing: link)
        #expect(sent.code == "history_restored" && sent.header.number(.sequence) == 6)
        #expect(sent.header.number(.incarnation) == 2)
        #expect(sent.header[.link] == (try Self.link(6, of: service)).map(Base64URL.encode))
        #expect(try status().isReady)
        let on = try pull(after: 6, knowing: sent.header[.link].flatMap(Base64URL.decode))
        #expect(on.header.number(.status) == 200)
        #expect(try pull(after: 9, knowing: Self.link(9, of: service)).header.number(.status) == 200)
        // The switch may stay where it is.
        try service.putBack(nil, incarnation: 2)
        #expect(try service.events(DatabaseRestored.type).count == 1)
        try service.putBack(nil)
        #expect(try status().incarnation == 2)
    }

    @Test("is named again by whoever is not sent on by that")
    func unheard() throws {
        try service.putBack(copy, incarnation: 2)
        for _ in 0..<3 { _ = try pull(after: 9, knowing: link) }
        #expect(try status().isReady, "answers may be lost")
        _ = try pull(after: 9, knowing: link)
        #expect(try !status().isReady)
    }

    @Test("sends nobody anywhere by what somebody else wrote there")
    func forged() throws {
        try service.putBack(copy, incarnation: 2)
        for _ in 0..<6 { try add() }
        try Tamperer(service).database.run("UPDATE runtime_lives SET sequence = 3")
        #expect(try pull(after: 9, knowing: link).code == "history_forked")
    }

    @Test("passes over what it lost without being put back, once the operator gives that up")
    func hole() throws {
        let before = try #require(try Self.link(4, of: service))
        try Tamperer(service).delete(5...6)
        #expect(try pull(after: 4, knowing: before).code == "history_missing")
        try service.putBack(nil, incarnation: 2)
        let sent = try pull(after: 4, knowing: before)
        #expect(sent.code == "history_restored" && sent.header.number(.sequence) == 9)
        #expect(sent.header[.link] == Base64URL.encode(link))
        #expect(try pull(after: 9, knowing: link).header.number(.status) == 200)
    }

    private func call(_ sequence: Int64, floor: Int64) throws -> Int64? {
        var header = Header(.call)
        (header[.operation], header[.reference]) = (AddToCounter.name, "call-\(sequence)")
        header.set(.sequence, sequence)
        header.set(.floor, floor)
        header.set(.incarnation, 1)
        let body = try WireCoding().encode(AddToCounter.Request(by: 1))
        try service.step([.delivery(Delivery(peer: "betting", route: [3], header: header, body: body))])
        return service.replies["call-\(sequence)"]?.header.number(.status)
    }

    @Test("does what others call from there on, and gives up what was called in between")
    func calls() throws {
        #expect(try call(1, floor: 1) == 200)
        let copy = try service.copy()
        try service.putBack(copy)
        #expect(try call(4, floor: 4) == nil)
        #expect(try status().complaint.contains("old copy"))
        try service.putBack(copy, incarnation: 2)
        #expect(try call(4, floor: 4) == 200)
        #expect(try call(5, floor: 5) == 200)
        #expect(try status().isReady)
        #expect(try call(8, floor: 8) == nil, "from there on as strictly as ever")
        #expect(try !status().isReady)
    }
}
