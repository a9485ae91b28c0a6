import Messages
import Runtime
import Storage
import TestSupport
import Testing

@Suite("Events") struct EventTests {
    let service: ServiceUnderTest

    init() throws { service = try ServiceUnderTest(CounterService.definition) }

    private func pull(
        after sequence: Int64, as peer: String = "audit", waiting: Int64? = nil, at service: ServiceUnderTest? = nil
    ) throws -> (Header, [UInt8])? {
        let service = service ?? self.service
        var header = Header(.query)
        header[.operation] = PullEvents.name
        header[.reference] = "pull"
        let request = PullEvents.Request(after: sequence, limit: 10, waitMilliseconds: waiting)
        let body = try WireCoding().encode(request)
        try service.step([.delivery(Delivery(peer: peer, route: [9], header: header, body: body))])
        return service.replies["pull"].map { ($0.header, $0.body) }
    }

    @Test("are dense, linked by hash over their stored bytes, and the same across a crash")
    func chain() throws {
        for amount in 1...3 { _ = try service.ask(AddToCounter.self, .init(by: Int64(amount)), from: "betting") }
        _ = try service.ask(AddToCounter.self, .init(by: 500), from: "betting")
        try service.restart()
        _ = try service.ask(AddToCounter.self, .init(by: 4), from: "betting")
        var link = EventLink.first
        var expected: Int64 = 1
        try service.reader().each("SELECT sequence, link, body FROM runtime_events ORDER BY sequence") { row in
            let body: [UInt8] = try row.value(2)
            link = EventLink.next(after: link, body: body)
            #expect(try row.value(0, as: Int64.self) == expected)
            #expect(try row.value(1, as: [UInt8].self) == link)
            #expect(try WireCoding().decode(EventAttributes.self, from: body).sequence == expected)
            expected += 1
            return true
        }
        #expect(try service.events("wallet.counter-changed").count == 4)
    }

    @Test("cannot be changed or deleted in the database")
    func immutable() throws {
        let writer = try Connection.openWriter(at: service.directory.appending(path: "service.db").path)
        #expect(throws: StorageError.self) { try writer.run("UPDATE runtime_events SET body = x'00'") }
        #expect(throws: StorageError.self) { try writer.run("DELETE FROM runtime_events") }
    }

    @Test("are given out from any position, as lines, to services and listed subscribers")
    func pages() throws {
        for _ in 1...3 { _ = try service.ask(AddToCounter.self, .init(by: 1), from: "betting") }
        let (header, body) = try #require(try pull(after: 1, as: "my-auditor"))
        #expect(header.number(.head) == 4)
        #expect(body.split(separator: 10).count == 3)
    }

    @Test(
        "are waited for at the head as long as the asker wants, and no longer than the service allows",
        arguments: [(nil, 50), (20, 20), (500, 50), (0, 0), (-7, 0)] as [(Int64?, Int64)])
    func waiting(wanted: Int64?, given: Int64) throws {
        let service = try ServiceUnderTest(CounterService.definition, parkMilliseconds: 50)
        let began = service.now
        _ = try pull(after: 1, waiting: wanted, at: service)
        if given > 0 {
            service.now = began.adding(milliseconds: given - 1)
            try service.step()
            #expect(service.replies["pull"] == nil)
        }
        service.now = began.adding(milliseconds: given)
        try service.step()
        #expect(service.replies["pull"]?.header.number(.head) == 1)
        #expect(service.replies["pull"]?.body == [])
    }

    @Test("are told of in the answer to a command: the last of them when it was answered")
    func heads() throws {
        func ask(_ id: String, by amount: Int64) throws -> Int64? {
            var header = Header(.command)
            (header[.operation], header[.id], header[.reference]) = (AddToCounter.name, id, "r")
            let body = Array("{\"by\":\(amount)}".utf8)
            try service.step([.delivery(Delivery(peer: "betting", route: [9], header: header, body: body))])
            return service.replies["r"]?.header.number(.head)
        }
        #expect(try ask("a", by: 1) == 2)
        #expect(try ask("b", by: 1) == 3)
        #expect(try ask("refused", by: 101) == 3, "what it told was taken back")
        #expect(try ask("a", by: 1) == 3, "a stored answer's events are no later than this")
    }

    @Test("are not given to clients")
    func clients() throws {
        var header = Header(.query)
        header[.operation] = PullEvents.name
        header[.reference] = "pull"
        header[.actor] = "anonymous"
        try service.step([.delivery(Delivery(peer: "gateway", route: [9], header: header, body: Array("{}".utf8)))])
        #expect(service.replies["pull"]?.header.number(.status) == 403)
    }
}

@Suite("Time") struct ClockTests {
    @Test("never goes back, and a leap ahead ends readiness and is told")
    func leap() throws {
        let service = try ServiceUnderTest(CounterService.definition)
        _ = try service.ask(AddToCounter.self, .init(by: 1), from: "betting")
        let before = service.now
        service.now = before.adding(seconds: -3600)
        _ = try service.ask(AddToCounter.self, .init(by: 1), from: "betting")
        let times = try service.events("wallet.counter-changed").map(\.time)
        #expect(times == [before, before])
        service.now = before.adding(seconds: 3600)
        try service.step()
        #expect(try service.events(ClockJumped.type).count == 1)
        #expect(try service.ask(GetStatus.self, Nothing(), from: "gateway").get().isReady == false)
    }
}

@Suite("A steady clock") struct SteadyClockTests {
    @Test("goes on at half its pace while the host's clock is behind, and follows it when it is not")
    func behind() {
        func time(_ milliseconds: Int64) -> Timestamp { Timestamp(milliseconds: milliseconds) }
        var clock = SteadyClock(from: time(100))
        #expect(clock.observe(time(90)) == time(100))
        #expect(clock.observe(time(94)) == time(102))
        #expect(clock.observe(time(80)) == time(102))
        for step: Int64 in 81...84 { clock.observe(time(step)) }
        #expect(clock.now == time(104))
        #expect(clock.observe(time(200)) == time(200))
        #expect(clock.observe(time(201)) == time(201))
    }
}
