import Messages
import Runtime
import Storage
import TestSupport
import Testing

@testable import Betting

@Suite("A season's bank")
struct SeasonMoneyTests {
    let bank: SeasonBank

    init() throws { bank = try SeasonBank() }

    @Test("takes what players pay from their own wallets, and what a treasurer was given outside")
    func contributions() throws {
        let entry = try bank.contribute("20").get()
        #expect((entry.source, entry.amount.amount.text, entry.player) == (.wallet, "20.00", bank.alicesPlayer))
        #expect(try bank.buckets(of: bank.alice) == "80.00 0.00 0.00 0.00")
        #expect(try bank.contribute("5", by: bank.bob).get().player == bank.bobsPlayer)
        #expect(try bank.contribute("7.50", bank.carol).get().source == .outside)
        #expect(try bank.contribute("1", bank.alicesPlayer, from: .outside).get().source == .outside)
        #expect(try bank.bank() == "33.50 25.00")
        // The wallet's ledger knows the entry by its own name.
        let transactions = try bank.both.wallet.reader().rows(
            "SELECT kind FROM ledger_transactions WHERE entity = ? ORDER BY number", entry.ledgerEntity
        ) { try $0.value(0, as: TransactionKind.self) }
        #expect(transactions == [.hold, .contribution])
        #expect(try bank.faults() == [])
    }

    @Test("takes nothing from anybody who did not say so, nor more than there is")
    func refusedContributions() throws {
        #expect(try bank.contribute("5", bank.bobsPlayer, from: .wallet).code == "no_wallet")
        #expect(try bank.contribute("5", bank.carol, by: bank.bob).code == "forbidden")
        #expect(try bank.contribute("5", bank.bobsPlayer, by: bank.bob, from: .outside).code == "forbidden")
        #expect(try bank.contribute("100.01", by: bank.bob).code == "insufficient_funds")
        #expect(try bank.contribute("0", by: bank.bob).code == "invalid_request")
        #expect(try bank.contribute("1.001", by: bank.bob).code == "invalid_request")
        #expect(try bank.contribute("5", on: "2027-01-16").code == "wrong_date")
        #expect(try bank.contribute("5", on: "2025-01-01").code == "wrong_date")
        #expect(try bank.contribute("5", by: bank.both.hall.admin).code == "unknown_player")
        #expect(try bank.both.betting.events(SeasonContributionRejected.type).count == 1)
        #expect(try bank.buckets(of: bank.bob) == "100.00 0.00 0.00 0.00")
        #expect(try bank.bank() == "0.00 0.00")
        #expect(try bank.faults() == [])
    }

    @Test("pays stakes from what is outside first, and what a bet returns goes there")
    func bets() throws {
        try bank.contribute("20")
        try bank.contribute("10", bank.carol)
        let bet = try bank.bet("15", odds: "5/1").get()
        #expect(try bank.bank() == "15.00 15.00")
        #expect(try bank.result(bet, .won).get().winnings?.amount.text == "90.00")
        #expect(try bank.bank() == "105.00 15.00")
        #expect(try bank.bet("105.01").code == "insufficient_bank")
        #expect(try bank.bet("105").status == 201)
        #expect(try bank.bank() == "0.00 0.00")
        #expect(try bank.faults() == [])
    }

    @Test("pays a player back what was theirs to where it came from, and only the rest is won")
    func payout() throws {
        try bank.contribute("20")
        try bank.contribute("10", by: bank.bob)
        try bank.contribute("10", by: bank.bob)
        // The bookmaker's own money was won with, so that all that is here is what was paid in.
        let free = try bank.bet("5", free: true).get()
        _ = try bank.result(free, .won, "5").get()
        let paid = try bank.payOut("25", to: bank.bobsPlayer, .wallet).get()
        #expect((paid.source, paid.amount.amount.text) == (.wallet, "-25.00"))
        #expect(try bank.buckets(of: bank.bob) == "100.00 0.00 5.00 0.00")
        #expect(try bank.payOut("15", to: bank.alicesPlayer).get().source == .wallet)
        #expect(try bank.buckets(of: bank.alice) == "95.00 0.00 0.00 0.00")
        #expect(try bank.bank() == "5.00 0.00")
        #expect(try bank.faults() == [])
    }

