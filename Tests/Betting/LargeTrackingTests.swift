import Messages
import Runtime
import Storage
import TestSupport
import Testing

@testable import Betting

/// With 50,000 bets of one person, which nothing that is asked goes through as a whole.
@Suite("Very many tracked bets", .serialized) struct LargeTrackingTests {
    private let books: TrackedHall
    private let database: Connection
    private var service: ServiceUnderTest { books.service }
    private var alice: Statement { books.hall.alice }

    init() throws {
        books = try TrackedHall()
        database = try Connection.openWriter(at: books.service.directory.appending(path: "service.db").path)
    }

    /// Each won on a day of its own but for every fifth hundred.
    private func fill() throws {
        let now = service.now.milliseconds
        try database.run(
            """
            WITH RECURSIVE one (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM one WHERE i < 50000)
            INSERT INTO tracked_bet (id, owner, sport, event_key, market_type, side, book, external_id, currency, stake,
                profit_over, profit_under, potential, notes, placed_at, status, result, returned, settled_at, created_at,
                updated_at)
            SELECT CAST(printf('%016d', i) AS BLOB), ?1, 'nfl', 'game', 'total', 'over', 'north', 'b-' || i, 'EUR', 100,
                1, 1, 200, 'words of mine', ?2 - i, 'settled', 'win', 200, ?2 - i, ?2, ?2 FROM one
            """, alice.user, now)
        try database.run(
            """
            INSERT INTO tracked_transaction (id, owner, bet, kind, amount, currency, book, status, external_id,
                description, completed_at, created_at, updated_at)
            SELECT id, owner, id, 'bet_placed', -100, 'EUR', 'north', 'completed', external_id, 'words of mine', ?1, ?1, ?1
            FROM tracked_bet
            """, now)
    }

    /// Rows of sums, a thousand books a day.
    private func fillSums(_ count: Int) throws {
        try database.run(
            """
            WITH RECURSIVE one (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM one WHERE i + 1 < ?2)
            INSERT INTO tracked_daily
            SELECT ?1, 'EUR', i / 1000, 'nfl', 'total', 'book ' || (i % 1000), 1, 0, 0, 0, 0, 0, 100, 200, 0 FROM one
            """, alice.user, count)
    }

    private func time(_ what: String, _ work: () throws -> Void) rethrows {
        let took = try ContinuousClock().measure { try work() }
        #expect(took < .seconds(2), "\(what) took \(took)")
    }

    @Test("are told of by their sums, of which as many are refused as would be long work, whatever is asked for")
    func statistics() throws {
        try fillSums(50_000)
        try time("statistics of 50,000 sums") {
            let euros = try #require(try books.statistics().currencies.first)
            #expect(euros.total.bets == 50_000 && euros.byBook.count == 100)
        }
        try fill()
        try time("statistics with a run") {
            let run = try #require(try books.statistics().currencies.first?.run)
            #expect(run.bets == 10_000 && !run.isWhole && run.currentStreak == 10_000)
        }
        try database.run(
            "INSERT INTO tracked_daily VALUES (?, 'EUR', 60, 'nba', 'total', 'x', 1, 0, 0, 0, 0, 0, 100, 200, 0)",
            alice.user)
        let all = ReadTrackedStatistics.Request()
        #expect(try books.refusal(ReadTrackedStatistics.self, all) == ["422", "too_much"])
        // What is passed over is looked at too.
        for few in [
            ReadTrackedStatistics.Request(sport: OutsideKey(trusted: "nba")), .init(book: OutsideKey(trusted: "x")),
            .init(marketType: OutsideKey(trusted: "none")),
        ] {
            #expect(try books.refusal(ReadTrackedStatistics.self, few) == ["422", "too_much"])
        }
        let days = try books.statistics(.init(from: .day(Day(daysSince1970: 1)), book: OutsideKey(trusted: "x")))
        #expect(days.currencies.first?.total.bets == 1)
        try time("a list") {
            let none = ListTrackedBets.Request(book: OutsideKey(trusted: "elsewhere"))
            let page = try service.ask(ListTrackedBets.self, none, by: alice).get()
            #expect(page.items.isEmpty && page.next != nil)
        }
        try time("a page of a table") {
            _ = try service.ask(ExportTrackedBets.self, .init(format: .csv), by: alice).get()
        }
        try time("a dashboard") { _ = try service.ask(ReadDashboard.self, .init(), by: alice).get() }
    }

    @Test("are forgotten some at a time, and no turn is longer for those before")
    func forgetting() throws {
        try fill()
        var (isDone, longest) = (false, Duration.zero)
        while !isDone {
            let took = try ContinuousClock().measure {
                isDone = try service.call(ForgetPerson.self, .init(user: alice.user), from: .identity).get().isDone
                service.now = service.now.adding(milliseconds: 30)
                try service.step()
            }
            longest = max(longest, took)
        }
        #expect(longest < .seconds(1), "a turn took \(longest)")
        let left = try service.reader().first(
            """
            SELECT (SELECT COUNT(*) FROM tracked_bet WHERE notes IS NOT NULL OR external_id IS NOT NULL)
                + (SELECT COUNT(*) FROM tracked_transaction WHERE description IS NOT NULL OR external_id IS NOT NULL)
            """
        ) { try $0.value(0, as: Int.self) }
        #expect(left == 0)
    }
}
