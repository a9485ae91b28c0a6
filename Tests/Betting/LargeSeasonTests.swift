import Messages
import Runtime
import Storage
import TestSupport
import Testing

@testable import Betting

@Suite("A season of 500 weeks and 50 players")
struct LargeSeasonTests {
    let hall: SyndicateHall
    let season: Season

    /// Each player has paid every week, and each week one has placed a bet, of which some were won and some void; the rows are as the
    /// ledger would have written them.
    init() throws {
        hall = try SyndicateHall()
        season = try hall.playing((1...50).map { "player \($0)" }, from: "2017-01-02").season
        let database = try Connection.openWriter(at: hall.service.directory.appending(path: "service.db").path)
        try database.run(
            """
            WITH RECURSIVE week (number) AS (SELECT 0 UNION ALL SELECT number + 1 FROM week WHERE number < 499)
            INSERT INTO season_entry (id, season, day, type, player, amount, source, created_at)
            SELECT randomblob(16), season, 17168 + 7 * week.number, 'contribution', p.number, 500, 'outside', 0
            FROM week CROSS JOIN season_player p
            """)
        try database.run(
            """
            WITH RECURSIVE week (number) AS (SELECT 0 UNION ALL SELECT number + 1 FROM week WHERE number < 499),
                bet AS (SELECT number AS week, 1000 + number AS stake,
                    CASE number % 7 WHEN 0 THEN 'won' WHEN 1 THEN 'void' ELSE 'lost' END AS status FROM week)
            INSERT INTO syndicate_bet (id, season, player, stake, is_free, description, bet_day, status, result_day, winnings,
                created_at)
            SELECT randomblob(16), season, p.number, stake, 0, 'Double', 17168 + 7 * week, status, 17168 + 7 * week,
                iif(status = 'won', 3 * stake + 1, NULL), 0
            FROM bet JOIN season_player p ON p.number % 50 = bet.week % 50
            """)
        try database.run(
            """
            WITH booked (bet, season, day, player, type, amount) AS (
                SELECT number, season, bet_day, player, 'bet_placed', -stake FROM syndicate_bet
                UNION ALL SELECT number, season, bet_day, player, 'winnings', winnings FROM syndicate_bet WHERE status = 'won'
                UNION ALL SELECT number, season, bet_day, player, 'bet_void', stake FROM syndicate_bet WHERE status = 'void')
            INSERT INTO season_entry (id, season, day, type, player, bet, amount, source, created_at)
            SELECT randomblob(16), season, day, type, player, bet, amount, 'outside', 0 FROM booked
            """)
        try database.run(
            """
            INSERT INTO season_movement (season, entry, kind, amount, is_asked)
            SELECT season, number, iif(amount > 0, 'in', 'out'), abs(amount), 1 FROM season_entry
            """)
        try database.run(
            """
            CREATE TEMP VIEW split AS
            SELECT season, player, day, iif(type = 'contribution', amount, 0) AS paid_in,
                iif(type = 'bet_placed', -amount, 0) AS staked, iif(type = 'winnings', amount, 0) AS won,
                iif(type = 'bet_void', amount, 0) AS voided
            FROM season_entry
            """)
        try database.run(
            """
            INSERT INTO season_player_sum
            SELECT player, SUM(paid_in), 0, SUM(staked), SUM(won), SUM(voided) FROM split GROUP BY player
            """)
        try database.run(
            """
            INSERT INTO season_week_sum
            SELECT season, day, SUM(paid_in), 0, SUM(staked), SUM(won), SUM(voided) FROM split GROUP BY season, day
            """)
        try database.run(
            """
            INSERT INTO season_bank SELECT season, 0, SUM(amount), SUM(abs(amount)), 0 FROM season_entry GROUP BY season
            """)
    }

    private func board() throws -> SeasonBoard {
        try hall.ask(GetSeasonBoard.self, .init(season: season.id)).get()
    }

    @Test("has a board that equals its ledger, and is there in the time of a short one")
    func equality() throws {
        #expect(try hall.violations() == [])
        var board: SeasonBoard?
        let time = try ContinuousClock().measure { board = try self.board() }
        #expect(time < .milliseconds(250), "\(time)")
        let shown = try #require(board)
        let reckoned = try ReckonedBoard(season, on: shown.date, scale: 2, in: try hall.service.reader())
        #expect(try ReckonedBoard.figures(of: shown, scale: 2) == reckoned.figures)
        #expect(shown.players.count == 50 && reckoned.figures.count == 514)
        #expect(shown.paidIn.amount.text == "125000.00" && shown.won.amount.text != "0.00")
    }

    @Test("has a board for which nothing of the ledger is read: put away, it is not missed")
    func sums() throws {
        let before = try board()
        let database = try Connection.openWriter(at: hall.service.directory.appending(path: "service.db").path)
        try database.run("ALTER TABLE season_entry RENAME TO put_away")
        #expect(try board() == before)
        #expect(try board().players.allSatisfy { $0.paidIn.amount.text == "2500.00" })
    }

    @Test("is found wrong where a sum is")
    func wrongSum() throws {
        let database = try Connection.openWriter(at: hall.service.directory.appending(path: "service.db").path)
        try database.run(
            "UPDATE season_player_sum SET won = won + 50 WHERE player = (SELECT MIN(player) FROM season_player_sum)")
        let shown = try board()
        let reckoned = try ReckonedBoard(season, on: shown.date, scale: 2, in: try hall.service.reader())
        let figures = try ReckonedBoard.figures(of: shown, scale: 2)
        #expect(figures["won"] == reckoned.figures["won"].map { $0 + 50 })
        // Everybody's share is a unit more then, and so is what they would be paid.
        #expect(figures.count { $0.value != reckoned.figures[$0.key] } == 56)
        #expect(try hall.violations().count == 2)
    }

    @Test("is told week by week, page by page, with the bank of each")
    func history() throws {
        let limit = try WireCoding().decode(PageLimit.self, from: Array("200".utf8))
        var (weeks, cursor) = ([SeasonHistoryWeek](), Cursor?.none)
        repeat {
            let page = try hall.ask(
                ListSeasonHistory.self, .init(season: season.id, limit: limit, cursor: cursor)
            ).get()
            weeks += page.items
            cursor = page.next.map { Cursor(trusted: $0) }
        } while cursor != nil
        let bank = try board().bank
        #expect(weeks.count == 500 && weeks.last?.bank == bank)
        let half = try hall.service.reader().first("SELECT SUM(amount) FROM season_entry WHERE day < 17168 + 7 * 250") {
            DecimalText(units: try $0.value(0, as: Int64.self), scale: 2)
        }
        #expect(weeks[249].bank.amount == half)
    }
}
