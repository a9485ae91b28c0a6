import Audit
import Messages
import Runtime
import Storage
import TestSupport
import Testing

@Suite("Checks of the books")
struct CheckTests {
    let desk: Desk
    let proof = ID<Proof>(high: 0x0190_0000_0000_7000, low: 0x8000_0000_0000_0001)

    init() throws { desk = try Desk() }

    func tell(_ events: [any Event], after sequence: Int64 = 0) throws {
        let bodies = try events.enumerated().map { index, event in try body(event, sequence + Int64(index) + 1) }
        try desk.service.deliver(events: bodies, from: .wallet)
    }

    private func body<E: Event>(
        _ event: E, _ sequence: Int64, from source: ServiceName = .wallet
    ) throws -> [UInt8] {
        try WireCoding().encode(
            EventRecord(
                source: source.rawValue, incarnation: 1, sequence: sequence, type: E.type, version: 1,
                subject: event.subject, severity: E.severity,
                time: Timestamp(milliseconds: 1_799_999_000_000 + sequence), actor: "service:wallet",
                causation: "timer:1",
                traceparent: "00-\(String(repeating: "a", count: 32))-00f067aa0ba902b7-01", data: event))
    }

    private func tellOfBetting(_ events: [any Event], after sequence: Int64 = 0) throws {
        let bodies = try events.enumerated().map { index, event in
            try body(event, sequence + Int64(index) + 1, from: .betting)
        }
        try desk.service.deliver(events: bodies, from: .betting)
    }

    func check(_ service: ServiceName = .wallet) throws -> AuditCheck {
        let reply = try desk.service.ask(ListAuditChecks.self, Nothing(), by: Desk.auditor).get()
        return try #require(reply.items.first { $0.service == service && $0.check != .history })
    }

    @Test("are begun by an API key that has the scope for it, and by no other")
    func scope() throws {
        var key = Desk.auditor
        key.scopes = [APIScope.auditRead.rawValue]
        #expect(try desk.service.ask(RunAuditChecks.self, .init(check: .log), by: key).code == "forbidden")
        key.scopes = [APIScope.auditWrite.rawValue]
        #expect(try desk.service.ask(RunAuditChecks.self, .init(check: .log), by: key).status == 202)
    }

    @Test("shows how far the wallet's check is and what it found, as the wallet's events tell it")
    func projection() throws {
        #expect(try check().state == .never)
        try tell([ProofStarted(proof: proof, total: 50)])
        #expect(try check().state == .running && check().total == 50 && check().startedAt != nil)
        try tell([ProofAdvanced(proof: proof, checked: 20, total: 50, violations: 1)], after: 1)
        #expect(try check().checked == 20 && check().violations == 1)
        let end: [any Event] = [
            ProofFinished(proof: proof, checked: 50, violations: 2),
            ProofViolated(proof: proof, violations: 2, found: ["account 3 shows 1, its postings 0", "another"]),
        ]
        try tell(end, after: 2)
        let done = try check()
        #expect(done.state == .finished && done.violations == 2 && done.finishedAt != nil)
        #expect(done.found == ["account 3 shows 1, its postings 0", "another"])
        try tell(
            [ProofStarted(proof: proof, total: 60), ProofFinished(proof: proof, checked: 60, violations: 0)], after: 4)
        #expect(try check().found == [] && check().violations == 0 && check().state == .finished)
        try desk.expectSound()
    }

    @Test("asks the wallet, and answers once it has begun")
    func asks() throws {
        let pending = try desk.service.ask(RunAuditChecks.self, .init(), by: Desk.auditor)
        let reference = try #require(pending.reference)
        let (_, header) = try #require(try desk.service.takeCall(RunProof.self, to: .wallet))
        try desk.service.reply(RunProof.Reply(proof: proof), to: header, from: .wallet)
        let answer = try desk.service.answer(RunAuditChecks.self, reference)
        #expect(answer.status == 202)
        #expect(try answer.get().items.map(\.check).prefix(4) == [.books, .sources, .log, .history])
        #expect(try answer.get().items.map(\.service) == [.wallet, .audit, .audit] + ServiceName.allCases)
        #expect(try check().state == .asked)
        #expect(try desk.service.events(CheckRequested.type).map(\.subject) == ["service/wallet"])
        #expect(try desk.service.events(AuditCheckFinished.type).count == 7, "the log and six services without events")
    }

