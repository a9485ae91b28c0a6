import Messages
import Runtime
import Storage
import TestSupport
import Testing

@Suite("Sagas") struct SagaTests {
    let service: ServiceUnderTest
    let alice = TestUsers.statement(1)

    init() throws { service = try ServiceUnderTest(CounterService.definition) }

    private func number(_ column: String) throws -> Int64 { try CounterService.number(column, service.reader()) }

    private func openSagas() throws -> Int64 {
        try service.reader().first("SELECT COUNT(*) FROM runtime_sagas") { try $0.value(0) } ?? -1
    }

    private func nextCall() throws -> (AddToCounter.Request, Header) {
        try #require(try service.takeCall(AddToCounter.self, to: .betting))
    }

    @Test("answer once their pivot is passed, and go on to their end", arguments: [false, true])
    func success(withCrashes: Bool) throws {
        let reference = try #require(try service.ask(AddTogether.self, .init(by: 7), by: alice, id: "k").reference)
        #expect(try number("reserved") == 7)
        if withCrashes { try crash() }
        let (asked, header) = try nextCall()
        #expect(asked.by == 7)
        try service.reply(AddToCounter.Reply(total: 1), to: header, from: .betting)
        if withCrashes {
            try crash()
        } else {
            #expect(try service.answer(AddTogether.self, reference).get().total == 7)
        }
        #expect(try service.ask(AddTogether.self, .init(by: 7), by: alice, id: "k").get().total == 7)
        #expect(try number("reserved") == 0)
        let (told, last) = try nextCall()
        #expect(told.by == 3)
        try service.reply(AddToCounter.Reply(total: 1), to: last, from: .betting)
        #expect(try openSagas() == 0)
    }

    private func crash() throws {
        try service.restart()
        try service.step()
    }

    @Test("tell everybody who waits, also who asked again meanwhile")
    func waiting() throws {
        let first = try #require(try service.ask(AddTogether.self, .init(by: 7), by: alice, id: "k").reference)
        let second = try #require(try service.ask(AddTogether.self, .init(by: 7), by: alice, id: "k").reference)
        let (_, header) = try nextCall()
        try service.reply(AddToCounter.Reply(total: 1), to: header, from: .betting)
        #expect(try service.answer(AddTogether.self, first).get().total == 7)
        #expect(try service.answer(AddTogether.self, second).get().total == 7)
    }

    @Test("that another service refuses are undone, and the client hears that service's reason")
    func refused() throws {
        let reference = try #require(try service.ask(AddTogether.self, .init(by: 7), by: alice).reference)
        let (_, header) = try nextCall()
        try service.refuse(CounterFailure.tooMuch, to: header, from: .betting)
        #expect(try service.answer(AddTogether.self, reference).code == "too_much")
        #expect(try number("reserved") == 0)
        #expect(try number("total") == 0)
        #expect(try openSagas() == 0)
    }

    @Test("refused at the pivot take back what others did, and only then answer")
    func undone() throws {
        let reference = try #require(try service.ask(AddTogether.self, .init(by: 66), by: alice).reference)
        let (_, header) = try nextCall()
        try service.reply(AddToCounter.Reply(total: 66), to: header, from: .betting)
        #expect(try service.answer(AddTogether.self, reference).reference != nil)
        #expect(try number("total") == 0)
        let (undo, undoHeader) = try nextCall()
        #expect(undo.by == -66)
        #expect(undoHeader.number(.deadline) == nil)
        try service.reply(AddToCounter.Reply(total: 0), to: undoHeader, from: .betting)
        #expect(try service.answer(AddTogether.self, reference).code == "too_much")
        #expect(try number("reserved") == 0)
        #expect(try openSagas() == 0)
    }

    @Test("past their deadline are undone although the other service agreed")
    func late() throws {
        let deadline = service.now.adding(seconds: 10)
        let answer = try service.ask(AddTogether.self, .init(by: 7), by: alice, deadline: deadline)
        let reference = try #require(answer.reference)
        let (_, header) = try nextCall()
        #expect(header.number(.deadline) == deadline.milliseconds)
        service.now = deadline.adding(milliseconds: 1)
        try service.reply(AddToCounter.Reply(total: 7), to: header, from: .betting)
        let (undo, undoHeader) = try nextCall()
        #expect(undo.by == -7)
        try service.reply(AddToCounter.Reply(total: 0), to: undoHeader, from: .betting)
        #expect(try service.answer(AddTogether.self, reference).code == "deadline_passed")
        #expect(try number("total") == 0)
    }

    @Test("refused after their pivot stop, visibly, and are not undone")
    func stuck() throws {
        _ = try service.ask(AddTogether.self, .init(by: 7), by: alice)
        let (_, header) = try nextCall()
        try service.reply(AddToCounter.Reply(total: 1), to: header, from: .betting)
        let (_, last) = try nextCall()
        try service.refuse(CounterFailure.tooMuch, to: last, from: .betting)
        #expect(try service.events(SagaStuck.type).count == 1)
        #expect(try openSagas() == 1)
        #expect(try number("total") == 7)
    }

    @Test("carry the user's own statement to the services they call")
    func statement() throws {
        _ = try service.ask(AddTogether.self, .init(by: 7), by: alice)
        let (_, header) = try nextCall()
        #expect(header[.statement] == (try TestUsers.sign(alice, for: .wallet)))
        #expect(header[.actor] == "user:\(alice.user)")
    }
}
