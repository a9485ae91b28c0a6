import Messages
import Runtime
import Storage
import TestSupport
import Testing

@testable import Betting

@Suite("What guards a season")
struct SeasonGuardTests {
    let bank: SeasonBank

    init() throws { bank = try SeasonBank() }

    @Test("makes no winnings of what others paid in, but as far as was won")
    func notWon() throws {
        try bank.contribute("50", by: bank.bob)
        try bank.contribute("10")
        #expect(try bank.payOut("10.01", to: bank.alicesPlayer).code == "not_won")
        #expect(try bank.payOut("10.01", to: bank.alicesPlayer, .wallet).code == "not_won")
        let bet = try bank.bet("4", free: true).get()
        _ = try bank.result(bet, .won, "4").get()
        let problem = try bank.payOut("14.01", to: bank.alicesPlayer).problem
        #expect(problem?.code == "not_won" && problem?.errors.first?.pointer == "/amount")
        // What is outside can be paid there.
        #expect(try bank.payOut("3.99", to: bank.alicesPlayer, .outside).get().source == .outside)
        #expect(try bank.payOut("12", to: bank.alicesPlayer).get().source == .wallet)
        #expect(try bank.buckets(of: bank.alice) == "100.00 0.00 2.00 0.00")
        #expect(try bank.payOut("2.01", to: bank.alicesPlayer).code == "not_won", "it was paid out once")
        // A win that is taken back is none any more.
        #expect(try bank.payOut("0.01", to: bank.carol).status == 201)
        try bank.contribute("4", bank.carol)
        _ = try bank.reverse(bet).get()
        #expect(try bank.payOut("0.01", to: bank.alicesPlayer, .wallet).code == "not_won")
        #expect(try bank.payOut("48", to: bank.bobsPlayer).get().source == .wallet)
        #expect(try bank.buckets(of: bank.bob) == "98.00 0.00 0.00 0.00")
        #expect(try bank.faults() == [])
    }

    @Test("gives back many contributions in several commands, each to where it came from")
    func manyContributions() throws {
        for _ in 0..<90 { try bank.contribute("0.50", by: bank.bob) }
        #expect(try bank.payOut("45", to: bank.bobsPlayer).get().source == .wallet)
        #expect(try bank.buckets(of: bank.bob) == "100.00 0.00 0.00 0.00")
        #expect(try bank.faults() == [])
    }

    @Test("neither shows itself to who was had leave, nor takes their money, and still pays what they are owed")
    func removed() throws {
        let (syndicate, season) = (bank.season.syndicate, bank.season.id)
        try bank.contribute("20", by: bank.bob)
        let leave = RemoveSyndicateMember.Request(syndicate: syndicate, user: bank.bob.user)
        #expect(try bank.ask(RemoveSyndicateMember.self, leave, by: TestUsers.statement(99)).code == "not_found")
        let request = ContributeToSeason.Request(season: season, amount: try BettingHall.euros("5"))
        let underWay = try bank.both.betting.ask(ContributeToSeason.self, request, by: bank.bob)
        _ = try bank.ask(RemoveSyndicateMember.self, leave).get()
        let reference = try #require(underWay.reference)
        #expect(try bank.both.betting.answer(ContributeToSeason.self, reference).code == "no_wallet")
        #expect(try bank.ask(GetSeason.self, .init(season: season), by: bank.bob).code == "not_found")
        #expect(try bank.ask(GetSeasonBoard.self, .init(season: season), by: bank.bob).code == "not_found")
        #expect(try bank.ask(GetSyndicate.self, .init(syndicate: syndicate), by: bank.bob).code == "not_found")
        #expect(try bank.ask(ListSyndicates.self, .init(), by: bank.bob).get().items.isEmpty)
        #expect(try bank.contribute("5", by: bank.bob).code == "not_found")
        #expect(try bank.ask(RemoveSyndicateMember.self, leave).code == "not_found", "once")
        // The figures stay, the treasurer goes on recording, and the wallet gets what is owed.
        #expect(try bank.board().players[1].paidIn.amount.text == "20.00")
        let unlink = ChangeSyndicatePlayer.Request(syndicate: syndicate, player: bank.bobsPlayer, user: .clear)
        #expect(try bank.ask(ChangeSyndicatePlayer.self, unlink).code == "user_stays")
        #expect(try bank.payOut("20", to: bank.bobsPlayer).get().source == .wallet)
        #expect(try bank.buckets(of: bank.bob) == "100.00 0.00 0.00 0.00")
        // Asked in again they are as before, once they say yes.
        let invitation = InviteSyndicateMember.Request(syndicate: syndicate, user: bank.bob.user)
        _ = try bank.ask(InviteSyndicateMember.self, invitation).get()
        #expect(try bank.ask(GetSeason.self, .init(season: season), by: bank.bob).code == "not_found")
        _ = try bank.ask(AcceptSyndicateInvitation.self, .init(syndicate: syndicate), by: bank.bob).get()
        #expect(try bank.contribute("5", by: bank.bob).status == 201)
        // Leaving by oneself is leaving as well.
        _ = try bank.ask(RemoveSyndicateMember.self, leave, by: bank.bob).get()
        #expect(try bank.ask(GetSeason.self, .init(season: season), by: bank.bob).code == "not_found")
        #expect(try bank.faults() == [])
    }

