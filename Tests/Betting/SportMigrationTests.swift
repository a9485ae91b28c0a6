import Messages
import Runtime
import Storage
import TestSupport
import Testing

@testable import Betting

@Suite("A database from before sports were the same in any case")
struct SportMigrationTests {
    private let alice = TestUsers.statement(3)
    private let bob = TestUsers.statement(4)

    /// A service as it was, in which sports were told apart by their case.
    private func former() throws -> (service: ServiceUnderTest, database: Connection) {
        let names = bettingMigrations.prefix { $0.name != sportIndexes.name }
        let service = try ServiceUnderTest(
            ServiceDefinition(
                name: .betting, migrations: Array(names), rooms: [], forgetting: { _, _, _ in nil }))
        let database = try Connection.openWriter(at: service.directory.appending(path: "service.db").path)
        try database.run("INSERT INTO currency (code, scale) VALUES ('EUR', 2)")
        return (service, database)
    }

    private func result(_ user: Statement, _ sport: String, _ returned: Int64, in database: Connection) throws {
        try database.run(
            "INSERT INTO results_daily VALUES (?, 'EUR', ?, 'pool_bet', ?, 1, 0, 0, 100, ?, 0, 0, 0)", user.user,
            Day(daysSince1970: 19_000).daysSince1970, sport, returned)
    }

    private func board(_ sport: String, _ rows: [(member: Int64, minus: Int64)], in database: Connection) throws {
        try database.run(
            "INSERT INTO leaderboard (kind, period, first_day, currency, sport) VALUES ('net_profit', 'all', 0, 'EUR', ?)",
            sport)
        let number = database.lastInsertedRow
        for row in rows {
            try database.run("INSERT INTO leaderboard_row VALUES (?, ?, ?, 1)", row.member, number, row.minus)
        }
    }

    @Test("has one leaderboard of each, on which everybody has all that they won")
    func leaderboards() throws {
        let (service, database) = try former()
        try database.run(
            "INSERT INTO leaderboard_member VALUES (1, ?, 'ann', 1, 0), (2, ?, 'ben', 1, 0), (3, ?, NULL, 0, 0)",
            alice.user, bob.user, TestUsers.statement(5).user)
        for (sport, returned) in [("Football", 300), ("football", 150), ("FOOTBALL", 101), ("Äs", 700)] {
            try result(alice, sport, Int64(returned), in: database)
        }
        try result(bob, "football", 350, in: database)
        try result(TestUsers.statement(5), "Football", 900, in: database)
        try board("Football", [(1, -200)], in: database)
        try board("football", [(1, -50), (2, -250)], in: database)
        try board("FOOTBALL", [(1, -1)], in: database)
        try board("Äs", [(1, -600)], in: database)
        try board("", [(1, -851), (2, -250)], in: database)
        try service.restart(as: BettingService.definition())
        // A second start finds nothing more to do.
        try service.restart()
        service.now = service.now.adding(seconds: 2)
        try service.step()
        func lines(_ sport: String?) throws -> [String] {
            let request = ReadLeaderboard.Request(
                kind: .netProfit, period: .all, sport: sport.map { OutsideKey(trusted: $0) },
                currency: CurrencyCode(trusted: "EUR"))
            return try service.ask(ReadLeaderboard.self, request, by: TestUsers.statement(5, issuedAt: service.now))
                .get()
                .items.map { "\($0.rank) \($0.nickname) \($0.value.text)" }
        }
        for sport in ["football", "Football", "FOOTBALL"] {
            #expect(try lines(sport) == ["1 ann 2.51", "2 ben 2.50"])
        }
        // Only Latin letters have a case here, in the migration as in lists.
        #expect(try lines("Äs") == ["1 ann 6.00"] && lines(nil) == ["1 ann 8.51", "2 ben 2.50"])
        let left = try service.reader().rows("SELECT DISTINCT sport FROM leaderboard ORDER BY sport") {
            try $0.value(0, as: String.self)
        }
        #expect(left == ["", "football", "Äs"])
        let due = try service.reader().first("SELECT COUNT(*) FROM leaderboard_due") { try $0.value(0, as: Int.self) }
        #expect(due == 0)
    }

    @Test("has one score of each sport's week and tenth, and leaves those of days alone")
    func scores() throws {
        let (service, database) = try former()
        func score(_ sport: String, _ place: Int64, _ bucket: Int64, _ bets: Int64, held: Int64) throws {
            let season = sport.isEmpty ? "" : "2026"
            try database.run(
                "INSERT INTO tracked_score VALUES (?, ?, ?, ?, ?, ?, 3, 2, 2, 1, ?, 7)", alice.user, sport, season,
                place,
                bucket, bets, held)
        }
        try score("NFL", 4, 5, 10, held: 1)
        try score("Nfl", 4, 5, 20, held: 2)
        try score("nfl", 4, 5, 40, held: 4)
        try score("NFL", 5, 5, 11, held: 8)
        try score("Nfl", 5, 5, 12, held: 16)
        try score("NFL", 4, -1, 13, held: 32)
        try score("", 4, 5, 14, held: 64)
        try service.restart(as: BettingService.definition())
        let rows = try service.reader().rows(
            """
            SELECT sport, place, bucket, bets, closed, beaten, judged, came_true, held, squares FROM tracked_score
            ORDER BY sport, place, bucket
            """
        ) { row in
            var numbers: [Int64] = []
            for column in 1..<10 { numbers.append(try row.value(column)) }
            return "\(try row.value(0, as: String.self)) \(numbers)"
        }
        #expect(
            rows == [
                " [4, 5, 14, 3, 2, 2, 1, 64, 7]", "nfl [4, -1, 13, 3, 2, 2, 1, 32, 7]",
                "nfl [4, 5, 70, 9, 6, 6, 3, 7, 21]", "nfl [5, 5, 23, 6, 4, 4, 2, 24, 14]",
            ])
    }
}
