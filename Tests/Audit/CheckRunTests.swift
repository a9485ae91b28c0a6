import Audit
import Messages
import Runtime
import Storage
import TestSupport
import Testing

@Suite("A check that cannot be done")
struct CheckRunTests {
    let desk: Desk

    /// The log has three events of betting's.
    init() throws {
        desk = try Desk()
        try desk.service.deliver(events: try Desk.events([1, 2, 3]), from: .betting)
    }

    private func run(_ service: ServiceName, _ check: AuditCheck.Kind) throws {
        _ = try desk.service.ask(RunAuditChecks.self, .init(service: service, check: check), by: Desk.auditor)
    }

    private func check(_ service: ServiceName, _ kind: AuditCheck.Kind) throws -> AuditCheck {
        let reply = try desk.service.ask(ListAuditChecks.self, Nothing(), by: Desk.auditor).get()
        return try #require(reply.items.first { $0.service == service && $0.check == kind })
    }

    private func asked() throws -> (ProveChain.Request, Header) {
        try #require(try desk.service.takeCall(ProveChain.self, to: .betting))
    }

    /// As a service answers whose events are those of the log.
    private func agree(_ header: Header) throws {
        try desk.service.reply(ProveChain.Reply(fault: nil, links: []), to: header, from: .betting)
    }

    private func told() throws -> [EventAttributes] { try desk.service.events(AuditCheckFailed.type) }

    @Test("is failed and named where the service refuses it, and the next one goes on")
    func refused() throws {
        try run(.betting, .history)
        try desk.service.refuse(CommonFailure.notFound, to: try asked().1, from: .betting)
        let failed = try check(.betting, .history)
        #expect(failed.state == .failed && failed.problem == "betting refused: not_found")
        #expect(failed.checked == 0 && failed.total == 3 && failed.finishedAt != nil)
        #expect(try told().map(\.severity) == [.warning] && told().map(\.subject) == ["service/betting"])
        #expect(try !desk.service.events(AuditCheckFinished.type).contains { $0.subject == "service/betting" })
        try run(.betting, .history)
        #expect(try check(.betting, .history).state == .running && check(.betting, .history).problem == nil)
        try agree(try asked().1)
        #expect(try check(.betting, .history).state == .finished && check(.betting, .history).checked == 3)
        #expect(try told().count == 1)
        try desk.expectSound()
    }

    /// Has the service start after an unclean end, with a message noted as often as it may be tried.
    private func quarantine(_ message: String) throws {
        try desk.service.restart()
        let writer = try Connection.openWriter(at: desk.service.directory.appending(path: "service.db").path)
        try writer.run("INSERT INTO runtime_suspects (message, tries) VALUES (?, 2)", message)
    }

    @Test("is given up and named when the answer that would have moved it was set aside, and the next one goes on")
    func quarantined() throws {
        try run(.betting, .history)
        let (_, header) = try asked()
        try quarantine("reply:betting:\(header[.reference]?.split(separator: ":").last ?? "")")
        try agree(header)
        #expect(try desk.service.events(SagaStuck.type).count == 1)
        #expect(try check(.betting, .history).state == .running, "so far nobody can know that it is no more")
        try run(.betting, .history)
        #expect(try desk.service.takeCall(ProveChain.self, to: .betting) == nil, "for one runs")

        desk.service.now = desk.service.now.adding(seconds: 3600)
        try desk.service.step()
        let failed = try check(.betting, .history)
        #expect(failed.state == .failed && failed.problem == "nothing has moved for 60 minutes")
        #expect(try told().map(\.severity) == [.warning], "without anybody asking")
        try run(.betting, .history)
        try agree(try asked().1)
        #expect(try check(.betting, .history).state == .finished)
    }

    @Test("is given up when the log's was set aside, too")
    func quarantinedLog() throws {
        let events = try (4...250).map { try Desk.event($0) }
        try desk.service.deliver(events: events, from: .betting)
        let writer = try Connection.openWriter(at: desk.service.directory.appending(path: "service.db").path)
        let next = try writer.first("SELECT MAX(number) FROM runtime_timers") { try $0.value(0, as: Int64.self) } ?? 0
        // The watch is armed first; the timer behind it takes the check on.
        try quarantine("timer:\(next + 2)")
        try run(.audit, .log)
        #expect(try desk.service.events(SagaStuck.type).count == 1)
        #expect(try check(.audit, .log).state == .running)
        desk.service.now = desk.service.now.adding(seconds: 3600)
        try desk.service.step()
        #expect(try check(.audit, .log).state == .failed)
        try run(.audit, .log)
        #expect(try check(.audit, .log).state == .finished && check(.audit, .log).violations == 0)
    }

    @Test("is not given up while it moves, and says nothing any more once it was")
    func late() throws {
        for first in [Int64(4), 204] {
            let events = try (first...first + 199).map { try Desk.event($0) }
            try desk.service.deliver(events: events, from: .betting)
        }
        try run(.betting, .history)
        desk.service.now = desk.service.now.adding(seconds: 3000)
        try agree(try asked().1)
        desk.service.now = desk.service.now.adding(seconds: 3000)
        try desk.service.step()
        #expect(try check(.betting, .history).state == .running && check(.betting, .history).checked == 200)
        let (_, stale) = try asked()
        desk.service.now = desk.service.now.adding(seconds: 600)
        try desk.service.step()
        #expect(try check(.betting, .history).state == .failed && told().count == 1)

        try run(.betting, .history)
        let (_, fresh) = try asked()
        let wrong = ProveChain.Reply(fault: HistoryFault(.edited, 300), links: [])
        try desk.service.reply(wrong, to: stale, from: .betting)
        #expect(try check(.betting, .history).state == .running && check(.betting, .history).checked == 0)
        #expect(try desk.service.events(AuditGapFound.type).isEmpty)
        try agree(fresh)
        while let (_, header) = try desk.service.takeCall(ProveChain.self, to: .betting) { try agree(header) }
        #expect(try check(.betting, .history).state == .finished && check(.betting, .history).checked == 403)
        #expect(try told().count == 1)
    }
}