    @Test("answers after some seconds although the wallet does not, and knows who has no check")
    func impatient() throws {
        let pending = try desk.service.ask(RunAuditChecks.self, .init(service: .wallet), by: Desk.auditor)
        desk.service.now = desk.service.now.adding(milliseconds: 3000)
        try desk.service.step()
        #expect(try desk.service.answer(RunAuditChecks.self, try #require(pending.reference)).status == 202)
        let none = try desk.service.ask(RunAuditChecks.self, .init(service: .gateway, check: .books), by: Desk.auditor)
        #expect(none.status == 422 && none.code == "no_check")
        #expect(try desk.service.ask(RunAuditChecks.self, .init(service: .audit), by: Desk.auditor).status == 202)
        let player = TestUsers.statement(2)
        #expect(try desk.service.ask(RunAuditChecks.self, .init(), by: player).status == 403)
        #expect(try desk.service.ask(ListAuditChecks.self, Nothing(), by: player).status == 403)
    }

    @Test("shows the checks that any service says it makes, each by its name, and has them made")
    func named() throws {
        let (stakes, draws) = (CheckName(trusted: "stakes"), CheckName(trusted: "draws"))
        try tellOfBetting([ServiceStarted(service: .betting, build: "", afterCleanStop: true, checks: [stakes, draws])])
        func checks() throws -> [AuditCheck] {
            let items = try desk.service.ask(ListAuditChecks.self, Nothing(), by: Desk.auditor).get().items
            return items.filter { $0.check == .books }
        }
        #expect(
            try checks().map { "\($0.service) \($0.name?.text ?? "") \($0.state)" } == [
                "wallet books never", "betting draws never", "betting stakes never",
            ])
        _ = try desk.service.ask(RunAuditChecks.self, .init(service: .betting, check: .books), by: Desk.auditor)
        let (_, header) = try #require(try desk.service.takeCall(RunServiceChecks.self, to: .betting))
        try desk.service.reply(RunServiceChecks.Reply(checks: [stakes, draws]), to: header, from: .betting)
        #expect(try desk.service.takeCall(RunServiceChecks.self, to: .betting) == nil, "one question for both")
        #expect(try desk.service.takeCall(RunProof.self, to: .wallet) == nil)
        #expect(try checks().map(\.state) == [.never, .asked, .asked])
        try tellOfBetting(
            [
                ServiceCheckStarted(stakes, total: 10),
                ServiceCheckAdvanced(stakes, checked: 4, total: 10, violations: 1),
                ServiceCheckStarted(draws, total: 3),
                ServiceCheckFailed(draws, checked: 1, violations: 0, problem: "nobody answers"),
            ], after: 1)
        #expect(try checks()[2].checked == 4 && checks()[2].violations == 1 && checks()[2].state == .running)
        #expect(try checks()[1].state == .failed && checks()[1].problem == "nobody answers")
        #expect(try checks()[1].finishedAt != nil && checks()[1].checked == 1)
        try tellOfBetting(
            [
                ServiceCheckFinished(stakes, checked: 10, violations: 2),
                ServiceCheckViolated(stakes, violations: 2, found: ["one", "another"]),
                ServiceStarted(service: .betting, build: "", afterCleanStop: true, checks: [stakes, draws]),
            ], after: 5)
        #expect(try checks()[2].state == .finished && checks()[2].found == ["one", "another"])
        #expect(try checks()[0].state == .never && checks()[0].found.isEmpty)
        try desk.expectSound()
    }

    @Test("checks its own tree and its sources whenever somebody looks")
    func own() throws {
        try tell([ProofStarted(proof: proof, total: 1)])
        #expect(try check(.audit).violations == 0 && check(.audit).state == .finished)
        try desk.service.deliver(events: try Desk.events([1, 3], from: .betting), from: .betting, head: 3)
        #expect(try check(.audit).found == ["gap in betting's events: 3 where 2 should be"])
        let writer = try Connection.openWriter(at: desk.service.directory.appending(path: "service.db").path)
        try writer.run("UPDATE tree SET root = x'00'")
        #expect(try check(.audit).found.first == "the stored root is not the tree's")
        #expect(try check(.audit).violations == 2)
    }
}
