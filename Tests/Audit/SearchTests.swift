import Audit
import Crypto
import Messages
import Runtime
import TestSupport
import Testing
import Transparency

@Suite("Searching the log")
struct SearchTests {
    let desk: Desk
    let start: Timestamp

    init() throws {
        desk = try Desk()
        start = desk.service.now
        let first = [
            try Desk.event(1, actor: "user:ada", trace: "a"),
            try Desk.event(2, type: "test.failed", actor: "user:bob", severity: .warning, trace: "b"),
        ]
        try desk.service.deliver(events: first, from: .betting)
        desk.service.now = start.adding(seconds: 10)
        let second = [try Desk.event(1, from: .wallet, type: "test.failed", actor: "user:ada", trace: "b")]
        try desk.service.deliver(events: second, from: .wallet)
    }

    func indexes(_ request: ListAuditEvents.Request) throws -> [Int64] { try desk.list(request).items.map(\.index) }

    @Test("finds by each filter and by several, the latest first")
    func filters() throws {
        func text(_ text: String) -> Text<AuditFilterRule>? { Text(text) }
        #expect(try indexes(.init()) == [2, 1, 0])
        #expect(try indexes(.init(actor: text("user:ada"))) == [2, 0])
        #expect(try indexes(.init(action: text("test.failed"))) == [2, 1])
        #expect(try indexes(.init(entityType: text("thing"))) == [2, 1, 0])
        #expect(try indexes(.init(entityType: text("other"))) == [])
        #expect(try indexes(.init(entityID: text("t-1"))) == [2, 0])
        #expect(try indexes(.init(severity: .warning)) == [1])
        #expect(try indexes(.init(severity: .info)) == [2, 0])
        #expect(try indexes(.init(traceID: text(String(repeating: "b", count: 32)))) == [2, 1])
        #expect(try indexes(.init(source: .wallet)) == [2])
        #expect(try indexes(.init(from: start.adding(seconds: 10))) == [2])
        #expect(try indexes(.init(to: start.adding(seconds: 10))) == [1, 0])
        #expect(try indexes(.init(from: start.adding(seconds: 11))) == [])
        let several = ListAuditEvents.Request(
            actor: text("user:ada"), action: text("test.failed"), entityID: text("t-1"), source: .wallet)
        #expect(try indexes(several) == [2])
    }

    @Test("finds types by how they begin, and what is as grave as one says or graver")
    func families() throws {
        try desk.service.deliver(
            events: [
                try Desk.event(3, type: "test.failing", severity: .critical), try Desk.event(4, type: "testing.begun"),
                try Desk.event(5, type: "test"),
            ], from: .betting)
        #expect(try indexes(.init(action: Text("test."))) == [3, 2, 1, 0])
        #expect(try indexes(.init(action: Text("test.fail-"))) == [])
        #expect(try indexes(.init(action: Text("nothing."))) == [])
        #expect(try indexes(.init(action: Text("test"))) == [5])
        #expect(try indexes(.init(severity: .warning)) == [1])
        #expect(try indexes(.init(severityAtLeast: .warning)) == [3, 1])
        #expect(try indexes(.init(severityAtLeast: .critical)) == [3])
        #expect(try indexes(.init(severityAtLeast: .info)) == [5, 4, 3, 2, 1, 0])
        #expect(try indexes(.init(action: Text("test."), severityAtLeast: .warning, source: .betting)) == [3, 1])
        #expect(try indexes(.init(severity: .critical, severityAtLeast: .warning)) == [3])
    }

    @Test("says which filter is none, and what one would be")
    func badFilters() throws {
        func pointer(_ request: ListAuditEvents.Request) throws -> [String]? {
            try desk.service.ask(ListAuditEvents.self, request, by: Desk.auditor).problem?.errors.map(\.pointer)
        }
        #expect(try pointer(.init(traceID: Text("b"))) == ["/trace_id"])
        #expect(try pointer(.init(traceID: Text(String(repeating: "B", count: 32)))) == ["/trace_id"])
        #expect(try pointer(.init(actor: Text("ada"))) == ["/actor"])
        #expect(try pointer(.init(actor: Text("robot:ada"))) == ["/actor"])
        #expect(try pointer(.init(actor: Text("user:"))) == ["/actor"])
        #expect(try pointer(.init(from: start.adding(seconds: 1), to: start)) == ["/to"])
        #expect(try pointer(.init(cursor: Cursor("-1"))) == ["/cursor"])
        #expect(try pointer(.init(from: start, to: start, actor: Text("anonymous"))) == nil)
    }

    @Test("gives page after page without losing or repeating one, while the log grows")
    func pages() throws {
        let one = try WireCoding().decode(PageLimit.self, from: Array("1".utf8))
        var (found, cursor): ([Int64], Cursor?) = ([], nil)
        repeat {
            let page = try desk.list(.init(limit: one, cursor: cursor))
            found += page.items.map(\.index)
            cursor = page.next.flatMap { Cursor($0) }
            try desk.service.deliver(events: [try Desk.event(Int64(2 + found.count), from: .betting)], from: .betting)
        } while cursor != nil
        #expect(found == [2, 1, 0])
        let wrong = try desk.service.ask(
            ListAuditEvents.self, .init(cursor: Cursor("zebra")), by: Desk.auditor)
        #expect(wrong.problem?.errors.map(\.pointer) == ["/cursor"])
    }

