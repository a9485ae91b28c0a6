import Messages
import Runtime
import Storage
import TestSupport
import Testing

@testable import Betting

@Suite("Somebody's own statistics") struct StatisticsTests {
    private let hall: BettingHall

    init() throws { hall = try BettingHall() }

    private func read(
        _ request: ReadStatistics.Request = .init(), by user: Statement? = nil
    ) throws -> [CurrencyStatistics] {
        try hall.service.ask(ReadStatistics.self, request, by: user ?? hall.alice).get().currencies
    }

    /// Bets, won, lost, refunded, open.
    private func counts(_ figures: WagerFigures) -> [Int64] {
        [figures.bets, figures.won, figures.lost, figures.refunded, figures.open]
    }

    private func sums(_ figures: WagerFigures) -> [String] {
        [figures.staked, figures.returned, figures.net, figures.refundedStake, figures.openStake, figures.biggestWin]
            .map(\.amount.text)
    }

    @Test("count what was won, lost, refunded, taken back and is open, each once")
    func figures() throws {
        #expect(try read().isEmpty)
        let (event, plays) = try hall.opened()
        try hall.bet("2.00", on: plays[0], of: event, by: hall.alice)
        try hall.bet("1.00", on: plays[1], of: event, by: hall.alice)
        try hall.bet("5.00", on: plays[1], of: event, by: hall.bob)
        let back = try hall.bet("7.00", on: plays[1], of: event, by: hall.alice)
        #expect(try counts(read()[0].total) == [3, 0, 0, 0, 3])
        #expect(try hall.takeBack(back, by: hall.alice).status == 200)
        #expect(try counts(read()[0].total) == [3, 0, 0, 1, 2])
        #expect(try sums(read()[0].total) == ["0.00", "0.00", "0.00", "7.00", "3.00", "0.00"])
        #expect(try read()[0].total.returnPercent == nil)
        try hall.settle(event, [(plays[0], 1)])
        let (off, others) = try hall.opened()
        try hall.bet("4.00", on: others[0], of: off, by: hall.alice)
        _ = try hall.cancel(off)
        let (open, third) = try hall.opened()
        try hall.bet("0.50", on: third[0], of: open, by: hall.alice)
        let total = try read()[0].total
        #expect(counts(total) == [5, 1, 1, 2, 1])
        #expect(sums(total) == ["3.00", "8.00", "5.00", "11.00", "0.50", "6.00"])
        #expect(total.returnPercent?.text == "166.67")
        #expect(try counts(read(by: hall.bob)[0].total) == [1, 0, 1, 0, 0])
        #expect(try read(by: hall.bob)[0].total.returnPercent?.text == "-100.00")
        #expect(try hall.violations() == [])
    }

    @Test("are divided by currency, kind, sport and month, and narrowed by each")
    func divisions() throws {
        func play(_ euros: String, _ currency: String) throws {
            let (event, plays) = try hall.opened(currency: currency)
            try hall.bet(euros, on: plays[0], of: event, by: hall.alice)
            try hall.bet(euros, on: plays[1], of: event, by: hall.bob)
            try hall.settle(event, [(plays[0], 1)])
        }
        try play("1.00", "EUR")
        try play("10", "POINTS")
        let first = Day(hall.service.now)
        hall.service.now = hall.service.now.adding(seconds: 3600)
        let later = Day(hall.service.now)
        let all = try read()
        #expect(all.map(\.currency.text) == ["EUR", "POINTS"])
        #expect(all[0].byKind.map(\.kind) == [.poolBet] && all[0].byKind[0].figures == all[0].total)
        #expect(all[0].bySport.map(\.sport) == ["chess"] && all[0].byMonth.map(\.month) == [first.firstOfMonth])
        #expect(try read(.init(currency: CurrencyCode(trusted: "POINTS"))).map(\.currency.text) == ["POINTS"])
        #expect(try read(.init(kind: .peerBet)).isEmpty && read(.init(kind: .poolBet)).count == 2)
        #expect(try read(.init(sport: OutsideKey(trusted: "golf"))).isEmpty)
        #expect(try read(.init(sport: OutsideKey(trusted: "chess"))).count == 2)
        #expect(try read(.init(sport: OutsideKey(trusted: "CHESS"))).count == 2)
        let nowhere = ReadStatistics.Request(currency: CurrencyCode(trusted: "XXX"))
        #expect(try hall.service.ask(ReadStatistics.self, nowhere, by: hall.alice).code == "unknown_currency")
        #expect(try read(.init(from: .day(first), to: .day(first))).count == 2)
        #expect(try read(.init(from: .day(later.adding(days: 1)))).isEmpty)
        #expect(try read(.init(to: .day(first.adding(days: -1)))).isEmpty)
        #expect(try read(.init(from: .time(hall.service.now.adding(seconds: 2 * 86_400)))).isEmpty)
    }

