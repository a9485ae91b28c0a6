import Messages
import Runtime
import Storage
import TestSupport
import Testing

@testable import Audit

@Suite("Retention")
struct RetentionTests {
    static let day: Int64 = 86_400
    let desk: Desk

    init() throws { desk = try Desk(retention: try #require(RetentionRules("technical:10,sign_ins:30"))) }

    /// Lets time pass, an hour at a time, as it does.
    func pass(days: Int64) throws {
        let end = desk.service.now.adding(seconds: days * RetentionTests.day)
        while desk.service.now < end {
            desk.service.now = desk.service.now.adding(seconds: 3600)
            try desk.service.step()
        }
    }

    func entry(_ index: Int64) throws -> GetAuditEvent.Reply {
        try desk.service.ask(GetAuditEvent.self, .init(index: index), by: Desk.auditor).get()
    }

    func kept() throws -> [Int64] {
        try desk.service.reader().rows("SELECT leaf FROM bodies ORDER BY leaf") { try $0.value(0) }
    }

    func deliver(_ types: [(String, Severity)]) throws {
        let events = try types.enumerated().map { index, event in
            try Desk.event(Int64(index) + 1, type: event.0, severity: event.1)
        }
        try desk.service.deliver(events: events, from: .betting)
    }

    @Test("frees what has been kept long enough, class by class, and nothing else")
    func frees() throws {
        let start = desk.service.now
        try deliver([
            ("runtime.service-started", .info), ("wallet.hold-placed", .info), ("identity.session-opened", .info),
            ("runtime.saga-stuck", .critical), ("identity.role-granted", .info), ("gateway.announced", .warning),
        ])
        let before = try (0..<6).map { try entry($0) }
        try pass(days: 9)
        #expect(try kept() == [0, 1, 2, 3, 4, 5])
        try pass(days: 2)
        #expect(try kept() == [1, 2, 3, 4])
        try pass(days: 20)
        #expect(try kept() == [1, 3, 4])
        try desk.expectSound()
        for index in 0..<Int64(6) {
            let (now, then) = (try entry(index), before[Int(index)])
            #expect(now.leafHash == then.leafHash && now.link == then.link)
            let isKept = [1, 3, 4].contains(index)
            #expect(now.body == (isKept ? then.body : "") && (now.event.event != nil) == isKept)
            let days: Int64? = isKept ? nil : index == 2 ? 30 : 10
            #expect(
                now.event.retainedUntil?.milliseconds
                    == days.map { now.event.ingestedAt.milliseconds + $0 * 86_400_000 })
            #expect(now.event.type == then.event.type && now.event.ingestedAt >= start)
        }
        let told = try desk.service.events(AuditBodiesFreed.type)
        #expect(told.map(\.subject) == ["retention/technical", "retention/sign_ins"])
    }

    @Test("leaves search, proofs, receipts and exports as they were, but for the bytes")
    func leaves() throws {
        let cause = OperationCause.text(operation: "identity.sign-out", key: "k", of: ReceiptTests.ada.user)
        try desk.service.deliver(
            events: [
                try Desk.event(1, type: "runtime.service-started", actor: ReceiptTests.ada.actor, causation: cause),
                try Desk.event(2, type: "wallet.paid", trace: "b"),
            ], from: .betting)
        let head = try desk.head()
        try pass(days: 11)
        #expect(try kept() == [1])
        #expect(try desk.head().rootHash == head.rootHash)
        let found = try desk.list(.init(action: Text("runtime.")))
        #expect(found.items.map(\.index) == [0] && found.items.first?.retainedUntil != nil)
        let proof = try desk.service.ask(ProveInclusion.self, .init(index: 0, size: 2)).get()
        #expect(proof.rootHash == head.rootHash)
        let export = try desk.service.ask(ExportAuditEvents.self, .init(), by: Desk.auditor).get()
        let line = try #require(export.bytes).split(separator: 10)[1]
        #expect(String(decoding: line, as: UTF8.self).contains("\"body\":null"))
        let entry = try WireCoding().decode(ExportAuditEvents.Entry.self, from: Array(line))
        #expect(entry.event.leafHash == proof.leafHash && entry.event.retainedUntil != nil)
        let id = Text<OperationIDRule>(trusted: "identity.sign-out:k")
        let own = try desk.service.ask(GetReceipt.self, .init(operationID: id), by: ReceiptTests.ada).get()
        #expect(own.items.isEmpty && own.withheld == 1)
        // The same event again is still known, and another one in its stead is still a fork.
        let writer = try Connection.openWriter(at: desk.service.directory.appending(path: "service.db").path)
        #expect(throws: StorageError.self) { try writer.run("DELETE FROM freed") }
        #expect(throws: StorageError.self) { try writer.run("DELETE FROM bodies WHERE leaf = 1") }
        #expect(throws: StorageError.self) { try writer.run("UPDATE bodies SET body = x'00'") }
        #expect(throws: StorageError.self) { try writer.run("UPDATE entries SET type = ''") }
        #expect(throws: StorageError.self) { try writer.run("DELETE FROM entries") }
    }

    @Test("does a bounded piece of it at a time, and is noticed where bytes go another way")
    func steps() throws {
        let count = RetentionStep.freeLimit * 2 + 10
        try deliver(Array(repeating: ("runtime.service-started", .info), count: count))
        try pass(days: 11)
        #expect(try kept() == [])
        #expect(try desk.service.events(AuditBodiesFreed.type).count == 3)
        try desk.expectSound()
        try desk.service.deliver(events: [try Desk.event(Int64(count) + 1)], from: .betting)
        let writer = try Connection.openWriter(at: desk.service.directory.appending(path: "service.db").path)
        try writer.run("DROP TRIGGER bodies_stay")
        try writer.run("DELETE FROM bodies")
        #expect(try AuditInvariants.violations(in: writer).contains("leaf \(count) has lost its bytes"))
        try writer.run("INSERT INTO freed (leaf, retained_until) VALUES (?, 0)", count)
        #expect(
            try AuditInvariants.violations(in: writer) == [
                "the bytes of \(count + 1) events are gone where \(count) were freed"
            ])
    }

