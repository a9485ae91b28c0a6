import Audit
import Crypto
import Messages
import Runtime
import Storage
import TestSupport
import Testing
import Transparency

@Suite("Following the log")
struct FollowTests {
    let desk: Desk

    init() throws { desk = try Desk() }

    private func deliver(_ sequences: ClosedRange<Int64>, from source: ServiceName = .betting) throws {
        try desk.service.deliver(events: try Desk.events(sequences, from: source), from: source)
    }

    private func ask(_ request: FollowAuditLog.Request) throws -> ServiceUnderTest.Answer<LivePage> {
        try desk.service.ask(FollowAuditLog.self, request, from: "auditor")
    }

    private func follow(
        from: String? = nil, after: Cursor? = nil, type: String? = nil, entityType: String? = nil,
        entityID: String? = nil, severity: Severity? = nil, source: ServiceName? = nil, limit: Int = 200,
        wait: Int64? = nil
    ) throws -> ServiceUnderTest.Answer<LivePage> {
        let limit = try WireCoding().decode(PageLimit.self, from: Array(String(limit).utf8))
        return try ask(
            .init(
                from: from.flatMap { Text($0) }, after: after, type: type.flatMap { Text($0) },
                entityType: entityType.flatMap { Text($0) }, entityID: entityID.flatMap { Text($0) },
                severityAtLeast: severity, source: source, limit: limit, waitMilliseconds: wait))
    }

