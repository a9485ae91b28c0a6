import Audit
import Crypto
import Messages
import Runtime
import Storage
import TestSupport
import Testing

struct Counted: Event {
    static let type = "wallet.counted"
    let number: Int64
    var subject: Subject { Subject("thing", "t-\(number)") }
}

enum Count: CommandHandler {
    typealias Request = Nothing
    typealias Reply = Nothing
    static let name = "wallet.count"
    static let summary = "Counts"
    static let access = Access.services([.betting])

    static func run(_ request: Nothing, in context: CommandContext) throws -> Nothing {
        for number in 1...300 { try context.emit(Counted(number: Int64(number))) }
        return Nothing()
    }
}

@Suite("Looking at a service's events once more")
struct CompletenessTests {
    let desk: Desk
    let wallet: ServiceUnderTest

    /// The wallet has 301 events, and the log has them all.
    init() throws {
        desk = try Desk()
        wallet = try ServiceUnderTest(
            ServiceDefinition(name: .wallet, migrations: [], operations: [.command(Count.self)], events: [Counted.self])
        )
        _ = try wallet.ask(Count.self, Nothing(), from: "betting").get()
        for _ in 1...2 { try pull() }
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

    /// Has the wallet's events looked at, to the end; gives the wallet's findings.
    private func check() throws -> [AuditFinding] {
        _ = try desk.service.ask(RunAuditChecks.self, .init(check: .history), by: Desk.auditor)
        while let (request, header) = try desk.service.takeCall(ProveChain.self, to: .wallet) {
            try desk.service.reply(
                try wallet.call(ProveChain.self, request, from: .audit).get(), to: header, from: .wallet)
        }
        let items = try desk.service.ask(ListAuditChecks.self, Nothing(), by: Desk.auditor).get().items
        #expect(items.first { $0.check == .history && $0.service == .wallet }?.state == .finished)
        return try desk.source(.wallet).gaps
    }

    private func named(_ findings: [AuditFinding]) -> [String] {
        findings.map { "\($0.kind.rawValue) \($0.expected)" }.sorted()
    }

    @Test("finds nothing where nothing was changed, and says how much it looked at")
    func clean() throws {
        #expect(try check().isEmpty)
        let items = try desk.service.ask(ListAuditChecks.self, Nothing(), by: Desk.auditor).get().items
        let item = try #require(items.first { $0.check == .history && $0.service == .wallet })
        #expect(item.checked == 301 && item.total == 301 && item.violations == 0)
        #expect(try desk.service.events(AuditGapFound.type).isEmpty)
    }

    @Test("names each event that was edited, moved or taken away, also where all hashes were computed anew")
    func tampered() throws {
        let tamperer = try Tamperer(wallet)
        try tamperer.edit(17)
        try tamperer.swap(40, 41)
        try tamperer.delete(220...221)
        try tamperer.delete(300...301)
        try tamperer.relink()
        let found = named(try check())
        #expect(
            found == [
                "edited 17", "missing 220", "missing 221", "missing 300", "missing 301", "reordered 40", "reordered 41",
            ])
        let told = try desk.service.events(AuditGapFound.type)
        #expect(told.count == 7 && told.allSatisfy { $0.severity == .critical })
        #expect(named(try check()) == found)
        #expect(try desk.service.events(AuditGapFound.type).count == 7, "each is told once")
    }

    @Test("names an event that was put right and edited once more a second time")
    func again() throws {
        let tamperer = try Tamperer(wallet)
        var counts: [Int] = []
        for _ in 1...4 {
            try tamperer.edit(17)
            desk.service.now = desk.service.now.adding(seconds: 1)
            counts.append(try check().count { $0.overAt == nil })
        }
        #expect(counts == [1, 0, 1, 0])
        #expect(named(try check()) == ["edited 17", "edited 17"])
        #expect(try desk.service.events(AuditGapFound.type).count == 2)
    }

