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
