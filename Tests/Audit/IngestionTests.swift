import Audit
import Crypto
import Messages
import Runtime
import Storage
import TestSupport
import Testing
import Transparency

@Suite("Taking events in")
struct IngestionTests {
    let desk: Desk

    init() throws { desk = try Desk() }

    @Test("keeps the exact bytes of several services in one order, under a signed head")
    func keeps() throws {
        let (bets, users) = (try Desk.events(1...3), try Desk.events(1...2, from: .identity))
        try desk.service.deliver(events: bets, from: .betting)
        try desk.service.deliver(events: users, from: .identity)
        #expect(try desk.log().map(\.body) == bets + users)
        #expect(try desk.log().map(\.sequence) == [1, 2, 3, 1, 2])
        var frontier = MerkleFrontier()
        for body in bets + users { frontier.append(leaf: MerkleHash.leaf(body)) { _, _ in } }
        let head = try desk.head()
        #expect(head.size == 5 && head.rootHash == Base64.encode(frontier.root))
        try desk.expectSound()
    }

    @Test("follows all six services, itself too")
    func followsAll() throws {
        for source in ServiceName.allCases {
            try desk.service.deliver(events: try Desk.events(1...1, from: source), from: source)
        }
        #expect(try desk.log().map(\.source) == ServiceName.allCases)
        try desk.expectSound()
    }

    @Test("emits nothing of its own, or the log would never come to rest")
    func noEvents() throws {
        let before = try desk.service.events().count
        try desk.service.deliver(events: try Desk.events(1...3), from: .betting)
        #expect(try desk.service.events().count == before)
    }

    @Test("signs a head that verifies as a checkpoint, for the empty log too")
    func checkpoints() throws {
        for page in [[], try Desk.events(1...3)] {
            try desk.service.deliver(events: page, from: .betting)
            let head = try desk.head()
            let parts = head.checkpoint.split(separator: "\n\n", maxSplits: 1)
            let link = page.reduce([UInt8](repeating: 0, count: 32)) { SHA256.hash(parts: $0, $1) }
            let source = page.isEmpty ? "" : "\nbetting 1 \(page.count) \(Base64.encode(link))"
            #expect(parts[0] == "croupier/audit\n\(page.count)\n\(head.rootHash)\(source)")
            let words = parts[1].split(separator: " ")
            #expect(words[0] == "\u{2014}" && words[1] == "croupier/audit" && parts[1].last == "\n")
            let blob = try #require(Base64.decode(String(words[2].dropLast())))
            let key = try Ed25519SigningKey(seed: Desk.seed).publicKey
            #expect(key.verifies(Array(blob.dropFirst(4)), of: Array((parts[0] + "\n").utf8)))
            let name = head.verifierKey.split(separator: "+", maxSplits: 2)
            #expect(name[0] == "croupier/audit" && Hex.decode(String(name[1])) == Array(blob.prefix(4)))
            #expect(Base64.decode(String(name[2])) == [1] + key.bytes)
        }
    }

    @Test("commits in each head to the last event of every source that it has events of, by name")
    func sourceLines() throws {
        try desk.service.deliver(events: try Desk.events(1...3, from: .wallet), from: .wallet)
        try desk.service.deliver(events: try Desk.events(1...2, from: .identity), from: .identity)
        try desk.service.deliver(events: [try Desk.event(3, from: .identity, incarnation: 2)], from: .identity)
        try desk.service.deliver(events: [], from: .raffle, head: 4)
        func sources() throws -> [SourceHead] {
            try Checkpoint(text: try SignedNote(desk.head().checkpoint).text).sources
        }
        let found = try sources()
        #expect(found.map(\.source) == ["identity", "wallet"])
        #expect(found.map(\.incarnation) == [2, 1] && found.map(\.sequence) == [3, 3])
        let links = try desk.service.reader().rows("SELECT link FROM log WHERE leaf IN (2, 5) ORDER BY leaf DESC") {
            try $0.value(0, as: [UInt8].self)
        }
        #expect(found.map(\.link) == links)
        try desk.service.restart()
        #expect(try sources() == found)
        try desk.expectSound()
    }