    @Test("of entries of contests count who was first, and what cost nothing")
    func contests() throws {
        let hall = try ContestHall()
        let (contest, entries) = try hall.closed(entries: 3)
        _ = try hall.score(contest, [(entries[0], 3), (entries[1], 3), (entries[2], nil)]).get()
        try hall.settle(contest)
        let (off, _) = try hall.closed(entries: 1)
        _ = try hall.act(CancelContest.self, on: off).get()
        try hall.pay()
        var terms = ContestHall.Terms()
        terms.fee = "0.00"
        try hall.enter(try hall.opened(terms), as: TestUsers.statement(100))
        let user = TestUsers.statement(100)
        let mine = try hall.service.ask(ReadStatistics.self, .init(), by: user).get().currencies[0]
        #expect(counts(mine.total) == [3, 1, 0, 1, 1] && mine.byKind.map(\.kind) == [.contestEntry])
        #expect(mine.total.refundedStake.amount.text == "10.00" && mine.total.openStake.amount.text == "0.00")
        #expect(mine.bySport.map(\.sport) == ["cricket"])
        let firsts = try hall.service.reader().rows(
            "SELECT SUM(firsts) FROM results_daily GROUP BY user ORDER BY user"
        ) { try $0.value(0, as: Int64.self) }
        #expect(firsts == [1, 1, 0])
        func list(_ request: ListOwnContestEntries.Request) throws -> Int {
            try hall.service.ask(ListOwnContestEntries.self, request, by: user).get().items.count
        }
        let (cricket, golf) = (OutsideKey(trusted: "cricket"), OutsideKey(trusted: "golf"))
        #expect(try list(.init()) == 3 && list(.init(sport: cricket)) == 3 && list(.init(sport: golf)) == 0)
        #expect(
            try list(.init(from: hall.service.now.adding(seconds: 1))) == 0
                && list(.init(to: entries[0].createdAt)) == 0)
        #expect(try hall.violations() == [])
    }

    @Test("of peer bets count who was right, who was not, and what was called off")
    func peerBets() throws {
        let hall = try PeerHall()
        let bet = try hall.joined()
        _ = try hall.resolve(bet, "Ann", by: hall.ann)
        _ = try hall.resolve(bet, "Ann", by: hall.ben)
        try hall.pay()
        let off = try hall.made()
        _ = try hall.cancel(off, by: hall.ann)
        _ = try hall.made()
        func read(_ user: Statement) throws -> WagerFigures {
            try hall.service.ask(ReadStatistics.self, .init(kind: .peerBet), by: user).get().currencies[0].total
        }
        #expect(try counts(read(hall.ann)) == [3, 1, 0, 1, 1] && counts(read(hall.ben)) == [1, 0, 1, 0, 0])
        #expect(try sums(read(hall.ann)) == ["30.00", "40.00", "10.00", "30.00", "30.00", "10.00"])
        #expect(try sums(read(hall.ben)) == ["10.00", "0.00", "-10.00", "0.00", "0.00", "0.00"])
        #expect(try BettingInvariants.violations(in: hall.service.reader()) == [])
    }

    @Test("are made of what a database from before has, row by row")
    func migration() throws {
        let (event, plays) = try hall.opened()
        for index in 0..<30 {
            let user = TestUsers.statement(200 + UInt64(index % 7))
            try hall.bet("1.5\(index % 10)", on: plays[index % 2], of: event, by: user)
        }
        try hall.settle(event, [(plays[0], 1)])
        let (off, others) = try hall.opened()
        for _ in 0..<3 { try hall.bet("4.00", on: others[0], of: off, by: hall.alice) }
        _ = try hall.cancel(off)
        let (open, third) = try hall.opened()
        try hall.bet("0.50", on: third[0], of: open, by: hall.alice)
        let (house, fourth) = try hall.opened { $0.breakage = .house }
        for euros in ["1.00", "2.00", "1.00"] { try hall.bet(euros, on: fourth[0], of: house, by: hall.alice) }
        let before = try read()
        try Self.undo(in: hall.service)
        try hall.service.restart()
        #expect(try hall.violations() == [])
        #expect(try read() == before)
    }

    /// Makes a database what it was before there were statistics, and what came after them.
    static func undo(in service: ServiceUnderTest) throws {
        let database = try Connection.openWriter(at: service.directory.appending(path: "service.db").path)
        // Their indexes have the names of those before.
        try database.run("DROP TABLE open_stakes")
        try database.run("DELETE FROM migration WHERE name IN ('betting-open-stakes', 'betting-sports')")
        try undoTracked(in: database)
        try undoEdges(in: database)
        try undoSyndicates(in: database)
        try database.run("DROP INDEX bet_open")
        try database.run("DROP TRIGGER bet_result_stays")
        try database.run("DROP TRIGGER entry_result_stays")
        try database.run("DROP TRIGGER peer_result_stays")
        try database.run("DROP TABLE leaderboard_due")
        try database.run("DROP TABLE leaderboard_row")
        try database.run("DROP TABLE leaderboard")
        try database.run("DROP TABLE leaderboard_member")
        try database.run("DROP TABLE results_daily")
        try database.run("DELETE FROM migration WHERE name = 'betting-statistics-1'")
    }

    private static func undoSyndicates(in database: Connection) throws {
        try database.run("DROP TABLE season_import")
        try database.run("DROP TABLE syndicate_screenshot")
        try database.run("DROP TABLE season_contribution")
        try database.run("DROP TABLE season_movement")
        try database.run("DROP TABLE season_bank")
        try database.run("DROP TABLE season_week_sum")
        try database.run("DROP TABLE season_player_sum")
        try database.run("DROP TABLE season_entry")
        try database.run("DROP TABLE syndicate_bet")
        try database.run("DROP TABLE season_assignment")
        try database.run("DROP TABLE season_week")
        try database.run("DROP TABLE season_player")
        try database.run("DROP TABLE season")
        try database.run("DROP TABLE syndicate_player")
        try database.run("DROP TABLE syndicate_member")
        try database.run("DROP TABLE syndicate")
        try database.run(
            """
            DELETE FROM migration WHERE name IN
                ('betting-syndicates', 'betting-season-money', 'betting-screenshots', 'betting-season-imports',
                'betting-season-guards')
            """)
    }

    private static func undoTracked(in database: Connection) throws {
        try database.run("DROP TABLE tracked_score")
        try database.run("DROP TABLE tracked_daily")
        try database.run("DROP TABLE tracked_open")
        try database.run("DROP TABLE tracked_balance")
        try database.run("DROP TABLE tracked_transaction")
        try database.run("DROP TABLE tracked_history")
        try database.run("DROP TABLE tracked_bet")
        try database.run("DELETE FROM migration WHERE name = 'betting-tracked'")
    }

    private static func undoEdges(in database: Connection) throws {
        try database.run("DROP TABLE stake_limits")
        try database.run("DROP TABLE stake_sizing")
        try database.run("DROP TABLE edge")
        try database.run("DROP TABLE arbitrage_leg")
        try database.run("DROP TABLE arbitrage")
        try database.run("DROP TABLE steam_move")
        try database.run("DROP VIEW seen_quote")
        try database.run("DROP TABLE latest_quote")
        try database.run("DROP TABLE quote")
        try database.run("DROP TABLE selection")
        try database.run("DROP TABLE quoted_market")
        try database.run("DROP TABLE quoted_event")
        try database.run(
            "DELETE FROM migration WHERE name IN ('betting-quotes', 'betting-edges', 'betting-quote-names')")
    }

    @Test("are found wrong where a refund was not counted, and a result that was counted stays")
    func faults() throws {
        let (event, plays) = try hall.opened()
        try hall.bet("4.00", on: plays[0], of: event, by: hall.alice)
        _ = try hall.cancel(event)
        #expect(try hall.violations() == [])
        let database = try Connection.openWriter(at: hall.service.directory.appending(path: "service.db").path)
        #expect(throws: StorageError.self) { try database.run("UPDATE bet SET settled_at = settled_at + 1") }
        try database.run("UPDATE results_daily SET refunded = refunded - 1, given_back = 0")
        #expect(try hall.violations().count == 1)
        try database.run("DELETE FROM results_daily")
        #expect(try hall.violations().count == 1)
    }
}
