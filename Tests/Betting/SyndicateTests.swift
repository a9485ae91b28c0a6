import Messages
import Runtime
import Storage
import TestSupport
import Testing

@testable import Betting

@Suite("A syndicate")
struct SyndicateTests {
    let hall: SyndicateHall

    init() throws { hall = try SyndicateHall() }

    @Test("is founded by its treasurer, in euros and UTC where nothing else is said")
    func founding() throws {
        let syndicate = try hall.founded()
        #expect((syndicate.role, syndicate.currency.text, syndicate.timeZone.text) == (.treasurer, "EUR", "UTC"))
        #expect(try hall.ask(ListSyndicates.self, .init()).get().items == [syndicate])
        let nowhere = CreateSyndicate.Request(name: Title(trusted: "X"), timeZone: TimeZoneName(trusted: "Mars/Base"))
        #expect(try hall.ask(CreateSyndicate.self, nowhere).code == "unknown_time_zone")
        let nothing = CreateSyndicate.Request(name: Title(trusted: "X"), currency: CurrencyCode(trusted: "XXX"))
        #expect(try hall.ask(CreateSyndicate.self, nothing).code == "unknown_currency")
    }

    @Test("is unknown to strangers, and known to admins")
    func strangers() throws {
        let syndicate = try hall.founded()
        for answer in [
            try hall.ask(GetSyndicate.self, .init(syndicate: syndicate.id), by: hall.stranger).code,
            try hall.ask(ListSyndicateMembers.self, .init(syndicate: syndicate.id), by: hall.stranger).code,
            try hall.ask(ListSeasons.self, .init(syndicate: syndicate.id), by: hall.stranger).code,
            try hall.ask(
                InviteSyndicateMember.self, .init(syndicate: syndicate.id, user: hall.stranger.user), by: hall.stranger
            ).code,
        ] { #expect(answer == "not_found") }
        #expect(try hall.ask(GetSyndicate.self, .init(syndicate: syndicate.id), by: hall.admin).get().role == nil)
        #expect(try hall.ask(ListSyndicates.self, .init(all: true), by: hall.bob).code == "forbidden")
        #expect(try hall.ask(ListSyndicates.self, .init(all: true), by: hall.admin).get().items.count == 1)
    }

    @Test("has who is invited in once they say so themselves")
    func invitation() throws {
        let syndicate = try hall.founded()
        let invited = try hall.ask(
            InviteSyndicateMember.self, .init(syndicate: syndicate.id, user: hall.bob.user)
        ).get()
        #expect((invited.status, invited.role) == (.invited, .member))
        let seen = try hall.ask(GetSyndicate.self, .init(syndicate: syndicate.id), by: hall.bob).get()
        #expect(seen.isInvited && seen.role == nil)
        // Who is only invited learns nothing more.
        #expect(
            try hall.ask(ListSyndicatePlayers.self, .init(syndicate: syndicate.id), by: hall.bob).code == "not_found")
        let carol = AcceptSyndicateInvitation.Request(syndicate: syndicate.id)
        #expect(try hall.ask(AcceptSyndicateInvitation.self, carol, by: hall.carol).code == "not_found")
        #expect(try hall.ask(AcceptSyndicateInvitation.self, carol, by: hall.bob).get().role == .member)
        #expect(try hall.ask(AcceptSyndicateInvitation.self, carol, by: hall.bob).code == "already_member")
        #expect(try hall.ask(ListSyndicatePlayers.self, .init(syndicate: syndicate.id), by: hall.bob).status == 200)
        let again = InviteSyndicateMember.Request(syndicate: syndicate.id, user: hall.bob.user)
        #expect(try hall.ask(InviteSyndicateMember.self, again).code == "already_member")
        // A member does not keep the books.
        let more = InviteSyndicateMember.Request(syndicate: syndicate.id, user: hall.carol.user)
        #expect(try hall.ask(InviteSyndicateMember.self, more, by: hall.bob).code == "forbidden")
    }

