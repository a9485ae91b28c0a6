import Audit
import Crypto
import Foundation
import Messages
import Runtime
import Storage
import TestSupport
import Testing

@Suite("A source that is put back from a copy")
struct RestoredSourceTests {
    let desk: Desk
    let wallet: ServiceUnderTest
    /// With 301 events of 601.
    let copy: URL

    init() throws {
        desk = try Desk()
        wallet = try ServiceUnderTest(
            ServiceDefinition(name: .wallet, migrations: [], operations: [.command(Count.self)], events: [Counted.self])
        )
        _ = try wallet.ask(Count.self, Nothing(), from: "betting").get()
        copy = try wallet.copy()
        _ = try wallet.ask(Count.self, Nothing(), from: "betting").get()
        for _ in 1...3 { try pull() }
    }

    /// The wallet answers audit's request for its events.
    private func pull() throws {
        desk.service.now = desk.service.now.adding(milliseconds: 1100)
        try desk.service.step()
        let asked = try #require(
            desk.service.sent.last { $0.service == .wallet && $0.header[.operation] == PullEvents.name })
        try wallet.step([.delivery(Delivery(peer: "audit", route: [9], header: asked.header, body: asked.body))])
        let reply = try #require(wallet.replies[asked.header[.reference] ?? ""])
        try desk.service.step([.reply(from: .wallet, header: reply.header, body: reply.body)])
    }

    private func findings() throws -> [AuditFinding] { try desk.source(.wallet).gaps.reversed() }

    @Test("is found out, by source and place, and named by the source itself")
    func found() throws {
        #expect(try desk.source(.wallet).sequence == 601)
        try wallet.putBack(copy)
        for _ in 1...3 { try pull() }
        let found = try findings()
        // The service's start is its event 302 anew.
        #expect(found.map(\.kind) == [.truncated] && found.map(\.found) == [303])
        #expect(try desk.source(.wallet).sequence == 601)
        let status = try wallet.ask(GetStatus.self, Nothing(), from: "gateway").get()
        #expect(!status.isReady && status.complaint.contains("audit has had event 601"))
    }

    @Test("goes on in the log once its operator says so: what it does from then on is there, and so is what it lost")
    func goesOn() throws {
        try wallet.putBack(copy)
        for _ in 1...2 { try pull() }
        try wallet.putBack(copy, incarnation: 2)
        _ = try wallet.ask(Count.self, Nothing(), from: "betting").get()
        for _ in 1...4 { try pull() }
        let source = try desk.source(.wallet)
        #expect(source.incarnation == 2 && source.sequence == 603 && source.lag == 0)
        let restored = try #require(try findings().last)
        #expect(restored.kind == .restored && restored.incarnation == 2)
        #expect(restored.expected == 602 && restored.found == 302)
        #expect(try desk.log().count(where: { $0.source == .wallet }) == 601 + 302)
        #expect(try desk.service.events(SourceRestored.type).count == 1)
        try desk.expectSound()
        // Looked at once more, what there is of the new life is what the log has.
        _ = try desk.service.ask(RunAuditChecks.self, .init(check: .history), by: Desk.auditor)
        while let (request, header) = try desk.service.takeCall(ProveChain.self, to: .wallet) {
            try desk.service.reply(
                try wallet.call(ProveChain.self, request, from: .audit).get(), to: header, from: .wallet)
        }
        let checks = try desk.service.ask(ListAuditChecks.self, Nothing(), by: Desk.auditor).get().items
        let check = try #require(checks.first { $0.check == .history && $0.service == .wallet })
        #expect(check.state == .finished && check.violations == 0 && check.checked == 603)
    }

    @Test("is not taken for a life that the log knows already")
    func sameLife() throws {
        try wallet.putBack(copy, incarnation: 2)
        for _ in 1...3 { try pull() }
        #expect(try desk.source(.wallet).incarnation == 2)
        // The same copy again, and the switch left as it was.
        _ = try wallet.ask(Count.self, Nothing(), from: "betting").get()
        for _ in 1...2 { try pull() }
        let before = try desk.source(.wallet).sequence
        try wallet.putBack(copy, incarnation: 2)
        for _ in 1...6 { try pull() }
        #expect(try desk.source(.wallet).sequence == before)
        let found = try findings()
        #expect(found.map(\.kind) == [.restored, .restored] && found.map(\.expected) == [602, 302])
        let status = try wallet.ask(GetStatus.self, Nothing(), from: "gateway").get()
        #expect(!status.isReady && status.complaint.contains("old copy"))
        try wallet.putBack(copy, incarnation: 3)
        for _ in 1...3 { try pull() }
        #expect(try desk.source(.wallet).incarnation == 3)
    }

    @Test("is a finding of its own where it is a copy of another history than the log has")
    func otherHistory() throws {
        let other = try ServiceUnderTest(
            ServiceDefinition(name: .wallet, migrations: [], operations: [.command(Count.self)], events: [Counted.self])
        )
        other.now = other.now.adding(milliseconds: 7)
        _ = try other.ask(Count.self, Nothing(), from: "betting").get()
        try wallet.putBack(try other.copy(), incarnation: 2)
        for _ in 1...4 { try pull() }
        let kinds = try findings().map(\.kind)
        #expect(kinds == [.fork, .restored])
    }
}