    @Test("goes on after a restart as if there had been none")
    func restart() throws {
        try desk.service.deliver(events: try Desk.events(1...3), from: .betting)
        try desk.service.restart()
        try desk.service.step()
        try desk.service.deliver(events: try Desk.events(4...9), from: .betting)
        #expect(try desk.log().map(\.sequence) == Array(1...9))
        #expect(try desk.service.events(AuditGapFound.type).isEmpty)
        try desk.expectSound()
    }

    @Test("takes a page that comes twice in once")
    func twice() throws {
        let page = try Desk.events(1...3)
        try desk.service.deliver(events: page, from: .betting)
        let writer = try Connection.openWriter(at: desk.service.directory.appending(path: "service.db").path)
        try writer.run("DELETE FROM runtime_following")
        try desk.service.restart()
        try desk.service.step()
        try desk.service.deliver(events: page, from: .betting, head: 3)
        #expect(try desk.log().map(\.body) == page)
        #expect(try desk.service.events(AuditGapFound.type).isEmpty)
        try desk.expectSound()
    }

    @Test("finds a gap, tells of it once, and goes on behind it")
    func gap() throws {
        try desk.service.deliver(events: try Desk.events([1, 2, 5, 6]), from: .betting, head: 6)
        // The pull counts what it got, so what lies behind a gap is offered again.
        try desk.service.deliver(events: try Desk.events([5, 6, 7]), from: .betting, head: 7)
        #expect(try desk.log().map(\.sequence) == [1, 2, 5, 6, 7])
        let told = try desk.service.events(AuditGapFound.type)
        #expect(told.count == 1 && told.first?.severity == .critical)
        let source = try desk.source(.betting)
        #expect(source.gaps.map(\.kind) == [.gap])
        #expect(source.gaps.first?.expected == 3 && source.gaps.first?.found == 5)
        #expect(source.sequence == 7 && source.lag == 0)
        try desk.expectSound()
    }

    @Test("finds another event at a place that is taken, and keeps it as evidence beside the log")
    func fork() throws {
        try desk.service.deliver(events: try Desk.events(1...3), from: .betting)
        let other = try Desk.event(2, number: 99)
        try desk.service.deliver(events: [other], from: .betting, head: 4)
        #expect(try desk.log().count == 3)
        #expect(try desk.source(.betting).gaps.map(\.kind) == [.fork])
        let evidence: [UInt8]? = try desk.service.reader().first("SELECT evidence FROM findings") { try $0.value(0) }
        #expect(evidence == other)
        try desk.expectSound()
    }

    @Test("finds a source that was cut off, one that was restored, and bytes that are no event")
    func others() throws {
        try desk.service.deliver(events: try Desk.events(1...3), from: .betting)
        try desk.service.deliver(events: [], from: .betting, head: 2)
        try desk.service.deliver(events: [try Desk.event(4, incarnation: 2)], from: .betting, head: 4)
        try desk.service.deliver(events: [Array("no event".utf8)], from: .betting, head: 5)
        #expect(try desk.source(.betting).gaps.map(\.kind) == [.malformed, .restored, .truncated])
        #expect(try desk.source(.betting).incarnation == 2)
        #expect(try desk.log().map(\.sequence) == [1, 2, 3, 4, 5])
        try desk.expectSound()
    }

    @Test("cannot be made to forget or change an event by plain SQL, and a changed one is found")
    func immutable() throws {
        try desk.service.deliver(events: try Desk.events(1...3), from: .betting)
        let writer = try Connection.openWriter(at: desk.service.directory.appending(path: "service.db").path)
        #expect(throws: StorageError.self) { try writer.run("UPDATE log SET body = x'00' WHERE leaf = 1") }
        #expect(throws: StorageError.self) { try writer.run("UPDATE bodies SET body = x'00' WHERE leaf = 1") }
        #expect(throws: StorageError.self) { try writer.run("DELETE FROM entries WHERE leaf = 2") }
        #expect(throws: StorageError.self) { try writer.run("UPDATE nodes SET hash = x'00'") }
        try writer.run("DROP TRIGGER bodies_keep")
        try writer.run("UPDATE bodies SET body = x'00' WHERE leaf = 1")
        let violations = try AuditInvariants.violations(in: desk.service.reader())
        #expect(violations.first == "leaf 1 is not what the tree is of")
    }
}
