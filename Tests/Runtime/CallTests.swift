import Messages
import Runtime
import Storage
import TestSupport
import Testing

@Suite("Durable calls") struct CallTests {
    let service: ServiceUnderTest

    init() throws { service = try ServiceUnderTest(CounterService.definition) }

    /// A call with every number chosen by the test; nil where nothing came back.
    private func call(
        _ sequence: Int64, by amount: Int64, floor: Int64 = 1, incarnation: Int64 = 1
    ) throws -> ServiceUnderTest.Answer<AddToCounter.Reply> {
        var header = Header(.call)
        header[.operation] = AddToCounter.name
        header[.reference] = "\(incarnation):\(sequence)"
        header.set(.sequence, sequence)
        header.set(.floor, floor)
        header.set(.incarnation, incarnation)
        let body = try WireCoding().encode(AddToCounter.Request(by: amount))
        try service.step([.delivery(Delivery(peer: "betting", route: [3], header: header, body: body))])
        return try service.answer(AddToCounter.self, "\(incarnation):\(sequence)")
    }

    private func total() throws -> Int64 { try CounterService.total(service.reader()) }

    @Test("are applied once and in order, whatever comes twice or too early")
    func order() throws {
        #expect(try call(2, by: 10).reference != nil)
        #expect(try call(1, by: 1).get().total == 1)
        #expect(try call(1, by: 1).get().total == 1)
        #expect(try call(2, by: 10).get().total == 11)
        try service.restart()
        #expect(try call(2, by: 10).get().total == 11)
        #expect(try total() == 11)
    }

    @Test("keep their replies only until the sender has them")
    func floor() throws {
        for number in 1...5 { _ = try call(Int64(number), by: 1, floor: Int64(number)).get() }
        let kept = try service.reader().rows("SELECT sequence FROM runtime_received") {
            try $0.value(0, as: Int64.self)
        }
        #expect(kept == [5])
        #expect(try call(3, by: 1, floor: 3).reference != nil)
        #expect(try total() == 5)
    }

    @Test("of a restored sender count anew; those of its former life are passed over")
    func incarnations() throws {
        _ = try call(1, by: 1).get()
        _ = try call(2, by: 1).get()
        #expect(try call(1, by: 5, incarnation: 2).get().total == 7)
        #expect(try call(3, by: 100).reference != nil)
        #expect(try total() == 7)
    }

    /// What an operator is shown, and how often the alarm was given.
    private func complaint() throws -> (text: String, alarms: Int) {
        let status = try service.ask(GetStatus.self, Nothing(), from: "gateway").get()
        #expect(status.isReady == status.complaint.isEmpty)
        return (status.complaint, try service.events(HistoryLost.type).count)
    }

    @Test("that an old copy of the database has lost are told of once, and none is done after them")
    func lostCalls() throws {
        _ = try call(1, by: 1).get()
        _ = try call(2, by: 1, floor: 2).get()
        #expect(try complaint() == ("", 0))
        let told =
            "betting has answers to its calls up to 5, but this database knows them only up to 2: it is an old copy"
        for sequence: Int64 in [6, 7, 6] {
            #expect(try call(sequence, by: 10, floor: 6).reference != nil)
            #expect(try complaint() == (told, 1))
        }
        // Late ones from before the gap heal nothing.
        #expect(try call(3, by: 10, floor: 2).reference != nil)
        try service.restart()
        #expect(try complaint() == (told, 1))
        #expect(try call(7, by: 10, floor: 6).reference != nil)
        #expect(try complaint() == (told, 1))
        #expect(try total() == 2)
        // The sender begins another life: what the two know of each other is the same again.
        #expect(try call(8, by: 5, floor: 8, incarnation: 2).get().total == 7)
        #expect(try complaint() == ("", 1))
    }

    @Test("are missed also where the old copy is from before the first of them")
    func lostFromTheFirst() throws {
        #expect(try call(4, by: 10, floor: 4).reference != nil)
        #expect(try complaint().alarms == 1)
        #expect(try total() == 0)
    }

    @Test("that are answered but were never made show that this database is an old copy")
    func strangeReplies() throws {
        _ = try service.ask(AddTogether.self, .init(by: 1), by: TestUsers.statement(1))
        let (_, made) = try #require(try service.takeCall(AddToCounter.self, to: .betting))
        var unmade = made
        unmade[.reference] = "1:2"
        for _ in 1...2 { try service.reply(AddToCounter.Reply(total: 1), to: unmade, from: .betting) }
        let told = "betting answers call 2, which this database never made: it is an old copy"
        #expect(try complaint() == (told, 1))
        #expect(try total() == 0)
        try service.reply(AddToCounter.Reply(total: 1), to: made, from: .betting)
        #expect(try total() == 1)
    }

    @Test("come from services only")
    func strangers() throws {
        var header = Header(.call)
        header[.operation] = AddToCounter.name
        header[.reference] = "x"
        let body = try WireCoding().encode(AddToCounter.Request(by: 1))
        try service.step([.delivery(Delivery(peer: "auditor", route: [3], header: header, body: body))])
        #expect(try service.answer(AddToCounter.self, "x").status == 403)
    }

    @Test("are sent again until they are answered, in order and across a crash")
    func resending() throws {
        let alice = TestUsers.statement(1)
        _ = try service.ask(AddTogether.self, .init(by: 1), by: alice)
        _ = try service.ask(AddTogether.self, .init(by: 2), by: alice)
        func sequences() throws -> [Int64] {
            var found: [Int64] = []
            while let (_, header) = try service.takeCall(AddToCounter.self, to: .betting) {
                found.append(header.number(.sequence) ?? 0)
                #expect(header.number(.floor) == 1)
            }
            return found
        }
        #expect(try sequences() == [1, 2])
        service.now = service.now.adding(milliseconds: 300)
        try service.step()
        #expect(try sequences() == [1, 2])
        try service.restart()
        try service.step()
        #expect(try sequences() == [1, 2])
    }
}
