import Audit
import Messages
import Runtime
import Storage
import TestSupport
import Testing
import Transparency

@Suite("Hashing the log anew")
struct LogCheckTests {
    let desk: Desk

    /// 250 events of betting, then 5 of identity and 5 more of betting.
    init() throws {
        desk = try Desk()
        try desk.service.deliver(events: try Desk.events(1...250), from: .betting)
        try desk.service.deliver(events: try Desk.events(1...5, from: .identity), from: .identity)
        try desk.service.deliver(events: try Desk.events(251...255), from: .betting)
    }

    /// What a run finds, such as `betting log_edited 7`.
    private func found() throws -> [String] {
        _ = try desk.service.ask(RunAuditChecks.self, .init(check: .log), by: Desk.auditor)
        let items = try desk.service.ask(ListAuditChecks.self, Nothing(), by: Desk.auditor).get().items
        let item = try #require(items.first { $0.check == .log })
        #expect(item.state == .finished)
        return try ServiceName.allCases.flatMap { source in
            try desk.source(source).gaps.map { "\(source) \($0.kind.rawValue) \($0.expected)" }
        }.sorted()
    }

    private func tamper(_ change: (Connection) throws -> Void) throws { try change(Tamperer(desk.service).database) }

    private func rehash(_ database: Connection) throws { try Tamperer.rehash(database) }

    @Test("finds nothing in a sound log, whatever came in late, and counts what it looked at")
    func clean() throws {
        try desk.service.deliver(events: try Desk.events([257, 258]), from: .betting, head: 258)
        try desk.service.deliver(events: try Desk.events([256]), from: .betting, head: 258)
        #expect(try found() == ["betting gap 256"])
        let item = try #require(
            try desk.service.ask(ListAuditChecks.self, Nothing(), by: Desk.auditor).get().items.first {
                $0.check == .log
            })
        #expect(item.checked >= 263 && item.violations == 0)
        try desk.service.restart()
        #expect(try found() == ["betting gap 256"])
    }

    @Test(
        "names an event whose bytes were edited, also where the whole tree was computed anew", arguments: [false, true])
    func edited(isRehashed: Bool) throws {
        try tamper { database in
            try database.run("UPDATE bodies SET body = ? WHERE leaf = 6", try Desk.event(7, number: 99))
            if isRehashed { try rehash(database) }
        }
        let expected = isRehashed ? ["audit log_head 260", "betting log_edited 7"] : ["betting log_edited 7"]
        #expect(try found() == expected)
        #expect(try found() == expected)
        #expect(try desk.service.events(AuditGapFound.type).count == expected.count, "each is told once")
    }

    @Test("names an event by which it cannot be found as what it is")
    func attributes() throws {
        try tamper { try $0.run("UPDATE entries SET actor = 'user:bob' WHERE leaf = 8") }
        try tamper { try $0.run("UPDATE entries SET link = zeroblob(32) WHERE leaf = 20") }
        #expect(try found() == ["betting log_edited 21", "betting log_edited 9"])
    }

    @Test("names events whose bytes are gone though they were to be kept, and passes over those that were not")
    func freed() throws {
        try tamper { try $0.run("DELETE FROM bodies WHERE leaf IN (30, 31)") }
        try tamper { try $0.run("INSERT INTO freed (leaf, retained_until) VALUES (31, 0)") }
        #expect(try found() == ["betting log_edited 31"])
    }

    @Test("names events that were moved")
    func moved() throws {
        try tamper { database in
            try database.run("UPDATE entries SET leaf = -1 WHERE leaf = 100")
            try database.run("UPDATE bodies SET leaf = -1 WHERE leaf = 100")
            try database.run("UPDATE entries SET leaf = 100 WHERE leaf = 251")
            try database.run("UPDATE bodies SET leaf = 100 WHERE leaf = 251")
            try database.run("UPDATE entries SET leaf = 251 WHERE leaf = -1")
            try database.run("UPDATE bodies SET leaf = 251 WHERE leaf = -1")
            try rehash(database)
        }
        let found = Set(try found())
        #expect(found.isSuperset(of: ["betting log_reordered 101", "identity log_reordered 2"]))
        #expect(
            found.isSubset(of: [
                "betting log_reordered 101", "betting log_missing 101", "identity log_reordered 2",
                "identity log_missing 2",
                "audit log_head 260",
            ]))
    }

    @Test("names events that were taken away, in the middle and at the end, and ones that were added")
    func missing() throws {
        try tamper { try $0.run("DELETE FROM entries WHERE leaf IN (10, 253, 254, 259)") }
        #expect(
            try found() == [
                "betting log_missing 11", "betting log_missing 255", "identity log_missing 4", "identity log_missing 5",
            ])
        try tamper { database in
            try database.run(
                """
                INSERT INTO log (leaf, source, incarnation, sequence, link, body, ingested_at, event_time, type, actor,
                    causation, subject_kind, subject_id, severity, trace, seal)
                SELECT 260, source, incarnation, 300, link, body, ingested_at, event_time, type, actor,
                    causation, subject_kind, subject_id, severity, trace, seal FROM log WHERE leaf = 5
                """)
        }
        #expect(try found().contains("betting log_forged 300"))
    }

    @Test("names what was cut off at the end and hidden by turning all counters back, and does so at the next start")
    func turnedBack() throws {
        try tamper { database in
            try database.run("DELETE FROM entries WHERE leaf >= 258")
            try database.run("DELETE FROM nodes WHERE level = 0 AND position >= 258")
            try database.run("DELETE FROM nodes WHERE level = 1 AND position >= 129")
            try database.run("DELETE FROM nodes WHERE level = 2 AND position >= 64")
            try rehash(database)
            try database.run("UPDATE sources SET sequence = 253, head = 253 WHERE source = 'betting'")
            try database.run("UPDATE runtime_following SET sequence = 253 WHERE source = 'betting'")
            try database.run("UPDATE log_head SET size = 258")
        }
        try desk.service.restart()
        try desk.service.step()
        #expect(try desk.source(.audit).gaps.map(\.kind) == [.logHead])
        #expect(try desk.service.events(AuditGapFound.type).count == 1)
    }

    @Test("names the events that the head had and the log has not, where the head itself was left")
    func headLeft() throws {
        try tamper { try $0.run("DELETE FROM entries WHERE leaf >= 258") }
        try desk.service.restart()
        try desk.service.step()
        #expect(try desk.source(.betting).gaps.map(\.expected).sorted() == [254, 255])
    }
}
