import Crypto
import Foundation
import Messages
import Runtime
import Storage
import TestSupport
import Testing

@Suite("Commands") struct CommandTests {
    let service: ServiceUnderTest
    let alice = TestUsers.statement(1)

    init() throws { service = try ServiceUnderTest(CounterService.definition) }

    private func total() throws -> Int64 { try CounterService.total(service.reader()) }

    @Test("runs once for its id, also across a crash, and gives the same bytes again")
    func once() throws {
        let first = try service.ask(AddToCounter.self, .init(by: 5), from: "betting", id: "a").get()
        try service.restart()
        let second = try service.ask(AddToCounter.self, .init(by: 5), from: "betting", id: "a").get()
        #expect(first == second)
        #expect(try total() == 5)
        #expect(try service.events("wallet.counter-changed").count == 1)
    }

    @Test("with a used id and another body is a conflict and changes nothing")
    func conflict() throws {
        _ = try service.ask(AddToCounter.self, .init(by: 5), from: "betting", id: "a").get()
        // A service has no user to scope by, so the body is part of its scope; a user's key is the user's alone.
        _ = try service.ask(AddTogether.self, .init(by: 1), by: alice, id: "k")
        let other = try service.ask(AddTogether.self, .init(by: 2), by: alice, id: "k")
        #expect(other.code == "idempotency_conflict")
        #expect(other.status == 422)
        let bob = try service.ask(AddTogether.self, .init(by: 2), by: TestUsers.statement(2), id: "k")
        #expect(bob.reference != nil)
    }

    @Test("that is refused leaves only what it records, and its refusal is repeated")
    func refusal() throws {
        for _ in 0..<2 {
            let answer = try service.ask(AddToCounter.self, .init(by: 101), from: "betting", id: "b")
            #expect(answer.code == "too_much")
            #expect(answer.problem?.errors.first?.pointer == "/by")
        }
        #expect(try total() == 0)
        #expect(try CounterService.number("refused", service.reader()) == 1)
        #expect(try service.events("wallet.counter-changed").isEmpty)
    }

    @Test("is refused to those whom its type does not name")
    func access() throws {
        #expect(try service.ask(AddToCounter.self, .init(by: 1), by: alice).code == "forbidden")
        #expect(try service.ask(ReadCounter.self, Nothing(), from: "somebody").code == "forbidden")
        #expect(try total() == 0)
    }

    @Test("with a forged or expired statement is nobody's")
    func statements() throws {
        let old = TestUsers.statement(1, issuedAt: Timestamp(milliseconds: 1_700_000_000_000), seconds: 60)
        #expect(try service.ask(AddTogether.self, .init(by: 1), by: old).status == 401)
        var header = Header(.command)
        header[.operation] = AddTogether.name
        header[.id] = "forged"
        header[.reference] = "forged"
        let genuine = try TestUsers.sign(alice, for: .wallet)
        let forged = Base64URL.encode(try WireCoding().encode(TestUsers.statement(2)))
        header[.statement] = forged + "." + genuine.split(separator: ".")[1]
        let body = try WireCoding().encode(AddTogether.Request(by: 1))
        try service.step([.delivery(Delivery(peer: "gateway", route: [1], header: header, body: body))])
        #expect(try service.answer(AddTogether.self, "forged").status == 401)
    }

    @Test("that came too late is refused, and stays so")
    func late() throws {
        let deadline = service.now.adding(milliseconds: -1)
        for _ in 0..<2 {
            let answer = try service.ask(AddToCounter.self, .init(by: 1), from: "betting", id: "c", deadline: deadline)
            #expect(answer.code == "deadline_passed")
        }
        #expect(try total() == 0)
    }

    @Test("that was fenced off before it came is never done")
    func fenced() throws {
        let reference = OperationReference(id: Text(trusted: "\(AddTogether.name):late"))
        let outcome = try service.ask(FenceOperation.self, reference, by: alice).get()
        #expect(outcome.state == .fenced)
        let answer = try service.ask(AddTogether.self, .init(by: 1), by: alice, id: "late")
        #expect(answer.code == "fenced")
        #expect(try service.takeCall(AddToCounter.self, to: .betting) == nil)
    }

    @Test("tells its outcome to its own caller and to nobody else")
    func outcome() throws {
        _ = try service.ask(AddTogether.self, .init(by: 13), by: alice, id: "o")
        let reference = OperationReference(id: Text(trusted: "\(AddTogether.name):o"))
        let outcome = try service.ask(GetOutcome.self, reference, by: alice).get()
        #expect(outcome.state == .refused)
        #expect(outcome.status == 422)
        #expect(try service.ask(GetOutcome.self, reference, by: TestUsers.statement(2)).status == 404)
        let fence = try service.ask(FenceOperation.self, reference, by: alice).get()
        #expect(fence.state == .refused)
    }

    @Test("with heavy work answers after it, and its secret is in no file but under the client's key")
    func secrets() throws {
        let made = try service.ask(MakeSecret.self, Nothing(), by: alice, id: "s").get()
        try service.restart()
        let again = try service.ask(MakeSecret.self, Nothing(), by: alice, id: "s").get()
        #expect(made == again)
        for file in try FileManager.default.contentsOfDirectory(atPath: service.directory.path) {
            let bytes = try Data(contentsOf: service.directory.appending(path: file))
            #expect(bytes.range(of: Data(made.secret.utf8)) == nil)
        }
    }

    @Test("sent again while its heavy work is under way has it done once")
    func heavyOnce() throws {
        var header = Header(.command)
        header[.operation] = MakeSecret.name
        header[.id] = "again"
        header[.reference] = "again"
        header[.statement] = try TestUsers.sign(alice, for: .wallet)
        let delivery = Inbound.delivery(
            Delivery(peer: "gateway", route: [1], header: header, body: Array("{}".utf8)))
        let out = try service.node.step([delivery, delivery], at: service.now)
        let orders = out.compactMap { message -> WorkOrder? in
            if case .work(let order) = message { order } else { nil }
        }
        #expect(orders.count == 1)
        try service.step(orders.map { .workDone($0, result: $0.run()) })
        #expect(try service.answer(MakeSecret.self, "again").status == 200)
    }

    @Test("is forgotten two days later, and not before")
    func retention() throws {
        _ = try service.ask(AddToCounter.self, .init(by: 1), from: "betting", id: "old")
        func kept() throws -> Int? {
            try service.reader().first("SELECT COUNT(*) FROM runtime_inbox") { try $0.value(0) }
        }
        service.now = service.now.adding(seconds: 47 * 3600)
        try service.step()
        #expect(try kept() == 1)
        service.now = service.now.adding(seconds: 2 * 3600)
        try service.step()
        #expect(try kept() == 0)
    }

    @Test("that stopped the process twice is quarantined and answered")
    func quarantine() throws {
        let file = service.directory.appending(path: "service.db").path
        let writer = try Connection.openWriter(at: file)
        try writer.run("INSERT INTO runtime_suspects (message, tries) VALUES ('betting:1:1', 2)")
        try service.restart()
        #expect(try service.call(AddToCounter.self, .init(by: 1), from: .betting).code == "quarantined")
        #expect(try service.call(AddToCounter.self, .init(by: 2), from: .betting).get().total == 2)
        #expect(try service.events(MessageQuarantined.type).count == 1)
        #expect(try service.ask(AddTogether.self, .init(by: 1), by: alice, id: "good").reference != nil)
    }
}
