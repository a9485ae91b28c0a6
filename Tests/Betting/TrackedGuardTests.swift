import Messages
import Runtime
import Storage
import TestSupport
import Testing

@testable import Betting

@Suite("What guards tracked bets") struct TrackedGuardTests {
    private let books: TrackedHall
    private var service: ServiceUnderTest { books.service }
    private var alice: Statement { books.hall.alice }

    init() throws { books = try TrackedHall() }

    private func dispute(_ bet: TrackedBet) throws -> [String] {
        try books.refusal(DisputeTrackedBet.self, .init(bet: bet.id, reason: Note(trusted: "no")))
    }

    @Test("a bet is disputed twenty times at most")
    func disputes() throws {
        let bet = try books.settle(books.create(), .win)
        for number in 0..<20 {
            #expect(try dispute(bet) == [])
            let result: OutsideResult = number.isMultiple(of: 2) ? .loss : .win
            _ = try service.ask(ResolveTrackedDispute.self, .init(bet: bet.id, result: result), by: alice).get()
        }
        #expect(try dispute(bet).last == "too_many_disputes")
        #expect(try books.balances() == ["north": "275.00"] && books.hall.violations().isEmpty)
    }

    @Test(
        "a half result and a void one say nothing of how well a likelihood was told, and a void one nothing of the close"
    )
    func judged() throws {
        for result in [OutsideResult.halfWin, .halfLoss, .push, .void, .win] {
            try books.settle(books.close(books.create(books.input(probability: "0.5")), "+100"), result)
        }
        let told = try books.statistics()
        #expect(told.calibration?.bets == 1 && told.calibration?.brierScore?.text == "0.250000000")
        #expect(told.closing?.bets == 4 && told.closing?.withClosing == 4)
    }

    @Test("a closing line goes with what the bet was on, and stays where only its money changes")
    func moved() throws {
        let bet = try books.close(books.create(), "+100")
        let dearer = ChangeTrackedBet.Request(bet: bet.id, stake: try BettingHall.euros("3.00"))
        #expect(try service.ask(ChangeTrackedBet.self, dearer, by: alice).get().closing == bet.closing)
        let other = ChangeTrackedBet.Request(bet: bet.id, line: .set(LineText(trusted: "290.5")))
        #expect(try service.ask(ChangeTrackedBet.self, other, by: alice).get().closing == nil)
        #expect(try books.hall.violations().isEmpty)
    }

    @Test("what is put away is in no list and no table, and nothing is entered for it")
    func putAway() throws {
        let (kept, gone) = (try books.create(), try books.create())
        _ = try service.ask(DeleteTrackedBet.self, .init(bet: gone.id), by: alice).get()
        #expect(try service.ask(ListTrackedBets.self, .init(), by: alice).get().items == [kept])
        let table = try service.ask(ExportTrackedBets.self, .init(format: .jsonl), by: alice).get().text ?? ""
        #expect(table.contains(kept.id.text) && !table.contains(gone.id.text))
        let fee = RecordTrackedTransaction.Request(
            type: .fee, amount: try BettingHall.euros("1.00"), book: OutsideKey(trusted: "north"), bet: gone.id)
        #expect(try books.refusal(RecordTrackedTransaction.self, fee) == ["422", "unknown_bet", "/bet_id"])
        #expect(try books.refusal(ListTrackedHistory.self, .init(bet: gone.id)).first == "404")
    }