    @Test("gives its pages of the file to what comes after")
    func disk() throws {
        var (sizes, sequence): ([Int64], Int64) = ([], 0)
        for _ in 0..<5 {
            for _ in 0..<4 {
                let events = try (1...100).map { number in
                    try Desk.event(
                        sequence + number, type: "runtime.noise",
                        actor: "service:" + String(repeating: "x", count: 9000))
                }
                sequence += 100
                try desk.service.deliver(events: events.map(slim), from: .betting)
            }
            try pass(days: 11)
            #expect(try kept() == [])
            let size = try desk.service.reader().first("PRAGMA page_count") { try $0.value(0, as: Int64.self) }
            sizes.append(try #require(size))
        }
        // What events are found by stays: a small part of what they were.
        let first = sizes[0]
        #expect(zip(sizes, sizes.dropFirst()).allSatisfy { $1 - $0 < first / 10 }, "\(sizes)")
    }

    /// The same event with its bulk in a place that is not searched.
    private func slim(_ body: [UInt8]) -> [UInt8] {
        let text = String(decoding: body, as: UTF8.self)
        let bulk = String(repeating: "x", count: 9000)
        return Array(text.replacing("service:\(bulk)", with: "service:a").dropLast().utf8)
            + Array(",\"zzz\":\"\(bulk)\"}".utf8)
    }

    @Test("is set by a list of days, and by nothing else")
    func settings() {
        #expect(RetentionRules("") == .forever)
        #expect(RetentionRules(RetentionRules.standard) != nil)
        let wrong = [
            "technical", "technical:", "technical:0", "technical:-1", "technical:99999", "other:3", "unknown:3",
            "money:1:2", "technical:1,technical:2",
        ]
        for text in wrong { #expect(RetentionRules(text) == nil, "\(text)") }
    }
}
