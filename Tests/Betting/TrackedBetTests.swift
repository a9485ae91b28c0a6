import Messages
import Runtime
import Storage
import TestSupport
import Testing

@testable import Betting

@Suite("Tracked bets") struct TrackedBetTests {
    private let books: TrackedHall
    private var service: ServiceUnderTest { books.service }
    private var alice: Statement { books.hall.alice }

    init() throws { books = try TrackedHall() }

    private func edge(shared: Bool? = nil) throws -> Edge {
        try service.ask(
            CreateEdge.self,
            .init(
                sport: OutsideKey(trusted: "nfl"), eventKey: OutsideKey(trusted: "game"),
                marketType: OutsideKey(trusted: "total"), side: SideText(trusted: "over"),
                line: LineText(trusted: "44.5"), book: OutsideKey(trusted: "north"), format: .decimal,
                odds: OddsInput(trusted: "2.10"), probability: ProbabilityText(trusted: "0.5"),
                season: SeasonText(trusted: "2026"), week: WeekNumber(trusted: 4), isShared: shared), by: alice
        ).get()
    }

    @Test("are kept with all that was said, cost what was staked, and are nobody else's business")
    func kept() throws {
        let bet = try books.create(books.input(probability: "0.55", external: "dk-1"))
        #expect(bet.odds == .init(american: "+110", decimal: "2.10", fractional: "11/10") && bet.status == .pending)
        #expect(bet.potentialReturn.amount.text == "525.00" && bet.netProfit == nil && bet.user == alice.user)
        #expect(bet.expectedValue?.text.hasPrefix("0.155") == true && bet.risk?.tolerance == .low)
        #expect(bet.player == "Patrick Mahomes" && bet.line?.text == "285.5" && bet.placedAt == service.now)
        let get = TrackedBetRequest(bet: bet.id)
        #expect(try service.ask(GetTrackedBet.self, get, by: alice).get() == bet)
        #expect(try service.ask(GetTrackedBet.self, get, by: books.hall.admin).get() == bet)
        #expect(try service.ask(GetTrackedBet.self, get, by: books.hall.bob).status == 404)
        #expect(try service.ask(GetTrackedBet.self, get).status == 401)
        #expect(try service.ask(ListTrackedBets.self, .init(), by: books.hall.bob).get().items.isEmpty)
        #expect(try service.ask(ListTrackedBets.self, .init(user: alice.user), by: books.hall.bob).status == 403)
        let seen = try service.ask(ListTrackedBets.self, .init(user: alice.user), by: books.hall.admin).get().items
        #expect(seen == [bet])
        #expect(try books.transactions().map(\.amount.amount.text) == ["-250.00"])
        #expect(try books.balances() == ["north": "-250.00"] && books.hall.violations().isEmpty)
        let told = try service.reader().rows("SELECT CAST(body AS TEXT) FROM runtime_events") {
            try $0.value(0, as: String.self)
        }
        #expect(!told.contains { $0.contains("a secret of mine") || $0.contains("dk-1") || $0.contains("Mahomes") })
    }