    @Test("what moved for another's bet is shown to nobody who names it, and what is completed does not fail")
    func othersMoney() throws {
        let bet = try books.create()
        let asked = ListTrackedTransactions.Request(bet: bet.id)
        #expect(try service.ask(ListTrackedTransactions.self, asked, by: alice).get().items.count == 1)
        #expect(try service.ask(ListTrackedTransactions.self, asked, by: books.hall.bob).get().items.isEmpty)
        for operation in [ListTrackedTransactions.Request(user: alice.user), .init(user: alice.user, bet: bet.id)] {
            #expect(try service.ask(ListTrackedTransactions.self, operation, by: books.hall.bob).status == 403)
            #expect(
                try service.ask(ListTrackedTransactions.self, operation, by: books.hall.admin).get().items.count == 1)
        }
        #expect(try service.ask(ListBookBalances.self, .init(user: alice.user), by: books.hall.bob).status == 403)
        let stake = try #require(try books.transactions(of: bet.id).first)
        #expect(
            try books.refusal(FailTrackedTransaction.self, .init(transaction: stake.id)) == ["409", "wrong_state"])
    }

    @Test("a bet at another book takes its money there, and no name that the book has given already")
    func otherBook() throws {
        let bet = try books.create(books.input(external: "dk-1"))
        let south = OutsideKey(trusted: "south")
        #expect(
            try service.ask(ChangeTrackedBet.self, .init(bet: bet.id, book: south), by: alice).get().book == "south")
        #expect(try books.balances() == ["north": "0.00", "south": "-250.00"])
        let second = try books.create(books.input(book: "south"))
        let taken = ChangeTrackedBet.Request(bet: second.id, externalID: .set(OutsideKey(trusted: "dk-1")))
        #expect(try books.refusal(ChangeTrackedBet.self, taken) == ["409", "external_id_taken", "/external_id"])
        let unlikely = ChangeTrackedBet.Request(
            bet: second.id, probability: .set(ProbabilityText(trusted: "0.0000000000001")))
        #expect(try books.refusal(ChangeTrackedBet.self, unlikely).prefix(2) == ["422", "probability_out_of_range"])
        let nowhere = ChangeTrackedBet.Request(bet: second.id, match: .set(ID(high: 1, low: 1)))
        #expect(try books.refusal(ChangeTrackedBet.self, nowhere) == ["422", "unknown_match", "/match_id"])
        #expect(try books.hall.violations().isEmpty)
    }

    @Test("a quote closes a bet on its own side, whatever the case of its names, and half a point away at most")
    func quotes() throws {
        let bet = try books.create()
        func quote(_ side: String, _ line: String) throws -> ID<Quote> {
            try service.ask(
                RecordQuote.self,
                QuoteInput(
                    sport: OutsideKey(trusted: "NFL"), eventKey: OutsideKey(trusted: "Chiefs-Chargers"),
                    marketType: OutsideKey(trusted: "player_props"), player: OutsideKey(trusted: "patrick mahomes"),
                    side: SideText(trusted: side), line: LineText(trusted: line), book: OutsideKey(trusted: "sharp"),
                    format: .american, odds: OddsInput(trusted: "+120")), by: alice
            ).get().id
        }
        let (under, far, near) = (try quote("under", "285.5"), try quote("over", "286.001"), try quote("Over", "286"))
        #expect(
            try books.refusal(SetClosingLine.self, .init(bet: bet.id, quote: under)) == [
                "422", "other_market", "/quote_id",
            ])
        #expect(
            try books.refusal(SetClosingLine.self, .init(bet: bet.id, quote: far)) == [
                "422", "other_line", "/quote_id",
            ])
        let closed = try service.ask(SetClosingLine.self, .init(bet: bet.id, quote: near), by: alice).get()
        #expect(closed.closing?.line?.text == "286" && closed.closing?.beatsClose == false)
    }

    @Test("how an edge was found is its finder's word, and in no bet of another's")
    func strategies() throws {
        let edge = try service.ask(
            CreateEdge.self,
            .init(
                sport: OutsideKey(trusted: "nfl"), eventKey: OutsideKey(trusted: "game"),
                marketType: OutsideKey(trusted: "total"), side: SideText(trusted: "over"),
                book: OutsideKey(trusted: "north"), format: .decimal, odds: OddsInput(trusted: "2.10"),
                probability: ProbabilityText(trusted: "0.5"), strategy: OutsideKey(trusted: "a way of mine")), by: alice
        ).get()
        let stake = try BettingHall.euros("1.00")
        #expect(try books.create(.init(edge: edge.id, stake: stake), by: books.hall.bob).strategy == nil)
        #expect(try books.create(.init(edge: edge.id, stake: stake)).strategy == "a way of mine")
    }

    @Test("a week ends by the last day that can be written")
    func lastWeek() throws {
        func week(_ text: String) throws -> [String] {
            try books.refusal(ReadOwnWeek.self, .init(week: ISOWeekText(trusted: text)))
        }
        #expect(try week("9999-W51") == [] && week("0001-W01") == [])
        #expect(try week("9999-W52") == ["422", "no_such_week", "/week"])
        #expect(try week("0000-W52") == ["422", "no_such_week", "/week"])
    }
}
