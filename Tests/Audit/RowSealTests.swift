import Crypto
import Messages
import Runtime
import Storage
import TestSupport
import Testing
import Transparency

@testable import Audit

/// Takes three events into the log as it was done when seals were new.
private enum TakeAsAtFirst: CommandHandler {
    typealias Request = Nothing
    typealias Reply = Nothing
    static let name = "audit.take-as-at-first"
    static let summary = "Takes events in"
    static let access = Access.services([.betting])

    static func run(_ request: Nothing, in context: CommandContext) throws -> Nothing {
        let (database, source) = (context.database, ServiceName.betting)
        let signer = CheckpointSigner(key: try Ed25519SigningKey(seed: Desk.seed))
        try StoredTree.prepare(signer: signer, in: database)
        var (frontier, link) = (MerkleFrontier(), EventLink.first)
        for sequence in 1...3 as ClosedRange<Int64> {
            let body = try Desk.event(sequence, type: "runtime.noise")
            let leaf = Leaf(try WireCoding().decode(EventAttributes.self, from: body))
            link = EventLink.next(after: link, body: body)
            let hash = MerkleHash.leaf(body)
            let seal = LogSeal(source: source, context: context)
            try database.run(
                """
                INSERT INTO log (leaf, source, incarnation, sequence, link, body, ingested_at, event_time, type, actor,
                    causation, subject_kind, subject_id, severity, trace, seal)
                VALUES (?, ?, 1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """, frontier.size, source, sequence, link, body, context.now, leaf.time, leaf.type, leaf.actor,
                leaf.causation, leaf.subjectKind, leaf.subjectID, leaf.severity, leaf.trace,
                try seal.first(frontier.size, sequence, 1, hash))
            try frontier.append(leaf: hash) { place, hash in
                try database.run(
                    "INSERT INTO nodes (level, position, hash) VALUES (?, ?, ?)", place.level, place.position, hash)
            }
        }
        try SourcePosition(incarnation: 1, sequence: 3, head: 3).store(for: source, in: database)
        try StoredTree.store(frontier, signer: signer, in: database)
        try database.run("INSERT INTO runtime_following (source, sequence, link) VALUES (?, 3, ?)", source, link)
        let positions = "betting 1 3"
        try database.run(
            "INSERT INTO log_head (only, size, root, sealed_from, positions, seal) VALUES (1, 3, ?, 0, ?, ?)",
            frontier.root, positions,
            try context.seal(Array("3 0\n\(positions)\n".utf8) + frontier.root, as: "log head"))
        return Nothing()
    }
}

@Suite("Seals of the log's rows")
struct RowSealTests {
    private static let day: Int64 = 86_400

    private func found(_ service: ServiceUnderTest, of source: ServiceName = .betting) throws -> [String] {
        let reply = try service.ask(ListAuditSources.self, Nothing(), by: Desk.auditor).get()
        return reply.items.filter { $0.source == source }.flatMap(\.gaps)
            .map { "\($0.kind.rawValue) \($0.expected)\($0.overAt == nil ? "" : " over")" }.sorted()
    }

    private func check(_ service: ServiceUnderTest) throws {
        service.now = service.now.adding(seconds: 1)
        _ = try service.ask(RunAuditChecks.self, .init(check: .log), by: Desk.auditor)
    }

    private func pass(days: Int64, _ service: ServiceUnderTest) throws {
        let end = service.now.adding(seconds: days * RowSealTests.day)
        while service.now < end {
            service.now = service.now.adding(seconds: 3600)
            try service.step()
        }
    }

    private func kept(_ service: ServiceUnderTest) throws -> [Int64] {
        try service.reader().rows("SELECT leaf FROM bodies ORDER BY leaf") { try $0.value(0) }
    }

    /// A log from before its rows' seals were over all of them.
    private func old(retention: RetentionRules = .forever) throws -> ServiceUnderTest {
        let service = try ServiceUnderTest(
            ServiceDefinition(
                name: .audit,
                migrations: auditMigrations + [
                    checkMigration, witnessMigration, bodyMigration, searchMigration, keyMigration,
                    completenessMigration,
                ], operations: [.command(TakeAsAtFirst.self)], events: []))
        _ = try service.call(TakeAsAtFirst.self, Nothing(), from: .betting).get()
        try service.restart(as: AuditService.definition(signingKeySeed: Desk.seed, retention: retention))
        try service.step()
        return service
    }

