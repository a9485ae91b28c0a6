import Messages
import Runtime
import TestSupport
import Testing

@testable import Betting

@Suite("Edges") struct EdgeTests {
    private let books: QuoteHall
    private var service: ServiceUnderTest { books.service }

    init() throws { books = try QuoteHall() }

    private func byHand(
        _ odds: String = "+110", probability: String? = "0.55", expires: Int64? = nil, shared: Bool? = nil,
        side: String = "over", week: Int64? = nil, lineView: LineView? = nil, consensus: ValueOdds.Consensus? = nil
    ) -> CreateEdge.Request {
        .init(
            sport: OutsideKey(trusted: "nfl"), eventKey: OutsideKey(trusted: "chiefs-chargers"),
            marketType: OutsideKey(trusted: "player_props"), player: OutsideKey(trusted: "Patrick Mahomes"),
            side: SideText(trusted: side), line: LineText(trusted: "285.5"), book: OutsideKey(trusted: "north"),
            format: .american, odds: OddsInput(trusted: odds),
            probability: probability.map { ProbabilityText(trusted: $0) }, lineView: lineView, consensus: consensus,
            season: SeasonText(trusted: "2026"), week: week.map { WeekNumber(trusted: $0) },
            model: EdgeModel(name: OutsideKey(trusted: "yards"), confidence: ProbabilityText(trusted: "0.8")),
            surroundings: EdgeContext(team: OutsideKey(trusted: "KC"), defenseTier: OutsideKey(trusted: "weak")),
            notes: Note(trusted: "a secret of mine"), expiresAt: expires.map { service.now.adding(seconds: $0) },
            isShared: shared)
    }

    private func create(_ request: CreateEdge.Request, by caller: Statement? = nil) throws -> Edge {
        try service.ask(CreateEdge.self, request, by: caller ?? books.hall.alice).get()
    }

    private func edge(_ id: ID<Edge>, by reader: Statement? = nil) throws -> Edge {
        try service.ask(GetEdge.self, .init(edge: id), by: reader ?? books.hall.bob).get()
    }

    private func refusal<O: Messages.Operation>(_ operation: O.Type, _ request: O.Request) throws -> [String] {
        let problem = try service.ask(O.self, request, by: books.hall.alice).problem
        let error = problem?.errors.first
        return [problem.map { String($0.status) }, error?.code ?? problem?.code, error?.pointer].compactMap { $0 }
    }

    @Test("made by hand are worth what the mathematics says")
    func figures() throws {
        let edge = try create(byHand(expires: 86_400))
        #expect(edge.bestOdds.decimal == "2.10" && edge.source == .stated && edge.status == .active)
        #expect(edge.expectedValue.text.hasPrefix("0.155") && edge.kellyFraction.text.hasPrefix("0.14090909"))
        #expect(edge.edge.text.hasPrefix("0.0738095") && edge.breakEven.text.hasPrefix("1.81818"))
        #expect(edge.surroundings?.team?.text == "KC" && edge.model?.name.text == "yards" && edge.week == nil)
        #expect(edge.createdBy == books.hall.alice.user && edge.staleAt == service.now.adding(seconds: 7200))
        let seen = try self.edge(edge.id)
        #expect(seen.createdBy == nil && seen.edge == edge.edge)
        let same = ValueOdds.Request(
            format: .american, odds: OddsInput(trusted: "+110"), probability: ProbabilityText(trusted: "0.55"))
        let value = try service.ask(ValueOdds.self, same, by: books.hall.bob).get()
        #expect((value.edge, value.expectedValue, value.kelly) == (edge.edge, edge.expectedValue, edge.kellyFraction))
        #expect(try books.hall.violations().isEmpty)
        let told = try service.reader().rows("SELECT CAST(body AS TEXT) FROM runtime_events") {
            try $0.value(0, as: String.self)
        }
        #expect(!told.contains { $0.contains("a secret of mine") })
    }

    @Test("come of a quote and of the market's own view, a normal model, and what others hold")
    func models() throws {
        let over = try books.quote(books.input("2.05", book: "north", format: .decimal))
        for (side, odds) in [("over", "1.91"), ("under", "1.91")] {
            try books.quote(books.input(odds, side: side, book: "sharp", format: .decimal))
        }
        let view = MarketView(book: OutsideKey(trusted: "sharp"), method: .shin)
        let edge = try create(.init(quote: over.id, marketView: view))
        #expect(edge.probability.text == "0.5" && edge.source == .market && edge.quote == over.id)
        #expect(edge.book == "north" && edge.line?.text == "44.5" && edge.expectedValue.text.hasPrefix("0.025"))
        let line = LineView(
            mean: FigureText(trusted: "290"), sigma: FigureText(trusted: "0"), leastSigma: FigureText(trusted: "40"))
        let counted = try create(byHand(probability: nil, lineView: line))
        #expect(counted.source == .line && counted.probability.text.hasPrefix("0.544"))
        let leaning = try create(
            byHand(
                consensus: .init(probability: ProbabilityText(trusted: "0.45"), ownWeight: FigureText(trusted: "0.5"))))
        #expect(leaning.probability.text == "0.5" && leaning.ownProbability.text == "0.55")
        let best = try create(.init(quote: over.id, marketView: MarketView(method: .proportional)))
        #expect(best.probability.text.hasPrefix("0.4823"))
        #expect(try books.hall.violations().isEmpty)
    }

