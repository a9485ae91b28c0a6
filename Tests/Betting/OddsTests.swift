import Betting
import Messages
import TestSupport
import Testing

@Suite("Calculations with odds") struct OddsTests {
    private let hall: BettingHall

    init() throws { hall = try BettingHall() }

    private func odds(_ texts: String...) throws -> UpTo<200, OddsInput> {
        try #require(UpTo(texts.map { OddsInput(trusted: $0) }))
    }
    private func figure(_ text: String) -> FigureText { FigureText(trusted: text) }
    private func likely(_ text: String) -> ProbabilityText { ProbabilityText(trusted: text) }

    private func refused<O: Messages.Operation>(
        _ operation: O.Type, _ request: O.Request, _ code: String, at pointer: String,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        guard case .problem(let problem) = try hall.service.ask(O.self, request, by: hall.alice) else {
            Issue.record("was answered", sourceLocation: sourceLocation)
            return
        }
        let error = try #require(problem.errors.first, sourceLocation: sourceLocation)
        #expect((error.code, error.pointer) == (code, pointer), sourceLocation: sourceLocation)
    }

    @Test("write a price in every notation and say where that is rounded")
    func converts() throws {
        let request = ConvertOdds.Request(format: .fractional, odds: OddsInput(trusted: "10/11"), rounding: .down)
        let reply = try hall.service.ask(ConvertOdds.self, request, by: hall.alice).get()
        #expect(reply.american == .init(odds: "-110", exact: true))
        #expect(reply.decimal == .init(odds: "1.9090909", exact: false))
        #expect(reply.malay.odds == "0.9090909" && reply.indonesian == .init(odds: "-1.10", exact: true))
        #expect(reply.implied.text == "0.5238095238095238")
    }

    @Test(
        "refuse what is no odds, each for its reason and by its field",
        arguments: [
            (OddsNotation.american, "0", "odds_of_zero"), (.american, "+99", "odds_between_evens"),
            (.american, "-99", "odds_between_evens"), (.decimal, "1e309", "unreadable_odds"),
            (.fractional, "5/0", "odds_of_zero"), (.decimal, "abc", "unreadable_odds"),
            (.fractional, " evens ", "unreadable_odds"), (.decimal, "٢", "unreadable_odds"),
            (.decimal, "1.123456789", "odds_too_long"), (.decimal, "1000002", "odds_out_of_range"),
        ])
    func badOdds(format: OddsNotation, text: String, code: String) throws {
        let odds = OddsInput(trusted: text)
        try refused(ConvertOdds.self, .init(format: format, odds: odds), code, at: "/odds")
        let prices = try #require(UpTo<200, OddsInput>([OddsInput(trusted: "+150"), odds]))
        if format == .american {
            try refused(
                DevigOdds.self, .init(format: format, prices: prices, method: .power), code, at: "/prices/1")
        }
    }

    @Test("take a margin out, or say why there is none to take")
    func devigs() throws {
        let request = try DevigOdds.Request(format: .decimal, prices: odds("1.91", "1.91"), method: .shin)
        let reply = try hall.service.ask(DevigOdds.self, request, by: hall.alice).get()
        #expect(reply.probabilities.items.map(\.text) == ["0.5", "0.5"])
        #expect(reply.fairPrices.items.map(\.text) == ["2", "2"] && reply.parameter != nil)
        try refused(
            DevigOdds.self, .init(format: .decimal, prices: odds("1.91"), method: .shin), "one_sided_book",
            at: "/prices")
        try refused(
            DevigOdds.self, .init(format: .decimal, prices: odds("2.1", "2.1"), method: .shin), "no_margin",
            at: "/prices")
        try refused(
            DevigOdds.self, .init(format: .decimal, prices: odds("1.1", "1.2", "101"), method: .additive),
            "nothing_left", at: "/prices/2")
    }

    @Test("value a price by a probability or a model, with what others hold and the close")
    func values() throws {
        let price = OddsInput(trusted: "2.10")
        let plain = try hall.service.ask(
            ValueOdds.self, .init(format: .decimal, odds: price, probability: likely("0.5")), by: hall.alice
        ).get()
        #expect(plain.breakEven.text == "2" && plain.push == nil && plain.closingValue == nil)
        #expect(plain.expectedValue.text == "0.05" && plain.kelly.text == "0.045454545455")
        let model = ValueOdds.Model(
            mean: figure("24"), sigma: figure("0"), leastSigma: figure("3"), line: figure("24"), side: .over,
            countsWhole: true)
        let mixed = try hall.service.ask(
            ValueOdds.self,
            .init(
                format: .decimal, odds: price, model: model,
                consensus: .init(probability: likely("0.4"), ownWeight: figure("0.5")),
                closingOdds: OddsInput(trusted: "2")), by: hall.alice
        ).get()
        #expect(mixed.probability.text == "0.45" && mixed.push?.text.hasPrefix("0.13") == true)
        #expect(mixed.kelly.text == "0" && mixed.closingValue?.beatsClose == true)
    }