    @Test(
        "tells when a service says that its events are not as it wrote them, waits there, and goes on when they are again"
    )
    func fault() throws {
        _ = try wallet.ask(Count.self, Nothing(), from: "betting").get()
        let tamperer = try Tamperer(wallet)
        try tamperer.edit(310)
        for _ in 1...4 { try pull() }
        #expect(named(try desk.source(.wallet).gaps) == ["edited 310"])
        #expect(try desk.source(.wallet).sequence == 309)
        #expect(try desk.service.events(AuditGapFound.type).count == 1)
        try tamperer.edit(310)
        try pull()
        #expect(try desk.source(.wallet).sequence == 601)
        try desk.expectSound()
    }

    @Test("tells of a service that was put back from an old copy and wrote other events since")
    func fork() throws {
        let tamperer = try Tamperer(wallet)
        let seals = try tamperer.database.rows("SELECT seal FROM runtime_events WHERE sequence > 250") {
            try $0.value(0, as: [UInt8].self)
        }
        #expect(seals.count == 51)
        // What an old copy is: its head is the service's own, from then.
        let old = try ServiceUnderTest(
            ServiceDefinition(name: .wallet, migrations: [], operations: [.command(Count.self)], events: [Counted.self])
        )
        old.now = old.now.adding(seconds: 60)
        for _ in 1...2 { _ = try old.ask(Count.self, Nothing(), from: "betting").get() }
        desk.service.now = desk.service.now.adding(milliseconds: 1100)
        try desk.service.step()
        let asked = try #require(
            desk.service.sent.last { $0.service == .wallet && $0.header[.operation] == PullEvents.name })
        try old.step([.delivery(Delivery(peer: "audit", route: [9], header: asked.header, body: asked.body))])
        let reply = try #require(old.replies[asked.header[.reference] ?? ""])
        try desk.service.step([.reply(from: .wallet, header: reply.header, body: reply.body)])
        #expect(named(try desk.source(.wallet).gaps) == ["fork 301"])
        _ = try desk.service.ask(RunAuditChecks.self, .init(check: .history), by: Desk.auditor)
        while let (request, header) = try desk.service.takeCall(ProveChain.self, to: .wallet) {
            try desk.service.reply(
                try old.call(ProveChain.self, request, from: .audit).get(), to: header, from: .wallet)
        }
        #expect(named(try desk.source(.wallet).gaps) == ["fork 2", "fork 301"], "the first that is another")
    }

    @Test("tells of a service whose seals were all taken away, so that it took what it found for its own")
    func stripped() throws {
        let tamperer = try Tamperer(wallet)
        try tamperer.database.run("UPDATE runtime_events SET seal = NULL")
        try tamperer.database.run("UPDATE runtime_self SET head_sequence = NULL, head_link = NULL, head_seal = NULL")
        try wallet.restart()
        try pull()
        #expect(named(try desk.source(.wallet).gaps) == ["unsealed 1"])
    }

    @Test("tells of what a service found at its start, and calls nothing checked that the service does not know how to")
    func starts() throws {
        try Tamperer(wallet).forge()
        try wallet.restart()
        try pull()
        #expect(named(try desk.source(.wallet).gaps) == ["forged 302"])
        _ = try desk.service.ask(RunAuditChecks.self, .init(service: .wallet, check: .history), by: Desk.auditor)
        let (_, header) = try #require(try desk.service.takeCall(ProveChain.self, to: .wallet))
        try desk.service.refuse(CommonFailure.notFound, to: header, from: .wallet)
        let items = try desk.service.ask(ListAuditChecks.self, Nothing(), by: Desk.auditor).get().items
        #expect(items.first { $0.check == .history && $0.service == .wallet }?.state == .failed)
        #expect(try desk.service.events(SagaStuck.type).isEmpty)
    }

    @Test("happens by itself once a day")
    func schedule() throws {
        desk.service.now = desk.service.now.adding(seconds: 24 * 3600)
        try desk.service.step()
        #expect(try desk.service.takeCall(ProveChain.self, to: .wallet) != nil)
        #expect(try desk.service.events(AuditCheckFinished.type).contains { $0.subject == "service/audit" })
    }
}