    @Test("always has a treasurer")
    func treasurers() throws {
        let syndicate = try hall.founded()
        let leave = RemoveSyndicateMember.Request(syndicate: syndicate.id, user: hall.treasurer.user)
        #expect(try hall.ask(RemoveSyndicateMember.self, leave).code == "last_treasurer")
        let demote = ChangeSyndicateMember.Request(
            syndicate: syndicate.id, user: hall.treasurer.user, role: .member)
        #expect(try hall.ask(ChangeSyndicateMember.self, demote).code == "last_treasurer")
        let bob = InviteSyndicateMember.Request(syndicate: syndicate.id, user: hall.bob.user, role: .treasurer)
        _ = try hall.ask(InviteSyndicateMember.self, bob).get()
        // Who has only been asked keeps no books.
        #expect(try hall.ask(RemoveSyndicateMember.self, leave).code == "last_treasurer")
        _ = try hall.ask(AcceptSyndicateInvitation.self, .init(syndicate: syndicate.id), by: hall.bob).get()
        _ = try hall.ask(RemoveSyndicateMember.self, leave).get()
        #expect(try hall.ask(GetSyndicate.self, .init(syndicate: syndicate.id)).code == "not_found")
        #expect(try hall.service.events(SyndicateMemberLeft.type).count == 1)
    }

    @Test("has players who are users or mere names, each address and user once")
    func players() throws {
        let syndicate = try hall.founded()
        let email = Email(trusted: "niamh@example.org")
        let add = AddSyndicatePlayer.Request(
            syndicate: syndicate.id, name: PlayerName(trusted: "Niamh"), email: email, user: hall.bob.user)
        let niamh = try hall.ask(AddSyndicatePlayer.self, add).get()
        #expect(try hall.ask(AddSyndicatePlayer.self, add).code == "email_taken")
        let other = AddSyndicatePlayer.Request(
            syndicate: syndicate.id, name: PlayerName(trusted: "Other"), user: hall.bob.user)
        #expect(try hall.ask(AddSyndicatePlayer.self, other).code == "user_taken")
        let mere = try hall.player("Mere name", of: syndicate)
        let taken = ChangeSyndicatePlayer.Request(
            syndicate: syndicate.id, player: mere.id, email: .set(Email(trusted: "NIAMH@example.org")))
        #expect(try hall.ask(ChangeSyndicatePlayer.self, taken).code == "email_taken")
        // A player sees the books; another's address is for who keeps them.
        let seen = try hall.ask(ListSyndicatePlayers.self, .init(syndicate: syndicate.id), by: hall.bob).get().items
        #expect(seen.map(\.name) == ["Niamh", "Mere name"] && seen[0].email == email.text)
        let changed = ChangeSyndicatePlayer.Request(
            syndicate: syndicate.id, player: niamh.id, name: PlayerName(trusted: "N"), email: .clear, user: .clear)
        let after = try hall.ask(ChangeSyndicatePlayer.self, changed).get()
        #expect(after.name == "N" && after.email == nil && after.user == nil)
    }

    @Test("has nobody who has not signed up, but for mere names")
    func unknownUsers() throws {
        let syndicate = try hall.founded()
        let nobody = TestUsers.statement(99).user
        let invitation = InviteSyndicateMember.Request(syndicate: syndicate.id, user: nobody)
        #expect(try hall.ask(InviteSyndicateMember.self, invitation).code == "unknown_user")
        let added = AddSyndicatePlayer.Request(
            syndicate: syndicate.id, name: PlayerName(trusted: "Nobody"), user: nobody)
        #expect(try hall.ask(AddSyndicatePlayer.self, added).code == "unknown_user")
        let mere = try hall.player("Mere name", of: syndicate)
        let changed = ChangeSyndicatePlayer.Request(syndicate: syndicate.id, player: mere.id, user: .set(nobody))
        #expect(try hall.ask(ChangeSyndicatePlayer.self, changed).code == "unknown_user")
        #expect(try hall.service.events(SyndicateMemberInvited.type).isEmpty)
        #expect(try hall.service.events(SyndicatePlayerAdded.type).count == 1)
    }

    @Test("says no name in any event, and forgets one who is forgotten")
    func forgetting() throws {
        let syndicate = try hall.founded()
        _ = try hall.ask(
            AddSyndicatePlayer.self,
            .init(
                syndicate: syndicate.id, name: PlayerName(trusted: "Niamh O'Shea"),
                email: Email(trusted: "niamh@example.org"), user: hall.bob.user)
        ).get()
        let told = try hall.service.reader().rows("SELECT CAST(body AS TEXT) FROM runtime_events") {
            try $0.value(0, as: String.self)
        }
        #expect(!told.contains { $0.contains("Niamh") || $0.contains("niamh@") })
        _ = try hall.service.call(ForgetPerson.self, .init(user: hall.bob.user), from: .identity).get()
        let players = try hall.ask(ListSyndicatePlayers.self, .init(syndicate: syndicate.id)).get().items
        #expect(players.map(\.name) == ["forgotten"] && players[0].email == nil)
    }
}

@Suite("A season")
struct SeasonTests {
    let hall: SyndicateHall

    init() throws { hall = try SyndicateHall() }