    @Test("shows the event as its service wrote it, and the bytes that the proof is about")
    func oneEvent() throws {
        let reply = try desk.service.ask(GetAuditEvent.self, .init(index: 1), by: Desk.auditor).get()
        let body = try Desk.event(2, type: "test.failed", actor: "user:bob", severity: .warning, trace: "b")
        #expect(Base64.decode(reply.body) == body)
        #expect(try WireCoding().encode(reply.event.event) == body)
        #expect(reply.event.subject == "thing/t-2" && reply.event.actor == "user:bob")
        #expect(reply.leafHash == Base64.encode(MerkleHash.leaf(body)))
        #expect(try desk.service.ask(GetAuditEvent.self, .init(index: 3), by: Desk.auditor).code == "not_found")
        #expect(try desk.service.ask(GetAuditEvent.self, .init(index: -1), by: Desk.auditor).code == "not_found")
    }

    @Test("is for auditors and admins only")
    func access() throws {
        let player = TestUsers.statement(2)
        let admin = TestUsers.statement(3, roles: [.admin])
        #expect(try desk.service.ask(ListAuditEvents.self, .init(), by: player).code == "forbidden")
        #expect(try desk.service.ask(GetAuditEvent.self, .init(index: 0), by: player).code == "forbidden")
        #expect(try desk.service.ask(ListAuditSources.self, Nothing(), by: player).code == "forbidden")
        #expect(try desk.service.ask(ListAuditEvents.self, .init()).code == "unauthenticated")
        #expect(try desk.service.ask(ListAuditEvents.self, .init(), by: admin).status == 200)
    }

    @Test("says of every service how far it has been followed")
    func sources() throws {
        let reply = try desk.service.ask(ListAuditSources.self, Nothing(), by: Desk.auditor).get()
        #expect(reply.items.map(\.source) == ServiceName.allCases)
        try desk.service.deliver(events: [try Desk.event(3)], from: .betting, head: 8)
        let betting = try desk.source(.betting)
        #expect(betting.sequence == 3 && betting.head == 8 && betting.lag == 5 && betting.gaps.isEmpty)
        #expect(try desk.source(.raffle).sequence == 0 && desk.source(.raffle).ingestedAt == nil)
    }

    @Test("proves inclusion and growth to anyone, and refuses sizes that never were")
    func proofs() throws {
        let head = try desk.head()
        let proof = try desk.service.ask(ProveInclusion.self, .init(index: 1, size: 3)).get()
        #expect(proof.rootHash == head.rootHash)
        #expect(
            MerkleProof.verifiesInclusion(
                try proof.hashes.map { try #require(Base64.decode($0)) },
                of: try #require(Base64.decode(proof.leafHash)),
                index: 1, size: 3, root: try #require(Base64.decode(head.rootHash))))
        let growth = try desk.service.ask(ProveConsistency.self, .init(from: 2, to: 3)).get()
        #expect(
            MerkleProof.verifiesConsistency(
                try growth.hashes.map { try #require(Base64.decode($0)) }, from: 2,
                root: try #require(Base64.decode(growth.fromRoot)), to: 3,
                root: try #require(Base64.decode(growth.toRoot))))
        let wrongPlaces: [(Int64, Int64, LogProofFailure, String)] = [
            (0, 4, .sizeOutOfRange, "/size"), (0, 0, .sizeOutOfRange, "/size"), (0, -1, .sizeOutOfRange, "/size"),
            (0, .max, .sizeOutOfRange, "/size"), (3, 3, .indexOutOfRange, "/index"),
            (-1, 3, .indexOutOfRange, "/index"),
            (2, 2, .indexOutOfRange, "/index"), (.min, 1, .indexOutOfRange, "/index"),
        ]
        for (index, size, failure, pointer) in wrongPlaces {
            let refused = try desk.service.ask(ProveInclusion.self, .init(index: index, size: size))
            #expect(refused.code == failure.rawValue && refused.problem?.errors.map(\.pointer) == [pointer])
        }
        let wrongRanges: [(Int64, Int64, LogProofFailure, String)] = [
            (0, 4, .sizeOutOfRange, "/to"), (0, -1, .sizeOutOfRange, "/to"), (4, 3, .sizeOutOfRange, "/from"),
            (-1, 2, .sizeOutOfRange, "/from"), (.min, .max, .sizeOutOfRange, "/to"), (3, 2, .crossedRange, "/from"),
            (1, 0, .crossedRange, "/from"),
        ]
        for (from, to, failure, pointer) in wrongRanges {
            let refused = try desk.service.ask(ProveConsistency.self, .init(from: from, to: to))
            #expect(refused.code == failure.rawValue && refused.problem?.errors.map(\.pointer) == [pointer])
        }
        for size in Int64(0)...3 {
            let nothing = try desk.service.ask(ProveConsistency.self, .init(from: 0, to: size)).get()
            #expect(nothing.hashes == [] && nothing.fromRoot == Base64.encode(MerkleHash.empty))
            #expect(try desk.service.ask(ProveConsistency.self, .init(from: size, to: size)).get().hashes == [])
        }
    }
}