    @Test("does not end before what is booked in it")
    func bookedOutside() throws {
        func end(_ day: String) throws -> Problem? {
            try bank.ask(
                ChangeSeason.self, .init(season: bank.season.id, endDate: .set(try SyndicateHall.day(day)))
            ).problem
        }
        try bank.contribute("20", on: "2027-01-10")
        #expect(try end("2027-01-09")?.code == "booked_outside" && end("2027-01-10") == nil)
        _ = try bank.ask(ChangeSeason.self, .init(season: bank.season.id, endDate: .clear)).get()
        _ = try bank.bet("1", free: true, on: "2027-01-12").get()
        let problem = try end("2027-01-11")
        #expect(problem?.errors.first?.pointer == "/end_date" && problem?.status == 409)
        #expect(problem?.detail.contains("a bet is booked on 2027-01-12") ?? false)
        #expect(try end("2027-01-12") == nil && bank.board().status == .frozen)
    }

    @Test("is not read by a link while it is only being prepared")
    func sharedDraft() throws {
        let service = bank.both.betting
        let syndicate = try bank.ask(CreateSyndicate.self, .init(name: Title(trusted: "New"))).get().id
        let share = try bank.ask(ShareSyndicate.self, .init(syndicate: syndicate)).get()
        let token = Text<ShareTokenRule>(trusted: share.token)
        let draft = CreateSeason.Request(
            syndicate: syndicate, name: PlayerName(trusted: "S"), startDate: try SyndicateHall.day("2027-01-01"))
        let season = try bank.ask(CreateSeason.self, draft).get().id
        #expect(try service.ask(GetSharedBoard.self, .init(token: token)).code == "not_found")
        _ = try bank.ask(ActivateSeason.self, .init(season: season)).get()
        #expect(try service.ask(GetSharedBoard.self, .init(token: token)).status == 200)
    }

    @Test("takes odds as long as its documents say")
    func longOdds() throws {
        #expect(Text<OddsWordingRule>(String(repeating: "0", count: 51)) == nil)
        let odds = String(repeating: "0", count: 45) + "5/1"
        #expect(try bank.bet("1", odds: odds, free: true).status == 201)
    }

    @Test("knows of a season from before these guards what was paid out of its wins, be it more than was won")
    func migration() throws {
        try bank.contribute("50", by: bank.bob)
        try bank.contribute("10")
        try bank.contribute("7", bank.carol)
        let (bet, other) = (try bank.bet("30", free: true).get(), try bank.bet("4", free: true).get())
        _ = try (bank.result(bet, .won, "30").get(), bank.result(other, .won, "4").get())
        #expect(try bank.payOut("40", to: bank.alicesPlayer, .wallet).status == 201)
        #expect(try bank.payOut("3", to: bank.carol).get().source == .outside)
        #expect(try bank.payOut("5", to: bank.bobsPlayer, .wallet).status == 201)
        _ = try bank.reverse(bet).get()
        let service = bank.both.betting
        let gained = try service.reader().first("SELECT gained FROM season_bank") { try $0.value(0, as: Int64.self) }
        #expect(gained == 3000)
        let database = try Connection.openWriter(at: service.directory.appending(path: "service.db").path)
        for statement: StaticString in [
            "DROP INDEX syndicate_bet_days", "DROP INDEX season_contribution_days",
            "ALTER TABLE season_bank DROP COLUMN gained", "ALTER TABLE syndicate_player DROP COLUMN is_out",
            // What came after it.
            "DROP TABLE stake_limits", "DROP INDEX quoted_event_name", "DROP INDEX quoted_market_name",
            "DROP INDEX selection_name", "DROP INDEX latest_quote_book", "DROP INDEX edge_event_name",
            "DROP INDEX edge_player_name", "CREATE INDEX quoted_event_sport ON quoted_event (sport)",
            "CREATE INDEX edge_event ON edge (sport)", "CREATE INDEX edge_player ON edge (player)",
            "DELETE FROM migration WHERE name IN ('betting-season-guards', 'betting-quote-names')",
        ] { try database.run(statement) }
        try service.restart()
        let again = try service.reader().first("SELECT gained FROM season_bank") { try $0.value(0, as: Int64.self) }
        #expect(try again == gained && bank.faults() == [])
        // 30 of wins were paid into a wallet, of which 4 are left: nothing more until more is won. What is one's own stays so.
        #expect(try bank.payOut("0.01", to: bank.alicesPlayer, .wallet).code == "not_won")
        let third = try bank.bet("1", free: true).get()
        _ = try bank.result(third, .won, "26.01").get()
        #expect(try bank.payOut("0.02", to: bank.alicesPlayer, .wallet).code == "not_won")
        #expect(try bank.payOut("0.01", to: bank.alicesPlayer, .wallet).status == 201)
        #expect(try bank.payOut("14.99", to: bank.bobsPlayer, .wallet).status == 201)
        #expect(try bank.buckets(of: bank.bob) == "69.99 0.00 0.00 0.00")
        #expect(try bank.faults() == [])
    }
}