    @Test("is what document 003's is where nothing is said")
    func standards() throws {
        let season = try hall.season(of: try hall.founded(), active: false)
        #expect((season.status, season.weeklyAmount.amount.text, season.budgetBlockWeeks) == (.draft, "5.00", 6))
        #expect((season.budgetBlockAmount.amount.text, season.expectedFrom) == ("30.00", .seasonStart))
        let syndicate = try hall.founded()
        let pounds = try BettingHall.money("2.50", "GBP")
        let own = try hall.ask(
            CreateSeason.self,
            .init(
                syndicate: syndicate.id, name: PlayerName(trusted: "S"), startDate: SyndicateHall.day("2027-01-01"),
                weeklyAmount: pounds)
        ).get()
        #expect(own.weeklyAmount == pounds && own.budgetBlockAmount.currency.text == "GBP")
    }

    @Test("is refused where it makes no sense")
    func refusals() throws {
        let syndicate = try hall.founded()
        _ = try hall.season(of: syndicate)
        func code(_ name: String, to end: String? = nil, weekly: Money? = nil, block: Money? = nil) throws -> String? {
            try hall.ask(
                CreateSeason.self,
                .init(
                    syndicate: syndicate.id, name: PlayerName(trusted: name),
                    startDate: SyndicateHall.day("2027-01-01"), endDate: end.map { try SyndicateHall.day($0) },
                    weeklyAmount: weekly, budgetBlockAmount: block)
            ).code
        }
        #expect(try code("2026-2027") == "name_taken")
        #expect(try code("X", to: "2026-12-31") == "end_before_start")
        #expect(try code("X", weekly: BettingHall.money("5", "XXX")) == "unknown_currency")
        #expect(try code("X", weekly: BettingHall.euros("-5")) == "invalid_request")
        #expect(
            try code("X", weekly: BettingHall.euros("5"), block: BettingHall.money("30", "GBP")) == "invalid_request")
    }

    @Test("is the only active one, and is frozen by the day after its end, in its own time zone")
    func states() throws {
        let syndicate = try hall.founded()
        let first = try hall.season(of: syndicate, "one")
        let second = try hall.season(of: syndicate, "two", to: "2027-01-15")
        #expect(try hall.ask(GetSeason.self, .init(season: first.id)).get().status == .inactive)
        #expect(second.status == .active)
        #expect(try hall.ask(ActivateSeason.self, .init(season: second.id)).get().status == .active)
        hall.service.now = Timestamp(milliseconds: 1_800_000_000_000 + 17 * 3_600_000)
        try hall.service.step()
        #expect(try hall.ask(GetSeason.self, .init(season: second.id)).get().status == .frozen)
        #expect(try hall.service.events(SeasonFrozen.type).count == 1)
        // A later end lets it go on.
        let later = ChangeSeason.Request(season: second.id, endDate: .set(try SyndicateHall.day("2027-02-01")))
        #expect(try hall.ask(ChangeSeason.self, later).get().status == .active)
        let over = ChangeSeason.Request(season: second.id, endDate: .set(try SyndicateHall.day("2027-01-10")))
        #expect(try hall.ask(ChangeSeason.self, over).get().status == .frozen)
        #expect(try hall.service.events(SeasonFrozen.type).count == 2)
        #expect(try hall.ask(ChangeSeason.self, .init(season: second.id, endDate: .clear)).get().status == .active)
    }

    @Test("keeps what is due from when it is active, and stays as it is once another took its place")
    func termsStay() throws {
        let syndicate = try hall.founded()
        let season = try hall.season(of: syndicate, active: false)
        let weekly = ChangeSeason.Request(season: season.id, weeklyAmount: try BettingHall.euros("7"))
        #expect(try hall.ask(ChangeSeason.self, weekly).get().weeklyAmount.amount.text == "7.00")
        _ = try hall.ask(ActivateSeason.self, .init(season: season.id)).get()
        #expect(try hall.ask(ChangeSeason.self, weekly).code == "terms_stay")
        _ = try hall.season(of: syndicate, "next")
        let rename = ChangeSeason.Request(season: season.id, name: PlayerName(trusted: "old"))
        #expect(try hall.ask(ChangeSeason.self, rename).code == "wrong_state")
    }

    @Test("has the syndicate's active players, once, within its days")
    func players() throws {
        let (season, players) = try hall.playing(["A"], to: "2027-03-01")
        func code(_ player: ID<SyndicatePlayer>, on day: String? = nil) throws -> String? {
            try hall.ask(
                AddSeasonPlayer.self,
                .init(season: season.id, player: player, joinedDate: day.map { try SyndicateHall.day($0) })
            ).code
        }
        #expect(try code(players[0].id) == "already_in_season")
        let elsewhere = try hall.player("B", of: hall.founded())
        #expect(try code(elsewhere.id) == "unknown_player")
        let late = try hall.ask(GetSyndicate.self, .init(syndicate: season.syndicate)).get()
        let carol = try hall.player("C", of: late)
        #expect(try code(carol.id, on: "2026-12-31") == "date_out_of_season")
        #expect(try code(carol.id, on: "2027-03-02") == "date_out_of_season")
        #expect(try code(carol.id, on: "2027-02-01") == nil)
        let leave = ChangeSeasonPlayer.Request(season: season.id, player: carol.id, isActive: false)
        let left = try hall.ask(ChangeSeasonPlayer.self, leave).get()
        #expect(!left.isActive && left.leftDate?.text == "2027-01-14")
    }

    @Test("has weeks that share no day, and two in turn for each")
    func rota() throws {
        let (season, players) = try hall.playing(["A", "B", "C"])
        let rota = try hall.ask(MakeSeasonRota.self, .init(season: season.id, weeks: WholeNumber(4))).get().items
        #expect(rota.map(\.startDate.text) == ["2026-12-28", "2027-01-04", "2027-01-11", "2027-01-18"])
        #expect(rota.map { $0.assignments.map(\.name).joined() } == ["AB", "CA", "BC", "AB"])
        func code(_ number: Int64?, _ start: String, _ end: String) throws -> String? {
            try hall.ask(
                CreateSeasonWeek.self,
                .init(
                    season: season.id, weekNumber: number.flatMap { WholeNumber($0) },
                    startDate: SyndicateHall.day(start), endDate: SyndicateHall.day(end))
            ).code
        }
        #expect(try code(2, "2027-03-01", "2027-03-07") == "week_taken")
        #expect(try code(9, "2027-01-24", "2027-01-26") == "weeks_overlap")
        #expect(try code(9, "2027-01-26", "2027-01-25") == "end_before_start")
        #expect(try code(9, "2026-01-01", "2026-01-07") == "date_out_of_season")
        #expect(try code(nil, "2027-01-25", "2027-01-31") == nil)

        let week = rota[3]
        func assign(_ ids: [ID<SyndicatePlayer>]) throws -> ServiceUnderTest.Answer<SeasonWeek> {
            try hall.ask(
                AssignSeasonWeek.self, .init(week: week.id, players: try #require(UpTo(ids))))
        }
        #expect(try assign([players[2].id, players[0].id]).get().assignments.map(\.name) == ["C", "A"])
        #expect(try assign([players[2].id, players[2].id]).code == "player_twice")
        let other = try hall.player("D", of: hall.founded())
        #expect(try assign([other.id]).code == "unknown_player")
        let late = ChangeSeasonPlayer.Request(
            season: season.id, player: players[1].id, joinedDate: try SyndicateHall.day("2027-02-01"))
        _ = try hall.ask(ChangeSeasonPlayer.self, late).get()
        #expect(try assign([players[1].id]).code == "not_joined_yet")
        #expect(try assign([]).get().assignments.isEmpty)
        let listed = try hall.ask(ListSeasonWeeks.self, .init(season: season.id)).get().items
        #expect(listed.map(\.weekNumber) == [1, 2, 3, 4, 5])
        #expect(try hall.ask(GetSeasonWeek.self, .init(week: week.id), by: hall.stranger).code == "not_found")
    }

    @Test("takes no change of any kind once it is frozen, but of its end")
    func frozen() throws {
        let (season, players) = try hall.playing(["A", "B"])
        let end = ChangeSeason.Request(season: season.id, endDate: .set(try SyndicateHall.day("2027-01-14")))
        #expect(try hall.ask(ChangeSeason.self, end).get().status == .frozen)
        let carol = try hall.player("C", of: hall.ask(GetSyndicate.self, .init(syndicate: season.syndicate)).get())
        let add = AddSeasonPlayer.Request(season: season.id, player: carol.id)
        #expect(try hall.ask(AddSeasonPlayer.self, add).code == "wrong_state")
        #expect(try hall.ask(MakeSeasonRota.self, .init(season: season.id)).code == "wrong_state")
        #expect(try hall.ask(CreateSeasonWeek.self, .init(season: season.id)).code == "wrong_state")
        #expect(
            try hall.ask(
                ChangeSeasonPlayer.self, .init(season: season.id, player: players[0].id, isActive: false)
            ).code == "wrong_state")
    }
}