    @Test("refuse views that are none")
    func badViews() throws {
        let price = OddsInput(trusted: "2.10")
        func model(sigma: String = "1", least: String = "1", line: String = "0") -> ValueOdds.Model {
            .init(
                mean: figure("0"), sigma: figure(sigma), leastSigma: figure(least), line: figure(line), side: .under)
        }
        typealias Request = ValueOdds.Request
        for (request, code, pointer) in [
            (Request(format: .decimal, odds: price), "missing_field", "/probability"),
            (
                Request(format: .decimal, odds: price, probability: likely("0.5"), model: model()),
                "conflicting_fields", "/model"
            ),
            (
                Request(format: .decimal, odds: price, probability: likely("0.00000000000001")),
                "probability_out_of_range", "/probability"
            ),
            (Request(format: .decimal, odds: price, model: model(sigma: "-1")), "sigma_not_positive", "/model/sigma"),
            (
                Request(format: .decimal, odds: price, model: model(least: "0")), "sigma_not_positive",
                "/model/least_sigma"
            ),
            (Request(format: .decimal, odds: price, model: model(line: "40")), "certain", "/model"),
            (
                Request(
                    format: .decimal, odds: price, probability: likely("0.5"),
                    consensus: .init(probability: likely("0.5"), ownWeight: figure("1.1"))), "out_of_range",
                "/consensus/own_weight"
            ),
        ] { try refused(ValueOdds.self, request, code, at: pointer) }
    }

    @Test("size one stake or several, as money cut down to the unit of stake")
    func sizes() throws {
        let bet = SizeStakes.Bet(odds: OddsInput(trusted: "+110"), probability: likely("0.55"))
        let bets = try #require(UpTo<200, SizeStakes.Bet>([bet, bet]))
        let reply = try hall.service.ask(
            SizeStakes.self,
            .init(
                format: .american, bets: bets, relation: .independent, fraction: figure("0.5"), cap: figure("0.05"),
                bankroll: try BettingHall.euros("999.99"), stakeUnit: DecimalText("0.50")), by: hall.alice
        ).get()
        #expect(try reply.stakes.items.map(\.stake) == [BettingHall.euros("49.50"), BettingHall.euros("49.50")])
        #expect(try reply.staked == BettingHall.euros("99.00") && reply.part.text == "0.1")
        let format = OddsNotation.american
        try refused(SizeStakes.self, .init(format: format, bets: bets), "relation_needed", at: "/relation")
        try refused(
            SizeStakes.self, .init(format: format, bets: bets, relation: .exclusive), "probabilities_above_one",
            at: "/bets")
        try refused(
            SizeStakes.self, .init(format: format, bets: bets, relation: .independent, cap: figure("0")),
            "out_of_range",
            at: "/cap")
        let nine = try #require(UpTo<200, SizeStakes.Bet>(Array(repeating: bet, count: 9)))
        try refused(
            SizeStakes.self, .init(format: format, bets: nine, relation: .independent), "too_many_bets", at: "/bets")
        let none = try #require(UpTo<200, SizeStakes.Bet>([]))
        try refused(SizeStakes.self, .init(format: format, bets: none), "too_short", at: "/bets")
        try refused(
            SizeStakes.self,
            .init(format: format, bets: bets, relation: .independent, bankroll: BettingHall.money("1", "XXX")),
            "unknown_currency", at: "/bankroll/currency")
    }

    @Test("divide a total to the last cent, and say what is sure")
    func equalizes() throws {
        let prices = try odds("2.10", "2.05")
        let reply = try hall.service.ask(
            EqualizeStakes.self, .init(format: .decimal, prices: prices, total: BettingHall.euros("100.00")),
            by: hall.alice
        ).get()
        #expect(try reply.legs.items.map(\.stake) == [BettingHall.euros("49.40"), BettingHall.euros("50.60")])
        #expect(try reply.worstReturn == BettingHall.euros("103.73") && reply.profit == BettingHall.euros("3.73"))
        let total = try BettingHall.euros("0.99")
        try refused(
            EqualizeStakes.self,
            .init(format: .decimal, prices: prices, total: total, stakeUnit: DecimalText("1")), "nothing_to_stake",
            at: "/total")
        try refused(
            EqualizeStakes.self,
            .init(format: .decimal, prices: prices, total: total, stakeUnit: DecimalText("0")), "not_positive",
            at: "/stake_unit")
        try refused(
            EqualizeStakes.self, .init(format: .decimal, prices: prices, total: BettingHall.euros("0.001")),
            "too_many_decimals", at: "/total/amount")
        try refused(
            EqualizeStakes.self,
            .init(format: .decimal, prices: prices, total: BettingHall.euros("90000000000000000.00")),
            "amount_overflow", at: "/total")
    }
}