    @Test("never makes a wallet's money of what somebody says that there is outside")
    func nothingFromWords() throws {
        try bank.contribute("1000", bank.carol)
        try bank.contribute("5", by: bank.bob)
        #expect(try bank.payOut("6", to: bank.bobsPlayer, .wallet).code == "insufficient_bank")
        #expect(try bank.payOut("6", to: bank.bobsPlayer).get().source == .outside)
        #expect(try bank.payOut("1", to: bank.carol, .wallet).code == "no_wallet")
        try bank.contribute("10", by: bank.alice)
        // A word takes no wallet's money out.
        #expect(try bank.payOut("995", to: bank.carol).code == "insufficient_bank")
        #expect(try bank.payOut("10", to: bank.alicesPlayer).status == 201)
        let bet = try bank.bet("10").get()
        _ = try bank.result(bet, .won, "100000").get()
        #expect(try bank.payOut("5.01", to: bank.bobsPlayer, .wallet).code == "insufficient_bank")
        #expect(try bank.payOut("5", to: bank.bobsPlayer, .wallet).status == 201)
        #expect(try bank.buckets(of: bank.bob) == "100.00 0.00 0.00 0.00")
        #expect(try bank.payOut("5", to: bank.bobsPlayer, by: bank.bob).code == "forbidden")
        #expect(try bank.faults() == [])
    }

