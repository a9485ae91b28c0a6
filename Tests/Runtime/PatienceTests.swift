import Messages
import Runtime
import Storage
import TestSupport
import Testing

@Suite("Sagas that answer at their end") struct PatienceTests {
    let service: ServiceUnderTest
    let alice = TestUsers.statement(1)

    init() throws { service = try ServiceUnderTest(CounterService.definition) }

    private func begin(_ key: String) throws -> String {
        try #require(try service.ask(AddAndTell.self, .init(by: 7), by: alice, id: key).reference)
    }

    private func tellNext() throws {
        let (_, header) = try #require(try service.takeCall(AddToCounter.self, to: .betting))
        try service.reply(AddToCounter.Reply(total: 7), to: header, from: .betting)
    }

    private func pass(milliseconds: Int64) throws {
        service.now = service.now.adding(milliseconds: milliseconds)
        try service.step()
    }

    private func openSagas() throws -> Int64 {
        try service.reader().first("SELECT COUNT(*) FROM runtime_sagas") { try $0.value(0) } ?? -1
    }

    @Test("answer when the last step is done")
    func done() throws {
        let reference = try begin("k")
        try pass(milliseconds: 2999)
        #expect(try service.answer(AddAndTell.self, reference).reference != nil)
        try tellNext()
        #expect(try service.answer(AddAndTell.self, reference).get().isTold)
        #expect(try openSagas() == 0)
    }

    @Test("say after a while that they are not done, and never say anything else", arguments: [false, true])
    func early(withCrash: Bool) throws {
        let reference = try begin("k")
        if withCrash { try service.restart() }
        try pass(milliseconds: 3000)
        if !withCrash { #expect(try !service.answer(AddAndTell.self, reference).get().isTold) }
        #expect(try openSagas() == 1)
        try tellNext()
        #expect(try openSagas() == 0)
        try pass(milliseconds: 10_000)
        #expect(try !service.ask(AddAndTell.self, .init(by: 7), by: alice, id: "k").get().isTold)
        #expect(try CounterService.total(service.reader()) == 7)
    }

    @Test("wait their own time, also under the number of one that is over")
    func reusedNumber() throws {
        let first = try begin("first")
        try tellNext()
        #expect(try service.answer(AddAndTell.self, first).get().isTold)
        try pass(milliseconds: 1000)
        let second = try begin("second")
        try pass(milliseconds: 2500)
        #expect(try service.answer(AddAndTell.self, second).reference != nil)
        try pass(milliseconds: 500)
        #expect(try !service.answer(AddAndTell.self, second).get().isTold)
    }

    @Test("also answer where the other service refuses, which stops them")
    func refused() throws {
        let reference = try begin("k")
        let (_, header) = try #require(try service.takeCall(AddToCounter.self, to: .betting))
        try service.refuse(CounterFailure.tooMuch, to: header, from: .betting)
        #expect(try service.events(SagaStuck.type).count == 1)
        try pass(milliseconds: 3000)
        #expect(try !service.answer(AddAndTell.self, reference).get().isTold)
    }
}