    @Test("take what they are on from an edge, which is used then, by who found it and once")
    func fromEdge() throws {
        let found = try edge()
        let stake = try BettingHall.euros("16.30")
        let others = try books.create(.init(edge: found.id, stake: stake), by: books.hall.bob)
        #expect(others.edge == found.id && others.probability?.text == "0.5")
        let bet = try books.create(.init(edge: found.id, stake: stake))
        #expect(bet.eventKey == "game" && bet.line?.text == "44.5" && bet.book == "north" && bet.odds.decimal == "2.10")
        #expect(bet.season == "2026" && bet.week == 4 && bet.expectedValue?.text.hasPrefix("0.05") == true)
        #expect(try service.ask(GetEdge.self, .init(edge: found.id), by: alice).get().status == .used)
        #expect(
            try books.refusal(CreateTrackedBet.self, .init(edge: found.id, stake: stake)) == [
                "409", "edge_over", "/edge_id",
            ])
        let own = try edge(shared: false)
        #expect(
            try books.refusal(CreateTrackedBet.self, .init(edge: own.id, stake: stake), by: books.hall.bob) == [
                "422", "unknown_edge", "/edge_id",
            ])
        let better = try books.create(
            .init(
                edge: own.id, book: OutsideKey(trusted: "south"), format: .decimal, odds: OddsInput(trusted: "2.20"),
                stake: stake))
        #expect(better.book == "south" && better.odds.decimal == "2.20")
        #expect(
            try books.refusal(ChangeTrackedBet.self, .init(bet: better.id, side: SideText(trusted: "under"))) == [
                "422", "fixed_by_edge",
            ])
        #expect(try books.hall.violations().isEmpty)
    }

    @Test("that are none are refused by the field, and nothing is kept")
    func bad() throws {
        let events = try service.events().count
        func refused(_ request: CreateTrackedBet.Request) throws -> [String] {
            try books.refusal(CreateTrackedBet.self, request)
        }
        for (odds, code) in [("0", "odds_of_zero"), ("+99", "odds_between_evens"), ("1e309", "unreadable_odds")] {
            #expect(try refused(books.input(odds)) == ["422", code, "/odds"])
        }
        #expect(try refused(books.input(stake: "0.00")) == ["422", "not_positive", "/stake/amount"])
        #expect(try refused(books.input(stake: "1.001")) == ["422", "too_many_decimals", "/stake/amount"])
        #expect(try refused(books.input(currency: "XXX")) == ["422", "unknown_currency", "/stake/currency"])
        #expect(
            try refused(books.input("1000000", stake: "92233720368547758.07", format: .decimal)).prefix(2)
                == ["422", "amount_overflow"])
        #expect(
            try refused(books.input(placed: service.now.adding(milliseconds: 1))) == [
                "422", "placed_in_future", "/placed_at",
            ])
        #expect(
            try refused(books.input(placed: service.now.adding(seconds: -30 * 366 * 86_400))) == [
                "422", "placed_long_ago", "/placed_at",
            ])
        #expect(
            try refused(books.input(probability: "0.0000000000001")).prefix(2) == ["422", "probability_out_of_range"])
        let stake = try BettingHall.euros("1.00")
        #expect(try refused(.init(stake: stake)) == ["422", "missing_field", "/sport"])
        #expect(
            try refused(.init(edge: ID(high: 1, low: 1), stake: stake)) == ["422", "unknown_edge", "/edge_id"])
        #expect(try service.events().count == events)
        let found = try edge()
        #expect(
            try refused(.init(edge: found.id, side: SideText(trusted: "x"), stake: stake)) == [
                "422", "conflicting_fields", "/side",
            ])
        try books.create(books.input(external: "dk-1"))
        #expect(try refused(books.input(external: "dk-1")) == ["409", "external_id_taken", "/external_id"])
        try books.create(books.input(book: "south", external: "dk-1"))
        try books.create(books.input(external: "dk-1"), by: books.hall.bob)
        #expect(try books.hall.violations().isEmpty)
    }

    @Test(
        "bring what their result says, in whole units cut down once",
        arguments: [
            (OutsideResult.win, "1.05", "0.55"), (.loss, "0.00", "-0.50"), (.push, "0.50", "0.00"),
            (.void, "0.50", "0.00"), (.halfWin, "0.77", "0.27"), (.halfLoss, "0.25", "-0.25"),
        ])
    func results(_ result: OutsideResult, returned: String, net: String) throws {
        let bet = try books.settle(books.create(books.input(stake: "0.50")), result)
        #expect(bet.status == .settled && bet.actualReturn?.amount.text == returned)
        #expect(bet.netProfit?.amount.text == net && bet.settledAt == service.now)
        #expect(try books.balances() == ["north": net] && books.hall.violations().isEmpty)
    }

    @Test("are settled once, or cancelled once, and changed or put away only before that")
    func ends() throws {
        let settled = try books.settle(books.create(), .win)
        let cancelled = try service.ask(CancelTrackedBet.self, .init(bet: books.create().id), by: alice).get()
        #expect(cancelled.status == .cancelled && cancelled.cancelledAt == service.now)
        #expect(try books.balances() == ["north": "275.00"])
        for bet in [settled, cancelled] {
            let wrong = ["409", "wrong_state"]
            #expect(try books.refusal(SettleTrackedBet.self, .init(bet: bet.id, result: .win)) == wrong)
            #expect(try books.refusal(CancelTrackedBet.self, .init(bet: bet.id)) == wrong)
            #expect(try books.refusal(DeleteTrackedBet.self, .init(bet: bet.id)) == wrong)
            #expect(
                try books.refusal(ChangeTrackedBet.self, .init(bet: bet.id, notes: .clear)) == wrong)
        }
        let other = try books.create()
        func at(_ seconds: Int64) -> SettleTrackedBet.Request {
            .init(bet: other.id, result: .win, settledAt: service.now.adding(seconds: seconds))
        }
        #expect(try books.refusal(SettleTrackedBet.self, at(1)) == ["422", "settled_in_future", "/settled_at"])
        #expect(try books.refusal(SettleTrackedBet.self, at(-1)) == ["422", "settled_before_placed", "/settled_at"])
        for caller in [books.hall.bob] {
            #expect(try books.refusal(SettleTrackedBet.self, at(0), by: caller).first == "404")
            #expect(try books.refusal(DeleteTrackedBet.self, .init(bet: other.id), by: caller).first == "404")
        }
        _ = try service.ask(DeleteTrackedBet.self, .init(bet: other.id), by: alice).get()
        #expect(try books.refusal(GetTrackedBet.self, .init(bet: other.id)).first == "404")
        #expect(try books.balances() == ["north": "275.00"] && books.hall.violations().isEmpty)
    }

    @Test("are changed before they are over, their money with them, and tell all of it in their history")
    func changes() throws {
        let bet = try books.create(books.input(external: "dk-1"))
        let changed = try service.ask(
            ChangeTrackedBet.self,
            .init(
                bet: bet.id, book: OutsideKey(trusted: "south"), format: .decimal, odds: OddsInput(trusted: "3.00"),
                stake: try BettingHall.euros("10.00"), notes: .clear), by: alice
        ).get()
        #expect(changed.potentialReturn.amount.text == "30.00" && changed.notes == nil && changed.externalID == "dk-1")
        #expect(try books.balances() == ["north": "0.00", "south": "-10.00"])
        let same = try service.ask(ChangeTrackedBet.self, .init(bet: bet.id), by: alice).get()
        #expect(same == changed)
        try books.settle(bet, .win)
        let lines = try service.ask(ListTrackedHistory.self, .init(bet: bet.id), by: alice).get().items
        #expect(lines.map(\.action) == [.created, .changed, .settled])
        #expect(lines.map(\.after.stake.amount.text) == ["250.00", "10.00", "10.00"])
        #expect(lines.allSatisfy { $0.by == alice.user } && lines.last?.after.result == .win)
        #expect(try service.ask(ListTrackedHistory.self, .init(bet: bet.id), by: books.hall.bob).status == 404)
        #expect(try books.balances()["south"] == "20.00" && books.hall.violations().isEmpty)
    }

    @Test("are disputed and resolved, with another result or the same, and nothing is lost of how it was")
    func disputes() throws {
        let open = try books.create()
        let note = Note(trusted: "it was a push")
        #expect(try books.refusal(DisputeTrackedBet.self, .init(bet: open.id, reason: note)) == ["409", "wrong_state"])
        let bet = try books.settle(open, .loss)
        let resolve = ResolveTrackedDispute.Request(bet: bet.id, result: .push, note: Note(trusted: "they agreed"))
        #expect(try books.refusal(ResolveTrackedDispute.self, resolve) == ["409", "wrong_state"])
        let disputed = try service.ask(DisputeTrackedBet.self, .init(bet: bet.id, reason: note), by: alice).get()
        #expect(disputed.dispute?.isOpen == true && disputed.result == .loss)
        #expect(try books.refusal(DisputeTrackedBet.self, .init(bet: bet.id, reason: note)) == ["409", "wrong_state"])
        let resolved = try service.ask(ResolveTrackedDispute.self, resolve, by: books.hall.admin).get()
        #expect(resolved.result == .push && resolved.netProfit?.amount.text == "0.00")
        #expect(resolved.dispute?.note == "they agreed" && resolved.dispute?.isOpen == false)
        #expect(try books.refusal(ResolveTrackedDispute.self, resolve) == ["409", "wrong_state"])
        #expect(try books.statistics().currencies.first?.total.pushed == 1)
        _ = try service.ask(DisputeTrackedBet.self, .init(bet: bet.id, reason: note), by: alice).get()
        _ = try service.ask(ResolveTrackedDispute.self, .init(bet: bet.id, result: .win), by: alice).get()
        #expect(
            try books.transactions(of: bet.id).map(\.amount.amount.text) == ["525.00", "-250.00", "250.00", "-250.00"])
        let lines = try service.ask(ListTrackedHistory.self, .init(bet: bet.id), by: alice).get().items
        #expect(lines.map(\.action) == [.created, .settled, .disputed, .resolved, .disputed, .resolved])
        #expect(lines[2].note == "it was a push" && lines[3].by == books.hall.admin.user)
        #expect(try books.hall.violations().isEmpty)
    }

    @Test("keep what triggers keep: history, results, terms and money")
    func triggers() throws {
        let bet = try books.settle(books.create(), .win)
        let database = try Connection.openWriter(at: service.directory.appending(path: "service.db").path)
        #expect(throws: (any Error).self) { try database.run("UPDATE tracked_history SET action = 'changed'") }
        #expect(throws: (any Error).self) { try database.run("DELETE FROM tracked_history") }
        #expect(throws: (any Error).self) { try database.run("UPDATE tracked_bet SET result = 'loss', returned = 0") }
        #expect(throws: (any Error).self) { try database.run("UPDATE tracked_bet SET status = 'pending'") }
        #expect(throws: (any Error).self) { try database.run("UPDATE tracked_bet SET stake = 1 WHERE id = ?", bet.id) }
        #expect(throws: (any Error).self) { try database.run("DELETE FROM tracked_bet") }
        #expect(throws: (any Error).self) { try database.run("UPDATE tracked_transaction SET amount = 1") }
        #expect(throws: (any Error).self) { try database.run("UPDATE tracked_transaction SET status = 'failed'") }
        #expect(throws: (any Error).self) { try database.run("DELETE FROM tracked_transaction") }
        #expect(try books.hall.violations().isEmpty)
        try database.run("UPDATE tracked_daily SET won = 2")
        #expect(try books.hall.violations() == ["what came of tracked bets is not what was counted"])
    }
}
