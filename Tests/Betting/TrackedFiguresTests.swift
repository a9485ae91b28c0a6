import Messages
import Odds
import Runtime
import TestSupport
import Testing

@testable import Betting

@Suite("What came of tracked bets") struct TrackedFiguresTests {
    private let books: TrackedHall
    private var service: ServiceUnderTest { books.service }
    private var alice: Statement { books.hall.alice }

    init() throws { books = try TrackedHall() }

    @Test("is told by market, book and sport, with half results counted as halves")
    func figures() throws {
        let results: [(OutsideResult, String, String)] = [
            (.win, "north", "total"), (.loss, "north", "total"), (.halfWin, "south", "total"),
            (.halfLoss, "south", "props"), (.push, "north", "props"), (.void, "north", "props"),
        ]
        for (result, book, market) in results {
            let bet = try books.create(books.input("+100", stake: "10.00", book: book, market: market))
            try books.settle(bet, result)
        }
        try books.create(books.input(stake: "7.00"))
        let euros = try #require(try books.statistics().currencies.first)
        #expect(euros.total.bets == 6 && euros.total.winRate?.text == "50.00")
        // 20 + 0 + 15 + 5 came back of 40.
        #expect(euros.total.staked.amount.text == "40.00" && euros.total.returned.amount.text == "40.00")
        #expect(euros.total.net.amount.text == "0.00" && euros.total.returnPercent?.text == "0.00")
        #expect(euros.total.refundedStake.amount.text == "20.00")
        #expect(euros.byMarket.map(\.name) == ["props", "total"] && euros.byBook.map(\.name) == ["north", "south"])
        #expect(euros.byMarket.last?.figures.net.amount.text == "5.00" && euros.bySport.map(\.name) == ["nfl"])
        let south = try books.statistics(.init(book: OutsideKey(trusted: "south")))
        #expect(south.currencies.first?.total.bets == 2 && south.calibration == nil)
        #expect(south.currencies.first?.run.bets == 2 && south.currencies.first?.run.currentStreak == -1)
        let other = TestUsers.statement(8, issuedAt: service.now)
        #expect(try service.ask(ReadTrackedStatistics.self, .init(), by: other).get().currencies.isEmpty)
        let day = Day(service.now)
        #expect(try books.statistics(.init(from: .day(day.adding(days: 1)))).currencies.isEmpty)
        #expect(try books.statistics(.init(from: .day(day), to: .day(day.adding(days: -1)))).currencies.isEmpty)
        #expect(try books.statistics(.init(from: .day(day), to: .time(service.now))).currencies.count == 1)
        #expect(
            try service.ask(ReadTrackedStatistics.self, .init(user: alice.user), by: books.hall.bob).status == 403)
        let dashboard = try service.ask(ReadDashboard.self, .init(), by: alice).get()
        let first = try #require(dashboard.currencies.first)
        #expect(first.openBets == 1 && first.openStake.amount.text == "7.00" && first.last7Days == euros.total)
        #expect(dashboard.books.map(\.balance.amount.text) == ["-7.00", "0.00"])
        #expect(try books.hall.violations().isEmpty)
    }

    @Test("has streaks that a push does not end, and the deepest fall from a height")
    func run() throws {
        var run = TrackedRunCount()
        for (result, net) in [
            (OutsideResult.win, 10), (.win, 20), (.push, 0), (.halfWin, 5), (.loss, -15), (.halfLoss, -5), (.win, 2),
            (.loss, -9), (.void, 0), (.loss, -9),
        ] {
            run.count(result, net: Int64(net))
        }
        let view = run.view(in: BettingHall.eur, isWhole: true)
        #expect((view.bets, view.currentStreak, view.longestWon, view.longestLost) == (10, -2, 3, 2))
        #expect(view.drawdown.amount.text == "0.36" && view.currentDrawdown.amount.text == "0.36")
    }

    @Test("is held against the close, of the same market and side and half a point at most")
    func closing() throws {
        let bet = try books.create(books.input("+110"))
        func refused(_ request: SetClosingLine.Request) throws -> [String] {
            try books.refusal(SetClosingLine.self, request)
        }
        func line(_ text: String?, side: String? = nil, market: String? = nil) -> SetClosingLine.Request {
            .init(
                bet: bet.id, format: .american, odds: OddsInput(trusted: "+100"),
                marketType: market.map { OutsideKey(trusted: $0) }, side: side.map { SideText(trusted: $0) },
                line: text.map { LineText(trusted: $0) })
        }
        #expect(try refused(line("286.001")) == ["422", "other_line", "/line"])
        #expect(try refused(line("284.9")) == ["422", "other_line", "/line"])
        #expect(try refused(line("285.5", side: "under")) == ["422", "other_market", "/side"])
        #expect(try refused(line("285.5", market: "total")) == ["422", "other_market", "/market_type"])
        #expect(try refused(.init(bet: bet.id)) == ["422", "missing_field", "/odds"])
        #expect(
            try refused(.init(bet: bet.id, odds: OddsInput(trusted: "+100"))) == ["422", "missing_field", "/format"])
        #expect(
            try refused(.init(bet: bet.id, quote: ID(high: 1, low: 1))) == ["422", "unknown_quote", "/quote_id"])
        #expect(
            try refused(
                .init(
                    bet: bet.id, format: .american, odds: OddsInput(trusted: "+100"),
                    observedAt: service.now.adding(milliseconds: 1))) == ["422", "observed_in_future", "/observed_at"])
        let without = try books.create(books.input(line: nil))
        #expect(
            try refused(
                .init(
                    bet: without.id, format: .american, odds: OddsInput(trusted: "+100"),
                    line: LineText(trusted: "1"))) == ["422", "other_line", "/line"])
        let closed = try service.ask(SetClosingLine.self, line("286"), by: alice).get()
        #expect(closed.closing?.beatsClose == true && closed.closing?.line?.text == "286")
        #expect(closed.closing?.price.text.hasPrefix("0.05") == true)
        let quote = try service.ask(
            RecordQuote.self,
            QuoteInput(
                sport: OutsideKey(trusted: "nfl"), eventKey: OutsideKey(trusted: "chiefs-chargers"),
                marketType: OutsideKey(trusted: "player_props"), player: OutsideKey(trusted: "Patrick Mahomes"),
                side: SideText(trusted: "over"), line: LineText(trusted: "285.5"), book: OutsideKey(trusted: "sharp"),
                format: .american, odds: OddsInput(trusted: "+120")), by: alice
        ).get()
        let quoted = try service.ask(SetClosingLine.self, .init(bet: bet.id, quote: quote.id), by: alice).get()
        #expect(quoted.closing?.beatsClose == false && quoted.closing?.observedAt == quote.observedAt)
        try books.settle(bet, .win)
        try books.close(bet, "-110")
        #expect(
            try books.statistics().closing
                == ClosingFigures(bets: 1, withClosing: 1, beaten: 1, beatRate: DecimalText("100.00")))
        let cancelled = try service.ask(CancelTrackedBet.self, .init(bet: without.id), by: alice).get()
        #expect(
            try refused(.init(bet: cancelled.id, format: .american, odds: OddsInput(trusted: "+100"))) == [
                "409", "wrong_state",
            ])
        #expect(try books.hall.violations().isEmpty)
    }

    @Test("has a Brier score and tenths that say how well likelihoods were told")
    func calibration() throws {
        for (probability, result) in [("0.7", OutsideResult.win), ("0.7", .loss), ("0.25", .loss), ("0.9", .push)] {
            try books.settle(books.create(books.input(probability: probability)), result)
        }
        let calibration = try #require(try books.statistics().calibration)
        #expect(calibration.bets == 3 && calibration.brierScore?.text == "0.214166667")
        #expect(calibration.buckets.map(\.from.text) == ["0.2", "0.7"])
        #expect(
            calibration.buckets[1].held.text == "0.700000000" && calibration.buckets[1].cameTrue.text == "0.500000000")
        // (0.25 + 2 * 0.2) / 3
        #expect(calibration.error?.text == "0.216666667")
    }

    @Test("is reported for a week with gates, for oneself, and for all together to those who run the place")
    func week() throws {
        for number in 0..<30 {
            let bet = try books.create(books.input(probability: "0.5", week: 4))
            if number < 24 { try books.close(bet, number < 12 ? "+100" : "+120") }
            try books.settle(bet, number.isMultiple(of: 2) ? .win : .loss)
        }
        let own = try service.ask(ReadOwnWeek.self, .init(), by: alice).get()
        #expect(own.gates.map(\.name) == [.closingLineBeat, .calibration, .coverage])
        #expect(own.gates.map { $0.figure?.text } == ["0.500000000", "0.000000000", "0.800000000"])
        #expect(own.gates.map(\.verdict) == [.tooFew, .passed, .passed] && !own.isPassed)
        for _ in 0..<6 { try books.settle(books.close(books.create(books.input(week: 4)), "+100"), .win) }
        let later = try service.ask(ReadOwnWeek.self, .init(), by: alice).get()
        #expect(later.isPassed && later.gates.map(\.bets) == [30, 30, 36])
        let all = try service.ask(ReadWeekOfAll.self, .init(week: later.week), by: books.hall.admin).get()
        #expect(all == later)
        #expect(try service.ask(ReadWeekOfAll.self, .init(), by: alice).status == 403)
        #expect(try service.ask(ReadOwnWeek.self, .init(), by: books.hall.bob).get().closing.bets == 0)
        let sport = WeeklyReportRequest(
            sport: OutsideKey(trusted: "nfl"), season: SeasonText(trusted: "2026"), sportWeek: WeekNumber(trusted: 4))
        let bySport = try service.ask(ReadOwnWeek.self, sport, by: alice).get()
        #expect(bySport.gates == later.gates && bySport.sportWeek == 4 && bySport.week == nil)
        #expect(
            try books.refusal(ReadOwnWeek.self, .init(sport: OutsideKey(trusted: "nfl"))) == [
                "422", "missing_field", "/season",
            ])
        #expect(
            try books.refusal(ReadOwnWeek.self, .init(week: ISOWeekText(trusted: "2027-W53"))) == [
                "422", "no_such_week", "/week",
            ])
        #expect(
            try books.refusal(
                ReadOwnWeek.self, .init(week: ISOWeekText(trusted: "2026-W01"), sport: OutsideKey(trusted: "nfl"))) == [
                    "422", "conflicting_fields", "/week",
                ])
        #expect(try books.hall.violations().isEmpty)
    }

    @Test("names weeks as ISO 8601 does")
    func weeks() throws {
        for (text, monday) in [("2026-W01", "2025-12-29"), ("2020-W53", "2020-12-28"), ("2021-W01", "2021-01-04")] {
            let week = try #require(ISOWeekText(text))
            #expect(try TrackedWeek.monday(of: week) == Day(monday))
            #expect(TrackedWeek.name(of: try #require(Day(monday))) == week)
        }
        for text in ["2026-W00", "2026-W54", "2026W01", "2026-w01", "abcd-W01"] { #expect(ISOWeekText(text) == nil) }
    }
}