    /// The places in betting's order of what a page holds.
    private func numbers(_ page: LivePage) throws -> [Int64] {
        try page.items.map { item in
            try WireCoding().decode(EventAttributes.self, from: try #require(item.bytes)).sequence
        }
    }

    private func root(of bodies: some Sequence<[UInt8]>) -> LogPlace {
        var frontier = MerkleFrontier()
        for body in bodies { frontier.append(leaf: MerkleHash.leaf(body)) { _, _ in } }
        return LogPlace(size: frontier.size, root: frontier.root)
    }

    @Test("gives the stored bytes, each with the place behind it, and goes on there to the end")
    func pages() throws {
        try deliver(1...23)
        let bodies = try desk.log().map(\.body)
        var (found, after): ([LivePage.Item], Cursor?) = ([], nil)
        while true {
            let page = try follow(from: "start", after: after, limit: 5).get()
            if page.items.isEmpty {
                #expect(page.next == after)
                break
            }
            #expect(page.items.last?.id == page.next.text)
            found += page.items
            after = page.next
        }
        #expect(found.map(\.bytes) == bodies)
        #expect(found.map(\.type) == Array(repeating: Happened.type, count: 23))
        for (index, item) in found.enumerated() { #expect(item.id == root(of: bodies.prefix(index + 1)).text) }
    }

    @Test("begins at the start, at an index, at a time, at a place or now")
    func beginnings() throws {
        let start = desk.service.now
        try deliver(1...3)
        let place = try follow(from: "start").get().next
        desk.service.now = start.adding(seconds: 10)
        try deliver(4...6)
        #expect(try numbers(follow(from: "start").get()) == [1, 2, 3, 4, 5, 6])
        #expect(try numbers(follow(from: "0").get()) == [1, 2, 3, 4, 5, 6])
        #expect(try numbers(follow(from: "4").get()) == [5, 6])
        #expect(try numbers(follow(from: "6").get()) == [])
        #expect(try numbers(follow(from: start.adding(seconds: 5).text).get()) == [4, 5, 6])
        #expect(try numbers(follow(from: start.text).get()) == [1, 2, 3, 4, 5, 6])
        #expect(try numbers(follow(from: desk.service.now.text).get()) == [4, 5, 6])
        #expect(try numbers(follow(from: place.text).get()) == [4, 5, 6])
        #expect(try numbers(follow(from: "start", after: place).get()) == [4, 5, 6])
        #expect(try numbers(follow(from: "now").get()) == [])
        #expect(try follow(from: "now").get().next == follow().get().next)
        #expect(try follow().get().next.text == root(of: try desk.log().map(\.body)).text)
    }

    @Test("follows an empty log from its beginning")
    func emptyLog() throws {
        let page = try follow().get()
        #expect(page == LivePage(items: [], next: Cursor(trusted: LogPlace.start.text)))
        let reference = try #require(try follow(after: page.next, wait: 1000).reference)
        try deliver(1...2)
        #expect(try numbers(try desk.service.answer(FollowAuditLog.self, reference).get()) == [1, 2])
    }

    @Test("takes the filters of the search by their names, and means the same by them")
    func sameFilters() throws {
        let events = [
            try Desk.event(1),
            try Desk.event(2, type: "test.failed", actor: "user:bob", severity: .warning, trace: "b"),
            try Desk.event(3, type: "other.happened", severity: .critical),
        ]
        try desk.service.deliver(events: events, from: .betting)
        let trace = String(repeating: "b", count: 32)
        let all: [(FollowAuditLog.Request, ListAuditEvents.Request, [Int64])] = [
            (.init(actor: Text("user:bob")), .init(actor: Text("user:bob")), [2]),
            (.init(action: Text("test.")), .init(action: Text("test.")), [1, 2]),
            (.init(action: Text("test.failed")), .init(action: Text("test.failed")), [2]),
            (.init(action: Text("test.fail-")), .init(action: Text("test.fail-")), []),
            (.init(severity: .info), .init(severity: .info), [1]),
            (.init(severity: .warning), .init(severity: .warning), [2]),
            (.init(severityAtLeast: .warning), .init(severityAtLeast: .warning), [2, 3]),
            (.init(severityAtLeast: .critical), .init(severityAtLeast: .critical), [3]),
            (.init(traceID: Text(trace)), .init(traceID: Text(trace)), [2]),
            (.init(entityID: Text("t-3"), source: .betting), .init(entityID: Text("t-3"), source: .betting), [3]),
        ]
        let start = try #require(Cursor(LogPlace.start.text))
        for (following, search, expected) in all {
            var following = following
            following.after = start
            #expect(try numbers(try ask(following).get()) == expected)
            #expect(try desk.list(search).items.map(\.sequence) == expected.reversed())
        }
        #expect(try ask(.init(after: start, traceID: Text("b"))).problem?.errors.map(\.pointer) == ["/trace_id"])
        #expect(try ask(.init(after: start, actor: Text("bob"))).problem?.errors.map(\.pointer) == ["/actor"])
    }

    private func ask(_ body: String, from peer: String) throws -> Problem? {
        var header = Header(.query)
        (header[.operation], header[.reference]) = (FollowAuditLog.name, "raw")
        try desk.service.step([
            .delivery(Delivery(peer: peer, route: [1], header: header, body: Array(body.utf8)))
        ])
        let reply = try #require(desk.service.replies["raw"])
        return try? WireCoding().decode(Problem.self, from: reply.body)
    }

    @Test("refuses a subscriber's field that it does not have, since nobody has looked at it before")
    func unknownFields() throws {
        let problem = try #require(try ask(#"{"from":"start","severty":"critical"}"#, from: "auditor"))
        #expect(problem.status == 422 && problem.code == "invalid_request")
        #expect(problem.errors.map(\.pointer) == ["/severty"] && problem.errors.map(\.code) == ["unknown_field"])
        #expect(problem.detail.contains("severity_at_least"))
        #expect(try ask(#"{"from":"start","severity":"critical"}"#, from: "auditor") == nil)
    }

    @Test("finds by type, entity, severity and source, and by several, and gets past what is left out")
    func filters() throws {
        let events = [
            try Desk.event(1), try Desk.event(2, type: "test.failed", severity: .warning),
            try Desk.event(3, type: "other.happened", severity: .critical), try Desk.event(4, number: 2),
        ]
        try desk.service.deliver(events: events, from: .betting)
        try desk.service.deliver(events: [try Desk.event(5, from: .wallet, type: "test.failed")], from: .wallet)
        let end = try follow().get().next
        func found(_ answer: ServiceUnderTest.Answer<LivePage>) throws -> [Int64] {
            let page = try answer.get()
            #expect(page.next == end)
            return try numbers(page)
        }
        #expect(try found(follow(from: "start", type: "test.failed")) == [2, 5])
        #expect(try found(follow(from: "start", type: "test.")) == [1, 2, 4, 5])
        #expect(try found(follow(from: "start", type: "test")) == [])
        #expect(try found(follow(from: "start", entityType: "thing")) == [1, 2, 3, 4, 5])
        #expect(try found(follow(from: "start", entityID: "t-2")) == [2, 4])
        #expect(try found(follow(from: "start", entityType: "other", entityID: "t-2")) == [])
        #expect(try found(follow(from: "start", severity: .info)) == [1, 2, 3, 4, 5])
        #expect(try found(follow(from: "start", severity: .warning)) == [2, 3])
        #expect(try found(follow(from: "start", severity: .critical)) == [3])
        #expect(try found(follow(from: "start", source: .wallet)) == [5])
        #expect(try found(follow(from: "start", type: "test.failed", source: .betting)) == [2])
        // Each item's place is the log's own, whatever was left out before it.
        let bodies = try desk.log().map(\.body)
        let items = try follow(from: "start", type: "test.failed").get().items
        #expect(items.map(\.id) == [root(of: bodies.prefix(2)).text, root(of: bodies).text])
    }

    /// 4500 events of two types about two things, which meet only in the last one.
    private func deliverDisjoint() throws {
        for begin in stride(from: Int64(1), to: 4500, by: 500) {
            let events = try (begin..<(begin + 500)).map {
                try Desk.event($0, type: $0 % 2 == 0 ? "even.happened" : "odd.happened", number: $0 % 2)
            }
            try desk.service.deliver(events: events, from: .betting)
        }
        try desk.service.deliver(
            events: [try Desk.event(4501, type: "odd.happened", severity: .warning, number: 0)], from: .betting)
    }

    @Test("finds at once what is rare by any one filter, however long the log")
    func rareEvents() throws {
        try deliverDisjoint()
        try desk.service.deliver(events: [try Desk.event(1, from: .raffle, type: "rare.happened")], from: .raffle)
        let end = try follow().get().next
        #expect(try numbers(follow(from: "start", severity: .warning).get()) == [4501])
        #expect(try numbers(follow(from: "start", type: "rare.").get()) == [1])
        #expect(try numbers(follow(from: "start", source: .raffle).get()) == [1])
        let none = try follow(from: "start", entityType: "nothing").get()
        #expect(none == LivePage(items: [], next: end))
    }

    @Test("looks at only so much for one page, and gets on all the same")
    func disjointFilters() throws {
        try deliverDisjoint()
        var (pages, found, after): (Int, [Int64], Cursor?) = (0, [], nil)
        repeat {
            let page = try follow(from: "start", after: after, type: "odd.", entityID: "t-0").get()
            found += try numbers(page)
            (pages, after) = (pages + 1, page.next)
        } while found.isEmpty && pages < 10
        #expect(found == [4501] && pages == 3)
        #expect(try follow().get().next == after)
    }

    @Test("goes through a long log without a pause where one waits for what is rare")
    func disjointWait() throws {
        try deliverDisjoint()
        let page = try follow(from: "start", type: "odd.", entityID: "t-0", wait: 5000).get()
        #expect(try numbers(page) == [4501])
    }

    @Test("waits where there is nothing yet, and then gives what comes, in time order with what it waited for")
    func live() throws {
        try deliver(1...3)
        let place = try follow(from: "start").get().next
        let reference = try #require(try follow(after: place, type: "test.", wait: 5000).reference)
        let now = try #require(try follow(from: "now", wait: 5000).reference)
        try deliver(4...5)
        #expect(try numbers(try desk.service.answer(FollowAuditLog.self, reference).get()) == [4, 5])
        #expect(try numbers(try desk.service.answer(FollowAuditLog.self, now).get()) == [4, 5])
    }

    @Test("answers with the place reached where only others' events came in its time")
    func filteredOut() throws {
        let reference = try #require(try follow(from: "now", type: "rare.", wait: 2000).reference)
        try deliver(1...3)
        desk.service.now = desk.service.now.adding(milliseconds: 2000)
        try desk.service.step()
        let page = try desk.service.answer(FollowAuditLog.self, reference).get()
        #expect(page.items.isEmpty)
        #expect(page.next.text == root(of: try desk.log().map(\.body)).text)
    }

    @Test("refuses a place of another log, one that this log has not reached, and what is no place")
    func places() throws {
        try deliver(1...5)
        let other = LogPlace(size: 3, root: MerkleHash.leaf([1]))
        for cursor in [other, LogPlace(size: 0, root: MerkleHash.leaf([1]))] {
            let forked = try follow(after: Cursor(trusted: cursor.text))
            #expect(forked.status == 409 && forked.code == "forked_log")
            #expect(forked.problem?.errors.map(\.pointer) == ["/after"])
        }
        #expect(try follow(from: other.text).code == "forked_log")
        let beyond = try follow(after: Cursor(trusted: LogPlace(size: 6, root: other.root).text))
        #expect(beyond.status == 409 && beyond.code == "beyond_log")
        #expect(try follow(from: "6").code == "beyond_log")
        for broken in [
            "5", "start", "x", "3.", ".", "-1.\(Base64URL.encode(other.root))", "3.AAAA", "03.\(other.text)",
        ] {
            let answer = try follow(after: Cursor(trusted: broken))
            #expect(answer.status == 422, "\(broken)")
            #expect(answer.problem?.errors.map(\.pointer) == ["/after"], "\(broken)")
        }
        let future = try follow(from: desk.service.now.adding(seconds: 1).text)
        #expect(future.problem?.errors.map(\.code) == ["out_of_range"])
        for text in ["", "yesterday", "-1", "99999999999999999999", "3.AAAA", "2026-13-01T00:00:00Z"] {
            #expect(Text<AuditStartRule>(text) == nil, "\(text)")
        }
    }

    @Test("finds a fork also where the log was put back and grew on otherwise")
    func putBack() throws {
        try deliver(1...5)
        let known = try follow(from: "start").get().next
        let other = try Desk()
        try other.service.deliver(events: try Desk.events(1...4), from: .betting)
        try other.service.deliver(events: [try Desk.event(5, number: 6), try Desk.event(6)], from: .betting)
        let answer = try other.service.ask(FollowAuditLog.self, .init(after: known), from: "auditor")
        #expect(answer.code == "forked_log")
    }

    @Test("keeps a page to what a message should hold, whatever its events hold")
    func largeEvents() throws {
        let large = String(repeating: "x", count: 60_000)
        try desk.service.deliver(
            events: try (1...6).map { try Desk.event($0, actor: "user:" + large) }, from: .betting)
        let page = try follow(from: "start").get()
        #expect(page.items.count == 3)
        #expect(try follow(from: "start", after: page.next).get().items.count == 3)
    }

    @Test("gives bytes that are no event as they are, under a type of their own")
    func unreadable() throws {
        try desk.service.deliver(events: [[0xff, 0x00], Array("{}".utf8)], from: .betting)
        let items = try follow(from: "start", source: .betting).get().items
        #expect(items.map(\.type) == ["audit.unreadable", "audit.unreadable"])
        #expect(items.map(\.bytes) == [[0xff, 0x00], Array("{}".utf8)])
    }

    @Test("is for auditors and admins, and for listed subscribers as such; searching and acting do not become theirs")
    func access() throws {
        let request = FollowAuditLog.Request()
        for role in [Role.auditor, .admin] {
            let person = TestUsers.statement(3, roles: [role])
            #expect(try desk.service.ask(FollowAuditLog.self, request, by: person).status == 200)
        }
        #expect(try desk.service.ask(FollowAuditLog.self, request, by: TestUsers.statement(2)).code == "forbidden")
        #expect(try desk.service.ask(FollowAuditLog.self, request).code == "unauthenticated")
        #expect(try desk.service.ask(FollowAuditLog.self, request, from: "betting").code == "forbidden")
        #expect(try ask(request).status == 200)
        #expect(try desk.service.ask(ListAuditEvents.self, .init(), from: "auditor").code == "forbidden")
        #expect(try desk.service.ask(ListAuditSources.self, Nothing(), from: "auditor").code == "forbidden")
        #expect(try desk.service.ask(RunAuditChecks.self, .init(), from: "auditor").code == "forbidden")
    }
}