    @Test("are over all that a row says, also where its bytes are gone", arguments: 0...6)
    func overAll(column: Int) throws {
        let desk = try Desk(retention: try #require(RetentionRules("technical:10")))
        try desk.service.deliver(
            events: try (1...9).map { try Desk.event($0, type: "runtime.noise") }, from: .betting)
        try pass(days: 11, desk.service)
        #expect(try kept(desk.service) == [])
        try check(desk.service)
        #expect(try found(desk.service) == [])
        let writer = try Tamperer(desk.service).database
        switch column {
        case 0: try writer.run("UPDATE entries SET type = 'wallet.paid' WHERE leaf = 4")
        case 1: try writer.run("UPDATE entries SET actor = 'user:bob' WHERE leaf = 4")
        case 2: try writer.run("UPDATE entries SET severity = 'critical' WHERE leaf = 4")
        case 3: try writer.run("UPDATE entries SET ingested_at = ingested_at - 1 WHERE leaf = 4")
        case 4: try writer.run("UPDATE entries SET event_time = event_time - 1 WHERE leaf = 4")
        case 5: try writer.run("UPDATE entries SET link = zeroblob(32) WHERE leaf = 4")
        default: try writer.run("UPDATE entries SET subject_id = '', subject_kind = 'thingt-5' WHERE leaf = 4")
        }
        try check(desk.service)
        #expect(try found(desk.service) == ["log_edited 5"])
    }

    @Test("from before they were over all of a row stay good, and its link is found by what follows from the bytes")
    func olderRows() throws {
        let service = try old()
        #expect(try service.ask(GetStatus.self, Nothing(), from: "gateway").get().isReady)
        #expect(try service.events(AuditLogSealed.type).count == 1)
        try service.deliver(events: try (4...6).map { try Desk.event($0, type: "runtime.noise") }, from: .betting)
        try service.restart()
        try service.step()
        try check(service)
        #expect(try found(service) == [] && found(service, of: .audit) == [])
        let writer = try Tamperer(service).database
        try writer.run("UPDATE entries SET link = zeroblob(32) WHERE leaf IN (1, 4)")
        try check(service)
        #expect(try found(service) == ["log_edited 2", "log_edited 5"])
    }

    @Test("are held to before bytes are freed: nothing becomes due by what somebody has written beside it")
    func notMadeDue() throws {
        let desk = try Desk(retention: try #require(RetentionRules("technical:10")))
        let types = ["wallet.paid", "runtime.noise", "wallet.paid", "runtime.noise"]
        try desk.service.deliver(
            events: try types.enumerated().map { try Desk.event(Int64($0 + 1), type: $1) }, from: .betting)
        let writer = try Tamperer(desk.service).database
        try writer.run("UPDATE entries SET type = 'runtime.noise' WHERE leaf = 0")
        try writer.run("UPDATE entries SET ingested_at = ingested_at - 864000000 WHERE leaf IN (0, 1)")
        desk.service.now = desk.service.now.adding(seconds: 3600)
        try desk.service.step()
        #expect(try kept(desk.service) == [0, 1, 2, 3])
        #expect(try found(desk.service) == ["log_edited 1", "log_edited 2"])
        try pass(days: 11, desk.service)
        #expect(try kept(desk.service) == [0, 1, 2])
        #expect(try found(desk.service) == ["log_edited 1", "log_edited 2"])
        try desk.expectSound()
    }

    @Test("from before they were over its time do not let an event go that has only just happened")
    func olderRowsTime() throws {
        let service = try old(retention: try #require(RetentionRules("technical:10")))
        let writer = try Tamperer(service).database
        try writer.run("UPDATE entries SET ingested_at = ingested_at - 864000000 WHERE leaf = 0")
        try pass(days: 1, service)
        #expect(try kept(service) == [0, 1, 2])
        try pass(days: 10, service)
        #expect(try kept(service) == [0])
    }

    @Test("find a second strike at a place that was put right, and another one at one that was not")
    func again() throws {
        let desk = try Desk()
        try desk.service.deliver(events: try Desk.events(1...9), from: .betting)
        let writer = try Tamperer(desk.service).database
        func write(_ actor: String) throws {
            try writer.run("UPDATE entries SET actor = ? WHERE leaf = 4", actor)
            try check(desk.service)
        }
        try write("user:bob")
        try check(desk.service)
        #expect(try found(desk.service) == ["log_edited 5"])
        try write("user:eve")
        #expect(try found(desk.service) == ["log_edited 5", "log_edited 5 over"])
        try write("user:ada")
        #expect(try found(desk.service) == ["log_edited 5 over", "log_edited 5 over"])
        try write("user:bob")
        #expect(try found(desk.service) == ["log_edited 5", "log_edited 5 over", "log_edited 5 over"])
        #expect(try desk.service.events(AuditGapFound.type).count == 3)
    }
}