    @Test("has each result once; what was wrong is reversed, and a right one posted then")
    func results() throws {
        try bank.contribute("50")
        let bet = try bank.bet("10").get()
        #expect(try bank.reverse(bet).code == "not_settled")
        #expect(try bank.result(bet, .won).code == "wrong_winnings")
        #expect(try bank.result(bet, .lost, "5").code == "wrong_winnings")
        #expect(try bank.result(bet, .pending).code == "invalid_request")
        _ = try bank.result(bet, .won, "30").get()
        #expect(try bank.result(bet, .won, "30").code == "already_settled")
        #expect(try bank.result(bet, .void).code == "already_settled")
        #expect(try bank.bank() == "70.00 40.00")
        let pending = try bank.reverse(bet).get()
        #expect(pending.status == .pending && pending.winnings == nil && pending.resultDate == nil)
        #expect(try bank.bank() == "40.00 40.00")
        _ = try bank.result(bet, .void).get()
        #expect(try bank.bank() == "50.00 40.00")
        _ = try bank.reverse(bet).get()
        _ = try bank.result(bet, .lost).get()
        _ = try bank.reverse(bet).get()
        _ = try bank.result(bet, .won, "12").get()
        let entries = try bank.ask(ListSeasonEntries.self, .init(season: bank.season.id, bet: bet.id)).get().items
        #expect(
            entries.map { "\($0.entryType.rawValue) \($0.amount.amount.text) \($0.reverses == nil ? "" : "reversing")" }
                == [
                    "winnings 12.00 ", "bet_void -10.00 reversing", "bet_void 10.00 ", "winnings -30.00 reversing",
                    "winnings 30.00 ", "bet_placed -10.00 ",
                ])
        #expect(entries[1].description == "wrong match" && entries[1].reverses == entries[2].id)
        #expect(try bank.faults() == [])
    }

    @Test("cannot take back winnings that were paid out")
    func reversalNeedsMoney() throws {
        try bank.contribute("10", bank.carol)
        let bet = try bank.bet("10").get()
        _ = try bank.result(bet, .won, "30").get()
        _ = try bank.payOut("25", to: bank.carol).get()
        try bank.contribute("50", by: bank.alice)
        #expect(try bank.reverse(bet).code == "insufficient_bank", "nor is it what was never won")
        #expect(try bank.ask(GetSyndicateBet.self, .init(bet: bet.id)).get().status == .won)
        #expect(try bank.faults() == [])
    }

    @Test("pays nothing for a free bet, and nothing back for one that is void")
    func freeBets() throws {
        let free = try bank.bet("10", odds: "evens", free: true).get()
        #expect(try bank.bank() == "0.00 0.00")
        _ = try bank.result(free, .void).get()
        #expect(try bank.bank() == "0.00 0.00")
        _ = try bank.reverse(free).get()
        #expect(try bank.result(free, .won).get().winnings?.amount.text == "10.00")
        #expect(try bank.bank() == "10.00 0.00")
        #expect(try bank.faults() == [])
    }

    @Test("takes no bet that makes no sense")
    func refusedBets() throws {
        try bank.contribute("50")
        #expect(try bank.bet("0").code == "invalid_request")
        #expect(try bank.bet("-1").code == "invalid_request")
        for odds in ["0", "5/0", "abc", "1e309"] { #expect(try bank.bet("1", odds: odds).code == "wrong_odds") }
        #expect(try bank.bet("1", on: "2027-01-16").code == "wrong_date")
        #expect(try bank.bet("1", on: "2026-11-30").code == "wrong_date")
        let stranger = ID<SyndicatePlayer>(high: 1, low: 2)
        #expect(try bank.bet("1", by: stranger).code == "unknown_player")
        let asBob = PlaceSyndicateBet.Request(
            season: bank.season.id, placedBy: bank.bobsPlayer, stake: try BettingHall.euros("1"),
            description: Note(trusted: "x"))
        #expect(try bank.ask(PlaceSyndicateBet.self, asBob, by: bank.bob).code == "forbidden")
        #expect(try bank.bank() == "50.00 50.00")
    }

    @Test("takes neither bets nor contributions once the season is frozen; results and payouts still")
    func frozen() throws {
        try bank.contribute("20", on: "2027-01-14")
        let bet = try bank.bet("10", on: "2027-01-14").get()
        let end = ChangeSeason.Request(season: bank.season.id, endDate: .set(try SyndicateHall.day("2027-01-14")))
        _ = try bank.ask(ChangeSeason.self, end).get()
        #expect(try bank.bet("1").code == "wrong_state")
        #expect(try bank.contribute("1").code == "wrong_state")
        #expect(try bank.contribute("1", bank.carol).code == "wrong_state")
        #expect(try bank.payOut("5", to: bank.alicesPlayer).status == 201)
        #expect(try bank.result(bet, .won, "20").status == 200)
        #expect(try bank.bank() == "25.00 5.00")
        #expect(try bank.faults() == [])
    }

    @Test("only looks back once another season took its place, and is there again when it is made the current one")
    func inactive() throws {
        try bank.contribute("20")
        let next = try bank.ask(
            CreateSeason.self,
            .init(
                syndicate: bank.season.syndicate, name: PlayerName(trusted: "Next"),
                startDate: try SyndicateHall.day("2027-01-01"))
        ).get()
        _ = try bank.ask(ActivateSeason.self, .init(season: next.id)).get()
        #expect(try bank.ask(GetSeason.self, .init(season: bank.season.id)).get().isActive == false)
        #expect(try bank.payOut("20", to: bank.alicesPlayer).code == "wrong_state")
        #expect(try bank.contribute("1").code == "wrong_state")
        #expect(try bank.bet("1").code == "wrong_state")
        #expect(try bank.bank() == "20.00 20.00")
        #expect(try bank.ask(ActivateSeason.self, .init(season: bank.season.id)).get().isActive)
        #expect(try bank.payOut("20", to: bank.alicesPlayer).status == 201)
        #expect(try bank.faults() == [])
    }

    @Test("has each entry under the week of its day, where nothing else is said")
    func weeks() throws {
        let rota = try bank.ask(
            MakeSeasonRota.self, .init(season: bank.season.id, weeks: WholeNumber(trusted: 4))
        ).get().items
        try bank.contribute("20", bank.carol, on: "2026-12-09")
        let bet = try bank.bet("5", on: "2026-12-16").get()
        _ = try bank.result(bet, .won, "9").get()
        #expect(bet.week == rota[2].id)
        let entries = try bank.ask(ListSeasonEntries.self, .init(season: bank.season.id)).get().items
        #expect(entries.map(\.week) == [rota[2].id, rota[2].id, rota[1].id])
        #expect(try bank.faults() == [])
    }

    @Test("takes no contribution that is being put aside while the season ends")
    func frozenMeanwhile() throws {
        let request = ContributeToSeason.Request(season: bank.season.id, amount: try BettingHall.euros("20"))
        let answer = try bank.both.betting.ask(ContributeToSeason.self, request, by: bank.bob)
        let end = ChangeSeason.Request(season: bank.season.id, endDate: .set(try SyndicateHall.day("2027-01-14")))
        _ = try bank.both.betting.ask(ChangeSeason.self, end, by: bank.alice).get()
        try bank.both.exchangeAll()
        let reference = try #require(answer.reference)
        #expect(try bank.both.betting.answer(ContributeToSeason.self, reference).code == "wrong_state")
        #expect(try bank.buckets(of: bank.bob) == "100.00 0.00 0.00 0.00")
        #expect(try bank.faults() == [])
    }

    @Test("is shown on the board to the cent, and week by week")
    func board() throws {
        try bank.contribute("25", on: "2026-12-07")
        try bank.contribute("10", bank.carol, on: "2026-12-14")
        let won = try bank.bet("5", on: "2026-12-15").get()
        let void = try bank.bet("3", by: bank.bobsPlayer, on: "2026-12-16").get()
        _ = try bank.result(won, .won, "20.01").get()
        _ = try bank.result(void, .void).get()
        _ = try bank.bet("2", on: "2026-12-16").get()
        let board = try bank.board()
        #expect(board.bank.amount.text == "48.01" && board.pendingBets == 1 && board.activePlayers == 3)
        #expect(
            [board.paidIn, board.betsPlaced, board.won, board.voided].map(\.amount.text) == [
                "35.00", "10.00", "20.01", "3.00",
            ])
        #expect((board.share.amount.text, board.shareRemainder.amount.text) == ("6.67", "0.00"))
        #expect((board.budget.amount.text, board.budgetLeft.amount.text) == ("60.00", "50.00"))
        // Six Mondays from 1 December to 15 January.
        let alice = board.players[0]
        #expect((alice.expected.amount.text, alice.arrears.amount.text) == ("30.00", "5.00"))
        #expect(alice.payout.amount.text == "1.67" && alice.profitPercent == nil)
        let carol = board.players[2]
        #expect((carol.profitLoss.amount.text, carol.profitPercent?.text) == ("13.01", "185.86"))
        let weeks = try bank.ask(ListSeasonHistory.self, .init(season: bank.season.id)).get().items
        #expect(weeks.map(\.monday.text) == ["2026-12-07", "2026-12-14", "2027-01-11"])
        #expect(weeks.map(\.bank.amount.text) == ["25.00", "25.00", "48.01"])
        #expect(try bank.faults() == [])
    }

    @Test("is read by whoever has the link, without names, until it is taken back")
    func sharing() throws {
        try bank.contribute("25")
        let share = try bank.ask(ShareSyndicate.self, .init(syndicate: bank.season.syndicate)).get()
        let token = Text<ShareTokenRule>(trusted: share.token)
        #expect(Text<ShareTokenRule>(share.token) != nil)
        let board = try bank.both.betting.ask(GetSharedBoard.self, .init(token: token)).get()
        #expect(board.bank.amount.text == "25.00")
        #expect(board.players.map(\.name) == ["player 1", "player 2", "player 3"])
        #expect(board.players.allSatisfy { $0.player == nil })
        #expect(try bank.both.betting.isOnDisk(share.token) == false)
        // What is being prepared is nobody else's business.
        let next = CreateSeason.Request(
            syndicate: bank.season.syndicate, name: PlayerName(trusted: "Next"),
            startDate: try SyndicateHall.day("2027-01-01"))
        _ = try bank.ask(CreateSeason.self, next).get()
        #expect(try bank.both.betting.ask(GetSharedBoard.self, .init(token: token)).get().bank.amount.text == "25.00")
        let again = try bank.ask(ShareSyndicate.self, .init(syndicate: bank.season.syndicate)).get()
        #expect(try bank.both.betting.ask(GetSharedBoard.self, .init(token: token)).code == "not_found")
        _ = try bank.ask(UnshareSyndicate.self, .init(syndicate: bank.season.syndicate)).get()
        let other = Text<ShareTokenRule>(trusted: again.token)
        #expect(try bank.both.betting.ask(GetSharedBoard.self, .init(token: other)).code == "not_found")
    }

    @Test("ends where it should whatever is done, in the wallet as on the board", arguments: 0..<12 as Range<UInt64>)
    func random(seed: UInt64) throws {
        var random = Lottery(seed: seed)
        var bets: [SyndicateBet] = []
        let players = [bank.alicesPlayer, bank.bobsPlayer, bank.carol]
        for _ in 0..<60 {
            let euros = "\(Int.random(in: 1...30, using: &random)).\(Int.random(in: 10...99, using: &random))"
            let player = players.randomElement(using: &random) ?? bank.carol
            switch Int.random(in: 0..<8, using: &random) {
            case 0: _ = try bank.contribute(euros, by: Bool.random(using: &random) ? bank.alice : bank.bob)
            case 1: _ = try bank.contribute(euros, player, from: .outside)
            case 2, 3:
                if case .reply(let bet, _) = try bank.bet(euros, by: player, free: .random(using: &random)) {
                    bets.append(bet)
                }
            case 4, 5:
                guard let bet = bets.randomElement(using: &random) else { continue }
                let status = [SyndicateBetStatus.won, .lost, .void].randomElement(using: &random) ?? .won
                _ = try bank.result(bet, status, status == .won ? euros : nil)
            case 6:
                guard let bet = bets.randomElement(using: &random) else { continue }
                _ = try bank.reverse(bet)
            default: _ = try bank.payOut(euros, to: player)
            }
        }
        let shown = try bank.board()
        let reckoned = try ReckonedBoard(
            bank.season, on: shown.date, scale: 2, in: try bank.both.betting.reader())
        #expect(try ReckonedBoard.figures(of: shown, scale: 2) == reckoned.figures)
        #expect(try bank.faults() == [])
    }
}