    @Test("that are none are refused by the field, and nothing is kept")
    func bad() throws {
        let quote = try books.quote(books.input("2.10", side: "home", line: nil, format: .decimal))
        let events = try service.events().count
        for probability in ["0", "1", "0.0", "NaN", "-0.5", "1e-3"] { #expect(ProbabilityText(probability) == nil) }
        #expect(
            try refusal(CreateEdge.self, byHand(probability: "0.0000000000001")) == [
                "422", "probability_out_of_range", "/probability",
            ])
        for (odds, code) in [("0", "odds_of_zero"), ("+99", "odds_between_evens"), ("1e309", "unreadable_odds")] {
            #expect(try refusal(CreateEdge.self, byHand(odds)) == ["422", code, "/odds"])
        }
        #expect(try refusal(CreateEdge.self, byHand(probability: nil)) == ["422", "missing_field", "/probability"])
        #expect(try refusal(CreateEdge.self, .init()) == ["422", "missing_field", "/sport"])
        #expect(
            try refusal(CreateEdge.self, .init(quote: ID(high: 1, low: 1))) == ["422", "unknown_quote", "/quote_id"])
        #expect(
            try refusal(CreateEdge.self, .init(quote: quote.id, side: SideText(trusted: "x"))) == [
                "422", "conflicting_fields", "/side",
            ])
        #expect(
            try refusal(CreateEdge.self, .init(quote: quote.id, marketView: MarketView(method: .shin))) == [
                "422", "book_incomplete", "/market_view",
            ])
        let line = LineView(
            mean: FigureText(trusted: "290"), sigma: FigureText(trusted: "9"), leastSigma: FigureText(trusted: "0"))
        #expect(
            try refusal(CreateEdge.self, byHand(probability: nil, lineView: line)) == [
                "422", "sigma_not_positive", "/line_view/least_sigma",
            ])
        #expect(try refusal(CreateEdge.self, byHand(lineView: line)) == ["422", "conflicting_fields", "/line_view"])
        #expect(try refusal(CreateEdge.self, byHand(expires: 0)) == ["422", "expiry_not_in_future", "/expires_at"])
        #expect(
            try refusal(CreateEdge.self, byHand(expires: 500 * 86_400)) == ["422", "expiry_too_far", "/expires_at"])
        #expect(try service.events().count == events)
        for side in ["home", "away"] {
            try books.quote(books.input("3.00", side: side, line: nil, book: "odd", format: .decimal, outcomes: 2))
        }
        let never = try books.quote(
            books.input("3.00", side: "home", line: nil, book: "odd", format: .decimal, outcomes: 2))
        #expect(
            try refusal(CreateEdge.self, .init(quote: never.id, marketView: MarketView(method: .power))) == [
                "422", "no_margin", "/market_view",
            ])
        try books.pass(minutes: 120)
        #expect(try refusal(CreateEdge.self, .init(quote: quote.id)) == ["422", "stale_quote", "/quote_id"])
    }

    @Test("are active, stale, active again with a new price, and expired, to the millisecond and without the clock")
    func life() throws {
        let made = try create(byHand(expires: 20_000))
        func status(at time: Timestamp) throws -> EdgeStatus {
            service.now = time
            return try edge(made.id).status
        }
        #expect(try status(at: made.staleAt.adding(milliseconds: -1)) == .active)
        #expect(try status(at: made.staleAt) == .stale)
        try service.step()
        let changed = try service.ask(
            ChangeEdge.self,
            .init(edge: made.id, format: .decimal, odds: OddsInput(trusted: "2.20"), week: .set(.init(trusted: 7))),
            by: books.hall.alice
        ).get()
        #expect(changed.status == .active && changed.bestOdds.decimal == "2.20" && changed.week == 7)
        #expect(changed.staleAt == service.now.adding(seconds: 7200) && changed.notes == made.notes)
        #expect(try service.ask(MarkEdgeStale.self, .init(edge: made.id), by: books.hall.bob).status == 403)
        #expect(try service.ask(MarkEdgeStale.self, .init(edge: made.id), by: books.hall.alice).get().status == .stale)
        #expect(try status(at: made.expiresAt.adding(milliseconds: -1)) == .stale)
        #expect(try status(at: made.expiresAt) == .expired)
        #expect(try service.ask(UseEdge.self, .init(edge: made.id), by: books.hall.alice).code == "wrong_state")
        #expect(
            try service.ask(ChangeEdge.self, .init(edge: made.id, isShared: false), by: books.hall.alice).code
                == "wrong_state")
        #expect(try service.ask(MarkEdgeStale.self, .init(edge: made.id), by: books.hall.alice).code == "wrong_state")
        try service.step()
        #expect(try books.hall.violations().isEmpty)
        service.now = made.expiresAt.adding(seconds: 30 * 86_400)
        try service.step()
        let later = TestUsers.statement(9, issuedAt: service.now)
        #expect(try service.ask(GetEdge.self, .init(edge: made.id), by: later).status == 404)
        let told = try service.events().map(\.type).filter { $0.hasPrefix("betting.edge") }
        #expect(
            told == [
                EdgeCreated.type, EdgeMoved.type, EdgeChanged.type, EdgeMoved.type, EdgeMoved.type, EdgePutAway.type,
            ])
        #expect(try books.hall.violations().isEmpty)
    }

    @Test("are used once, by who found them, and never after they expired")
    func used() throws {
        let made = try create(byHand(expires: 60))
        #expect(try service.ask(UseEdge.self, .init(edge: made.id), by: books.hall.bob).status == 403)
        service.now = made.expiresAt.adding(milliseconds: -1)
        let used = try service.ask(UseEdge.self, .init(edge: made.id), by: books.hall.alice).get()
        #expect(used.status == .used && used.usedAt == service.now)
        #expect(try service.ask(UseEdge.self, .init(edge: made.id), by: books.hall.alice).code == "wrong_state")
        service.now = made.expiresAt
        try service.step()
        #expect(try edge(made.id).status == .used && books.hall.violations().isEmpty)
    }

    @Test("that are not shared are nobody else's business, and one that is put away is nobody's")
    func secret() throws {
        let own = try create(byHand(shared: false))
        let hall = books.hall
        #expect(try service.ask(GetEdge.self, .init(edge: own.id), by: hall.bob).status == 404)
        #expect(try service.ask(UseEdge.self, .init(edge: own.id), by: hall.bob).status == 404)
        #expect(try edge(own.id, by: hall.admin).createdBy == hall.alice.user)
        #expect(try service.ask(ListEdges.self, .init(), by: hall.bob).get().items.isEmpty)
        #expect(try service.ask(ListTopEdges.self, .init(), by: hall.bob).get().items.isEmpty)
        #expect(try service.ask(ListEdges.self, .init(show: .own), by: hall.alice).get().items.map(\.id) == [own.id])
        #expect(try service.ask(DeleteEdge.self, .init(edge: own.id), by: hall.bob).status == 404)
        _ = try service.ask(DeleteEdge.self, .init(edge: own.id), by: hall.alice).get()
        #expect(try service.ask(GetEdge.self, .init(edge: own.id), by: hall.alice).status == 404)
        #expect(try service.ask(DeleteEdge.self, .init(edge: own.id), by: hall.alice).status == 404)
        #expect(try books.hall.violations().isEmpty)
    }

    @Test("are found by sport and week, by worth, and the best of them first")
    func lists() throws {
        let poor = try create(byHand("-150", week: 3))
        let good = try create(byHand("+150", week: 4))
        let fair = try create(byHand("+110", side: "under", week: 4))
        func list(_ request: ListEdges.Request) throws -> [ID<Edge>] {
            try service.ask(ListEdges.self, request, by: books.hall.bob).get().items.map(\.id)
        }
        #expect(try list(.init()) == [fair.id, good.id, poor.id])
        let (sport, season) = (OutsideKey(trusted: "nfl"), SeasonText(trusted: "2026"))
        #expect(try list(.init(sport: sport, season: season, week: WeekNumber(trusted: 4))) == [fair.id, good.id])
        #expect(try list(.init(leastExpectedValue: FigureText(trusted: "0.2"))) == [good.id])
        #expect(try list(.init(status: .stale)).isEmpty && list(.init(status: .active)).count == 3)
        #expect(
            try list(.init(player: OutsideKey(trusted: "Patrick Mahomes"), book: OutsideKey(trusted: "north"))).count
                == 3)
        #expect(try list(.init(sport: sport, eventKey: OutsideKey(trusted: "other"))).isEmpty)
        func top(_ order: EdgeOrder, cursor: String? = nil) throws -> Page<Edge> {
            let limit = try WireCoding().decode(PageLimit.self, from: Array("2".utf8))
            return try service.ask(
                ListTopEdges.self, .init(order: order, limit: limit, cursor: cursor.map { Cursor(trusted: $0) }),
                by: books.hall.bob
            ).get()
        }
        for order in EdgeOrder.allCases {
            let first = try top(order)
            #expect(first.items.map(\.id) == [good.id, fair.id])
            // The poor one is not worth it.
            #expect(try first.next == nil || top(order, cursor: first.next).items.isEmpty)
        }
    }

    @Test("are cleaned up by admins, those that expired long enough ago")
    func cleanUp() throws {
        let made = try create(byHand(expires: 60))
        let live = try create(byHand(expires: 86_400))
        service.now = made.expiresAt
        let none = try service.ask(CleanUpEdges.self, .init(), by: books.hall.admin).get()
        #expect(none.putAway == 0 && !none.hasMore)
        let all = try service.ask(CleanUpEdges.self, .init(days: .init(trusted: 0)), by: books.hall.admin).get()
        #expect(all.putAway == 1)
        #expect(try service.ask(CleanUpEdges.self, .init(), by: books.hall.alice).status == 403)
        #expect(try service.ask(GetEdge.self, .init(edge: made.id), by: books.hall.alice).status == 404)
        #expect(try edge(live.id).status == .active && books.hall.violations().isEmpty)
    }

    @Test("come with a stake by one's profile, never above what that allows, and none where the price is old")
    func recommendation() throws {
        let made = try create(byHand(expires: 86_400))
        func ask(_ request: RecommendStake.Request) throws -> ServiceUnderTest.Answer<RecommendStake.Reply> {
            try service.ask(RecommendStake.self, request, by: books.hall.bob)
        }
        #expect(try ask(.init(edge: made.id)).code == "bankroll_unknown")
        let euros = CurrencyCode(trusted: "EUR")
        let plain = try ask(.init(edge: made.id, bankroll: DecimalText("1000.00"), currency: euros)).get()
        #expect(try plain.recommendedStake == BettingHall.euros("35.22") && plain.heldBy == nil)
        #expect(try plain.potentialReturn == BettingHall.euros("73.96") && plain.kellyFraction.text == "0.25")
        let asked = RecommendStake.Request(
            edge: made.id, bankroll: DecimalText("1000.00"), currency: euros, kellyFraction: FigureText(trusted: "1"))
        #expect(try ask(asked).get().kellyFraction.text == "0.25", "who has said nothing is held to the middle")
        let profile = RiskProfile(
            bankroll: try BettingHall.euros("1000.00"), riskTolerance: .high,
            maximumStake: try BettingHall.euros("20.00"), autoKellySizing: true, maxKellyFraction: DecimalText("0.1"))
        let taking = TakeRiskProfile.Request(user: books.hall.bob.user, profile: profile)
        #expect(try service.ask(TakeRiskProfile.self, taking, by: books.hall.bob).status == 403)
        _ = try service.call(TakeRiskProfile.self, taking, from: .identity).get()
        let tenth = try ask(.init(edge: made.id)).get()
        #expect(try tenth.recommendedStake == BettingHall.euros("14.09") && tenth.heldBy == nil)
        let more = try ask(
            .init(
                edge: made.id, bankroll: DecimalText("10000"), kellyFraction: FigureText(trusted: "1"),
                maximumStake: DecimalText("50"))
        ).get()
        #expect(try more.recommendedStake == BettingHall.euros("20.00") && more.heldBy == .maximumStake)
        let whole = try ask(.init(edge: made.id, stakeUnit: DecimalText("5"))).get()
        #expect(try whole.recommendedStake == BettingHall.euros("10.00"))
        #expect(
            try ask(.init(edge: made.id, kellyFraction: FigureText(trusted: "1.5"))).problem?.errors.first?.pointer
                == "/kelly_fraction")
        #expect(
            try ask(.init(edge: made.id, bankroll: DecimalText("0"))).problem?.errors.first?.pointer
                == "/bankroll/amount")
        #expect(
            try ask(.init(edge: made.id, bankroll: DecimalText("1"), currency: CurrencyCode(trusted: "XXX"))).code
                == "unknown_currency")
        let poor = try create(byHand("-150"))
        #expect(try ask(.init(edge: poor.id)).get().heldBy == .notWorthIt)
        service.now = made.staleAt
        #expect(try ask(.init(edge: made.id)).get().heldBy == .stale)
        service.now = made.expiresAt
        #expect(try ask(.init(edge: made.id)).status != 200)
    }
}
