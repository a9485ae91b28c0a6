import Crypto
import Messages
import Runtime
import TestSupport
import Testing
import Transparency

@testable import Audit

@Suite("Exporting the log")
struct ExportTests {
    let desk: Desk

    init() throws { desk = try Desk() }

    /// The export's lines as they stand in it, page by page; `between` happens after each page.
    func lines(
        _ request: ExportAuditEvents.Request = .init(), between: () throws -> Void = {}
    ) throws -> (lines: [[UInt8]], pages: Int) {
        var (request, bytes, pages): (ExportAuditEvents.Request, [UInt8], Int) = (request, [], 0)
        repeat {
            let page = try desk.service.ask(ExportAuditEvents.self, request, by: Desk.auditor).get()
            let piece = try #require(page.bytes)
            #expect(piece.count < DocumentPage.goodSize)
            #expect(page.contentType == "application/jsonl" && page.fileName.text == "audit-events.jsonl")
            (bytes, pages, request.cursor) = (bytes + piece, pages + 1, page.next)
            try between()
        } while request.cursor != nil
        #expect(bytes.last == 10)
        return (bytes.split(separator: 10).map { Array($0) + [10] }, pages)
    }

    struct Read {
        let head: ExportAuditEvents.Head
        let entries: [ExportAuditEvents.Entry]
        let end: ExportAuditEvents.End
    }

    /// Reads an export as its reader does, and holds it to its own sum and its proofs.
    func read(_ lines: [[UInt8]]) throws -> Read {
        let coding = WireCoding()
        let head = try coding.decode(ExportAuditEvents.Head.self, from: try #require(lines.first))
        let entries = try lines.dropFirst().dropLast().map {
            try coding.decode(ExportAuditEvents.Entry.self, from: $0)
        }
        let end = try coding.decode(ExportAuditEvents.End.self, from: try #require(lines.last))
        var chain = [UInt8](repeating: 0, count: 32)
        for line in lines.dropLast() { chain = SHA256.hash(parts: chain, line) }
        #expect(end.end == .init(events: Int64(entries.count), chain: Hex.encode(chain)))
        let body = head.checkpoint.split(separator: "\n")
        let (size, root) = (try #require(Int64(body[1])), try #require(Base64.decode(String(body[2]))))
        for entry in entries {
            let leaf = try #require(Base64.decode(entry.event.leafHash))
            if let text = entry.event.body { #expect(MerkleHash.leaf(Array(text.utf8)) == leaf) }
            let proof = try entry.proof.map { try #require(Base64.decode($0)) }
            #expect(
                MerkleProof.verifiesInclusion(proof, of: leaf, index: entry.event.index, size: size, root: root))
        }
        return Read(head: head, entries: entries, end: end)
    }

    @Test("gives every event's bytes with a proof, page by page, as of the moment it began")
    func whole() throws {
        let count: Int64 = 250
        try desk.service.deliver(events: try Desk.events(1...count), from: .betting)
        var more = count
        let (lines, pages) = try lines {
            more += 1
            try desk.service.deliver(events: [try Desk.event(more)], from: .betting)
        }
        let export = try read(lines)
        #expect(pages >= 3 && export.head.croupierExport == 1)
        #expect(export.head.fromIndex == 0 && export.head.toIndex == count && export.head.filters == [:])
        #expect(export.entries.map(\.event.index) == Array(0..<count))
        #expect(try export.entries.map { Array(try #require($0.event.body).utf8) } == Desk.events(1...count))
        #expect(export.head.checkpoint.hasPrefix("croupier/audit\n\(count)\n"))
    }

    @Test("shows where lines were taken out, put in or moved")
    func tampered() throws {
        try desk.service.deliver(events: try Desk.events(1...4), from: .betting)
        let lines = try lines().lines
        let end = try read(lines).end
        func chain(_ lines: [[UInt8]]) -> String {
            Hex.encode(lines.dropLast().reduce([UInt8](repeating: 0, count: 32)) { SHA256.hash(parts: $0, $1) })
        }
        var (moved, shorter, doubled) = (lines, lines, lines)
        moved.swapAt(2, 3)
        shorter.remove(at: 2)
        doubled.insert(lines[2], at: 2)
        #expect(chain(lines) == end.end.chain)
        for other in [moved, shorter, doubled] { #expect(chain(other) != end.end.chain) }
    }

    @Test("of an empty log has a head and an end")
    func empty() throws {
        let export = try read(try lines().lines)
        #expect(export.entries.isEmpty && export.head.toIndex == 0 && export.end.end.events == 0)
    }

    @Test("holds what the filters leave, the oldest first, and names them")
    func filtered() throws {
        try desk.service.deliver(
            events: [
                try Desk.event(1), try Desk.event(2, type: "test.failed", severity: .critical),
                try Desk.event(3, actor: "user:bob"), try Desk.event(4, type: "test.failed"),
            ], from: .betting)
        var request = ExportAuditEvents.Request()
        request.action = Text("test.failed")
        request.severityAtLeast = .info
        let export = try read(try lines(request).lines)
        #expect(export.entries.map(\.event.index) == [1, 3])
        #expect(export.head.filters == ["action": "test.failed", "severity_at_least": "info"])
        request.severity = .critical
        #expect(try read(try lines(request).lines).entries.map(\.event.index) == [1])
    }

    @Test("takes a cursor for what it is, and nothing else")
    func cursors() throws {
        try desk.service.deliver(events: try Desk.events(1...3), from: .betting)
        let chain = String(repeating: "0", count: 64)
        for cursor in [
            "zebra", "0.3.3.0", "0.3.3.0.\(chain.dropLast(2))", "4.3.3.0.\(chain)", "0.4.3.0.\(chain)",
            "0.4.4.0.\(chain)", "-1.3.3.0.\(chain)", "1.3.3.2.\(chain)", "0.3.3.0.\(chain).1", "0..3.0.\(chain)",
        ] {
            var request = ExportAuditEvents.Request()
            request.cursor = Cursor(cursor)
            let answer = try desk.service.ask(ExportAuditEvents.self, request, by: Desk.auditor)
            #expect(answer.problem?.errors.map(\.pointer) == ["/cursor"], "\(cursor)")
        }
        var crossed = ExportAuditEvents.Request()
        (crossed.from, crossed.to) = (desk.service.now, desk.service.now.adding(seconds: -1))
        let answer = try desk.service.ask(ExportAuditEvents.self, crossed, by: Desk.auditor)
        #expect(answer.problem?.errors.map(\.pointer) == ["/to"])
        let player = TestUsers.statement(2)
        #expect(try desk.service.ask(ExportAuditEvents.self, .init(), by: player).code == "forbidden")
    }

    @Test("keeps bytes that are no text as they are")
    func binary() throws {
        let bytes: [UInt8] = [0x7b, 0xff, 0x7d]
        try desk.service.deliver(events: [bytes], from: .betting)
        let entry = try #require(try read(try lines().lines).entries.first)
        #expect(entry.event.body == nil && entry.event.bodyBase64 == Base64.encode(bytes))
        #expect(entry.event.leafHash == Base64.encode(MerkleHash.leaf(bytes)))
    }
}
