import Messages
import Runtime
import Storage
import TestSupport
import Testing
import Transparency

@testable import Audit

@Suite("A log whose head is another")
struct LogStopTests {
    let desk: Desk

    init() throws {
        desk = try Desk()
        try desk.service.deliver(events: try Desk.events(1...20), from: .betting)
        try desk.service.deliver(events: try Desk.events(1...5, from: .identity), from: .identity)
    }

    private func tamper(_ change: (Connection) throws -> Void) throws { try change(Tamperer(desk.service).database) }

    private func edit(_ leaf: Int64, number: Int64) throws {
        try tamper { database in
            let body = try Desk.event(leaf + 1, number: number)
            try database.run("UPDATE bodies SET body = ? WHERE leaf = ?", body, leaf)
            try Tamperer.rehash(database)
        }
    }

    private func found(of source: ServiceName = .audit) throws -> [String] {
        try desk.source(source).gaps.map { "\($0.kind.rawValue) \($0.expected)\($0.overAt == nil ? "" : " over")" }
            .sorted()
    }

    private func status() throws -> ServiceStatus {
        try desk.service.ask(GetStatus.self, Nothing(), from: "gateway").get()
    }

    private func restart(accepting head: String? = nil) throws {
        try desk.service.restart(
            as: AuditService.definition(signingKeySeed: Desk.seed, acceptedHead: head.flatMap { AcceptedHead($0) }))
        try desk.service.step()
    }

    /// What the complaint says would be gone on from.
    private func offered() throws -> String? {
        let words = try status().complaint.split(separator: " ")
        return words.firstIndex(of: "--accept-log-head").map { String(words[$0 + 1]) }
    }

    private func takesEvents() throws -> Bool {
        let before = try desk.head().size
        let next = try desk.source(.betting).sequence + 1
        desk.service.now = desk.service.now.adding(seconds: 2)
        try desk.service.step()
        try desk.service.deliver(events: [try Desk.event(next)], from: .betting)
        return try desk.head().size == before + 1
    }

    private func signed() throws -> String? {
        try desk.service.reader().first("SELECT checkpoint FROM tree") { try $0.value(0) }
    }

    // MARK: - Where sealing begins

    @Test("tells once in its life from where on it is sealed")
    func toldOnce() throws {
        for _ in 1...3 { try desk.service.restart() }
        let told = try desk.service.events(AuditLogSealed.type)
        #expect(told.count == 1)
        #expect(try status().isReady)
        #expect(try found() == [])
    }

    @Test("finds that all of its seals were taken away, though every hash was computed anew")
    func stripped() throws {
        try edit(6, number: 99)
        try tamper { database in
            try database.run("UPDATE entries SET seal = NULL")
            try database.run("DELETE FROM log_head")
        }
        try restart()
        #expect(try found() == ["log_unsealed 0"])
        #expect(try !status().isReady)
        _ = try desk.service.ask(RunAuditChecks.self, .init(check: .log), by: Desk.auditor)
        #expect(try found() == ["log_unsealed 0"])
        #expect(try found(of: .betting).contains("log_edited 7"))
        #expect(try desk.service.events(AuditLogSealed.type).count == 1)
    }

    @Test("finds it also where the event that told of them was taken away, and where its row of the log was")
    func strippedOfItsTelling() throws {
        let number = try #require(try desk.service.events(AuditLogSealed.type).first?.sequence)
        let tamperer = try Tamperer(desk.service)
        try desk.service.deliver(events: try (1...number).map { try tamperer.body($0) }, from: .audit)
        try tamper { database in
            try database.run("UPDATE entries SET seal = NULL")
            try database.run("DELETE FROM log_head")
            try database.run("DELETE FROM runtime_events WHERE sequence = ?", number)
        }
        try restart()
        #expect(try found() == ["log_unsealed 0"])
    }

    @Test("does not take a head for its own that says that the rows need no seals")
    func otherBeginning() throws {
        try tamper { try $0.run("UPDATE log_head SET sealed_from = 25") }
        try restart()
        #expect(try found() == ["log_head 25"])
        #expect(try !status().isReady)
    }

    // MARK: - Stopping

    @Test("at a start signs nothing, takes nothing in, is not ready, says why, keeps what it found and answers")
    func stops() throws {
        let (before, last) = (try signed(), try LogStopTests.sealed(desk))
        try edit(6, number: 99)
        try restart()
        #expect(try found() == ["log_head 25"])
        #expect(try signed() == before)
        #expect(try LogStopTests.sealed(desk) == last)
        #expect(try !takesEvents())
        #expect(try signed() == before)
        let complaint = try status().complaint
        #expect(complaint.contains("not the one that this service wrote"), "\(complaint)")
        #expect(try desk.list(.init()).items.count == 25)
        let told = try desk.service.events(AuditLogStopped.type)
        #expect(told.count == 1 && told.first?.severity == .critical)
    }

