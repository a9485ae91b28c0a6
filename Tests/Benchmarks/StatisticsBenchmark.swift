import Foundation
import Host
import Messages
import Runtime
import Storage

/// Leaderboards of many people who all want to be seen: how fast they are made, and what a page and one's own statistics
/// cost to read.
struct StatisticsBenchmark {
    let home: Home
    let bettors: Int
    private let days = 20
    private let reads = 200

    func run() throws {
        let keys = KeyRing(home)
        let reader = try Bettors(count: 1, keys: keys).people[0]
        let path = home.database(of: .betting)
        try ServicePair(betting: path, wallet: nil, keys: keys).close()
        try fill(path, with: reader.user)
        Report.progress("\(bettors) people have bet for \(days) days")
        let pair = try ServicePair(betting: path, wallet: nil, keys: keys)
        let database = try Connection.openReader(at: path)
        let begun = monotonicNanoseconds()
        func isDue() throws -> Bool {
            try database.first("SELECT 1 FROM leaderboard_due LIMIT 1") { _ in true } ?? false
        }
        while try isDue() { try pair.turn() }
        Report.title("Leaderboards of \(bettors) people")
        let made = Figures(
            operations: bettors, nanoseconds: monotonicNanoseconds() - begun, latencies: pair.bettingSteps)
        Report.row("people brought up to date, a step", made)
        Report.say(Report.padded("the longest step", 44) + String(format: "%10.2f ms", made.latency(1) ?? 0))
        let queries = QueryRunner(database: try .openReader(at: path))
        try measure("first page of 50", pair, queries, by: reader, .init(kind: .netProfit))
        let middle = Cursor(trusted: "0.0")
        try measure("page of 50 in the middle", pair, queries, by: reader, .init(kind: .netProfit, cursor: middle))
        let times = try (0..<reads).map { _ in
            let begun = monotonicNanoseconds()
            let reply = try pair.query(ReadStatistics.self, .init(), by: reader, queries)
            guard !reply.currencies.isEmpty else { throw BenchmarkFault("no statistics") }
            return monotonicNanoseconds() - begun
        }
        report("own statistics", times)
        try pair.close()
    }

    private func measure(
        _ name: String, _ pair: ServicePair, _ queries: QueryRunner, by reader: Bettors.Person,
        _ request: ReadLeaderboard.Request
    ) throws {
        let times = try (0..<reads).map { _ in
            let begun = monotonicNanoseconds()
            let board = try pair.query(ReadLeaderboard.self, request, by: reader, queries)
            guard !board.items.isEmpty, board.own.rank != nil else { throw BenchmarkFault("nobody is on the board") }
            return monotonicNanoseconds() - begun
        }
        report(name, times)
    }

    private func report(_ name: String, _ times: [Int64]) {
        Report.row(name, Figures(operations: times.count, nanoseconds: times.reduce(0, +), latencies: times))
    }

    /// Writes the daily sums of people who won and lost by chance, the reader among them.
    private func fill(_ path: String, with reader: ID<User>) throws {
        let database = try FloorDatabase(path: path)
        func run(_ sql: String) throws { try database.statement(sql).run() }
        for setting in ["synchronous = OFF", "cache_size = -200000"] {
            _ = try database.statement("PRAGMA \(setting)").step()
        }
        let today = Day(SystemClock.now).daysSince1970
        func series(_ count: Int) -> String {
            "series (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM series WHERE i + 1 < \(count))"
        }
        try run("BEGIN IMMEDIATE")
        try run(
            """
            WITH RECURSIVE \(series(bettors)) INSERT INTO leaderboard_member (user, nickname, is_visible, changed_at)
            SELECT IIF(i = 0, x'\(reader.text.split(separator: "-").joined())', randomblob(16)), 'bettor_' || i, 1, 0
            FROM series
            """)
        try run(
            """
            WITH RECURSIVE \(series(days)) INSERT INTO results_daily
            SELECT user, 'EUR', \(today) - i, 'pool_bet', IIF(i % 2, 'chess', 'golf'), 1, 1, 0, 200,
                abs(random() % 400), 0, 100, 0
            FROM leaderboard_member CROSS JOIN series ORDER BY user, i DESC
            """)
        try run("INSERT INTO leaderboard_due SELECT number, 'EUR', \(today) FROM leaderboard_member")
        try run("INSERT INTO runtime_timers (due, handler, state) VALUES (0, 'betting.leaderboards', '')")
        try run("COMMIT")
        // Whoever is measured next shall not pay for this.
        _ = try database.statement("PRAGMA wal_checkpoint(TRUNCATE)").step()
    }
}

extension ServicePair {
    /// A client's question to betting, from its arrival to its answer.
    func query<Q: Query>(
        _ query: Q.Type, _ request: Q.Request, by person: Bettors.Person, _ queries: QueryRunner
    ) throws -> Q.Reply {
        let coding = WireCoding()
        var header = Header(.query)
        header[.operation] = Q.name
        header[.reference] = "bench"
        header[.statement] = person.throughBetting
        let delivery = Delivery(
            peer: ServiceName.gateway.rawValue, route: [1], header: header, body: try coding.encode(request))
        for case .query(let task) in try betting.step([.delivery(delivery)], at: SystemClock.now) {
            guard case .answered(.reply(_, let header, let body)) = queries.run(task, at: SystemClock.now),
                header.number(.status) == 200
            else { throw BenchmarkFault("\(Q.name) was refused") }
            return try coding.decode(Q.Reply.self, from: body)
        }
        throw BenchmarkFault("no answer to \(Q.name)")
    }
}
