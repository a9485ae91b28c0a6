import CSQLite
import Messages
import Storage
import TestSupport
import Testing

@testable import Audit

/// A log of 200,000 events, written behind the service's back: actors alternate, one event in 50,000 is an alarm.
@Suite("Searching a long log")
struct SearchPlanTests {
    static let size: Int64 = 200_000
    let desk: Desk
    let path: String
    let reader: Connection

    init() throws {
        desk = try Desk()
        path = desk.service.directory.appending(path: "service.db").path
        let writer = try Connection.openWriter(at: path)
        try writer.begin()
        try writer.run(
            """
            WITH RECURSIVE leaves (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM leaves WHERE n + 1 < ?)
            INSERT INTO entries (leaf, source, incarnation, sequence, link, ingested_at, event_time, type, actor,
                causation, subject_kind, subject_id, severity, trace)
            SELECT n, iif(n % 2 = 0, 'wallet', 'betting'), 1, n + 1, x'00', n, n, 'test.type-' || (n % 7),
                iif(n % 2 = 0, 'user:even', 'user:odd'), 'test:1', 'thing', 't-' || (n % 1000),
                iif(n % 50000 = 49999, 'critical', 'info'), printf('%032x', n / 4)
            FROM leaves
            """, SearchPlanTests.size)
        try writer.run("UPDATE tree SET size = ?", SearchPlanTests.size)
        try writer.commit()
        reader = try desk.service.reader()
    }

    private func plan(_ sql: StaticString) -> [String] {
        var (database, statement, lines): (OpaquePointer?, OpaquePointer?, [String]) = (nil, nil, [])
        #expect(sqlite3_open_v2(path, &database, SQLITE_OPEN_READONLY, nil) == SQLITE_OK)
        #expect(sqlite3_prepare_v2(database, "EXPLAIN QUERY PLAN \(sql)", -1, &statement, nil) == SQLITE_OK)
        while sqlite3_step(statement) == SQLITE_ROW { lines.append(String(cString: sqlite3_column_text(statement, 3))) }
        sqlite3_finalize(statement)
        sqlite3_close_v2(database)
        return lines
    }

    @Test("asks each filter's index for one place, and sorts and scans nothing")
    func plans() {
        let orders: [(KeyPath<Trail, StaticString>, String)] = [(\.before, "rowid<?"), (\.after, "rowid>?")]
        for trail in Trail.all {
            for (sql, bound) in orders {
                let lines = plan(trail[keyPath: sql])
                #expect(lines.count == 1)
                #expect(lines.first?.contains("USING COVERING INDEX") == true, "\(lines)")
                #expect(lines.first?.contains("=? AND \(bound))") == true, "\(lines)")
            }
        }
    }

    private func filter(_ request: ListAuditEvents.Request) throws -> EventFilter {
        try EventFilter(request, size: SearchPlanTests.size, in: reader)
    }

    /// What a search finds, and how often it looked.
    private func search(_ request: ListAuditEvents.Request, budget: Int = .max) throws -> ([Int64], looks: Int) {
        let filter = try filter(request)
        var found: [Int64] = []
        var search = LeafSearch(filter.traits.trails, in: filter.range, .latestFirst, budget: budget, database: reader)
        while case .found(let leaf) = try search.next() { found.append(leaf) }
        return (found, budget - search.budget)
    }

    @Test("goes as fast as its rarest filter, wherever that stands among the others")
    func rarest() throws {
        let rare = try search(.init(actor: Text("user:odd"), entityType: Text("thing"), severity: .critical))
        #expect(rare.0 == [199_999, 149_999, 99_999, 49_999])
        #expect(rare.looks < 50)
        let trace = try search(.init(actor: Text("user:even"), traceID: Text(String(repeating: "0", count: 32))))
        #expect(trace.0 == [2, 0] && trace.looks < 20)
        let none = try search(.init(actor: Text("user:nobody"), action: Text("test."), source: .wallet))
        #expect(none.0 == [] && none.looks < 20)
    }

    @Test("looks at a bounded number of places for one page, and goes on from there")
    func bounded() throws {
        // Each of the two finds half the log, and they never meet: the worst that filters can do.
        let request = ListAuditEvents.Request(actor: Text("user:odd"), source: .wallet)
        var (pages, cursor): (Int, Cursor?) = (0, nil)
        repeat {
            let page = try EventSearch(
                .init(actor: request.actor, source: request.source, cursor: cursor), in: reader
            ).page()
            #expect(page.items.isEmpty)
            let next = page.next.flatMap { Cursor($0) }
            if let next, let before = cursor { #expect(try #require(Int64(next.text)) < #require(Int64(before.text))) }
            (pages, cursor) = (pages + 1, next)
        } while cursor != nil && pages < 100
        #expect((30...60).contains(pages))
        let one = try search(request, budget: LeafSearch.standardBudget)
        #expect(one.0 == [] && one.looks <= LeafSearch.standardBudget + 2)
    }

    @Test("finds the same forwards and backwards, with every two filters")
    func directions() throws {
        let half = SearchPlanTests.size / 2
        let requests: [ListAuditEvents.Request] = [
            .init(actor: Text("user:odd"), entityID: Text("t-5")),
            .init(action: Text("test.type-3"), severity: .critical),
            .init(action: Text("test."), entityID: Text("t-7"), severityAtLeast: .info),
            .init(from: Timestamp(milliseconds: half), entityID: Text("t-8"), source: .wallet),
            .init(to: Timestamp(milliseconds: half), entityID: Text("t-8"), severity: .info),
        ]
        for request in requests {
            let filter = try filter(request)
            var forwards: [Int64] = []
            var search = LeafSearch(
                filter.traits.trails, in: filter.range, .oldestFirst, budget: .max, database: reader)
            while case .found(let leaf) = try search.next() { forwards.append(leaf) }
            #expect(try self.search(request).0 == forwards.reversed())
            let all = (0..<SearchPlanTests.size).filter { filter.range.contains($0) && fulfils(request, $0) }
            #expect(forwards == all && !(request.from != nil && all.isEmpty))
        }
    }

    /// The same without any index.
    private func fulfils(_ request: ListAuditEvents.Request, _ leaf: Int64) -> Bool {
        if request.actor != nil, leaf % 2 == 0 { return false }
        if request.action?.text == "test.type-3", leaf % 7 != 3 { return false }
        if request.severity == .critical, leaf % 50_000 != 49_999 { return false }
        if request.source == .wallet, leaf % 2 == 1 { return false }
        guard let entity = request.entityID?.text else { return true }
        return entity == "t-\(leaf % 1000)"
    }
}