    @Test("names a second strike at the same place, and each once")
    func secondStrike() throws {
        try edit(6, number: 99)
        for _ in 1...2 { try restart() }
        #expect(try found() == ["log_head 25"])
        try edit(6, number: 77)
        for _ in 1...2 { try restart() }
        #expect(try found() == ["log_head 25", "log_head 25"])
        #expect(try desk.service.events(AuditGapFound.type).count == 2)
    }

    @Test("while it runs, too: the next page is left where it is")
    func whileRunning() throws {
        try edit(6, number: 99)
        let before = try signed()
        #expect(try !takesEvents())
        #expect(try found() == ["log_head 25"])
        #expect(try signed() == before)
        #expect(try !status().isReady)
    }

    @Test("notices sources that were turned back, and another link of a source's last event")
    func sources() throws {
        try tamper { try $0.run("UPDATE sources SET sequence = 19 WHERE source = 'betting'") }
        try restart()
        #expect(try found() == ["log_head 25"])
        try tamper { try $0.run("UPDATE sources SET sequence = 20 WHERE source = 'betting'") }
        try tamper { try $0.run("UPDATE entries SET link = zeroblob(32) WHERE leaf = 24") }
        try restart()
        #expect(try found(of: .identity) == ["log_edited 5"])
        #expect(try !status().isReady)
    }

    @Test("frees no bytes meanwhile, which are evidence")
    func keepsEvidence() throws {
        let desk = try Desk(retention: try #require(RetentionRules("technical:10")))
        try desk.service.deliver(events: try Desk.events(1...3), from: .betting)
        try Tamperer(desk.service).database.run("UPDATE tree SET root = zeroblob(32)")
        try desk.service.restart()
        for _ in 0..<12 * 24 {
            desk.service.now = desk.service.now.adding(seconds: 3600)
            try desk.service.step()
        }
        #expect(try desk.service.reader().first("SELECT COUNT(*) FROM bodies") { try $0.value(0) } == 3)
        #expect(try desk.service.events(AuditGapFound.type).count >= 1)
    }

    // MARK: - Going on

    @Test("goes on by itself once what it had written is there again, and would name the same strike once more")
    func putRight() throws {
        try edit(6, number: 99)
        try restart()
        try edit(6, number: 7)
        try restart()
        #expect(try status().isReady)
        #expect(try takesEvents())
        #expect(try found() == ["log_head 25 over"])
        #expect(try desk.service.events(AuditLogResumed.type).count == 1)
        try desk.expectSound()
        try edit(6, number: 99)
        try restart()
        #expect(try found() == ["log_head 25 over", "log_head 26"])
    }

    @Test("goes on from a head that an operator names, and from no other; what was found stays found")
    func accepted() throws {
        try edit(6, number: 99)
        try restart()
        let head = try #require(try offered())
        try restart(accepting: LogPlace(size: 25, root: MerkleHash.empty).text)
        #expect(try !status().isReady)
        try restart(accepting: head)
        #expect(try status().isReady)
        #expect(try takesEvents())
        #expect(try found() == ["log_head 25 over"])
        let told = try desk.service.events(AuditLogResumed.type)
        #expect(told.count == 1 && told.first?.severity == .critical)
        try desk.expectSound()
        // It is no licence for what comes after.
        try edit(6, number: 77)
        try restart(accepting: head)
        #expect(try !status().isReady)
        _ = try desk.service.ask(RunAuditChecks.self, .init(check: .log), by: Desk.auditor)
        #expect(try found(of: .betting) == ["log_edited 7"])
    }

    @Test("does not go on from tables that no tree could grow from, whatever an operator says", arguments: 0...2)
    func unacceptable(how: Int) throws {
        try tamper { database in
            switch how {
            case 0: try database.run("DELETE FROM tree")
            case 1: try database.run("UPDATE tree SET peaks = zeroblob(33)")
            default:
                try database.run("DELETE FROM entries WHERE leaf = 24")
                try database.run("UPDATE sources SET sequence = 4 WHERE source = 'identity'")
            }
        }
        for _ in 1...2 { try restart(accepting: LogPlace(size: 25, root: try root()).text) }
        #expect(try !status().isReady)
        #expect(try offered() == nil)
        #expect(try !found().isEmpty)
    }

    private func root() throws -> [UInt8] {
        try desk.service.reader().first("SELECT root FROM tree") { try $0.value(0) } ?? MerkleHash.empty
    }

    private static func sealed(_ desk: Desk) throws -> [UInt8]? {
        try desk.service.reader().first("SELECT seal FROM log_head") { try $0.value(0) }
    }
}
