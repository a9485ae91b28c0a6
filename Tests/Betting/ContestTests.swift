import Betting
import Messages
import Runtime
import TestSupport
import Testing

@Suite("Contests")
struct ContestTests {
    @Test("are made with all of their terms, which are shown as they were given and as they were understood")
    func made() throws {
        let hall = try ContestHall()
        let match = try hall.match()
        var terms = ContestHall.Terms()
        (terms.code, terms.commission, terms.least, terms.perUser) = ("Mega-1", "12.50", 2, 3)
        let answer = try hall.ask(terms, on: match)
        #expect(answer.status == 201)
        let contest = try answer.get()
        #expect(contest.code == "Mega-1" && contest.commissionPercent.text == "12.5" && contest.sport == "cricket")
        #expect(contest.joinCutoff == match.startTime && contest.prizeForm == .weights && contest.status == .scheduled)
        #expect(contest.minEntries == 2 && contest.maxEntriesPerUser == 3 && contest.unfilledPrizes == .house)
        #expect(contest.prizeStructure == terms.prizes && contest.pool.amount.text == "0.00")
        #expect(contest.settlement == nil && contest.done == nil)
        let generated = try hall.ask(on: match).get()
        #expect(generated.code.count == 8 && generated.commissionPercent.text == "0")
    }

    @Test("have a code that no other has, in whatever case, and by which they are found")
    func codes() throws {
        let hall = try ContestHall()
        let match = try hall.match()
        var terms = ContestHall.Terms()
        terms.code = "Mega"
        let contest = try hall.ask(terms, on: match).get()
        terms.code = "mEGA"
        #expect(try hall.ask(terms, on: match).code == "code_taken")
        let found = try hall.service.ask(ListContests.self, .init(code: ContestCode(trusted: "MEGA"))).get()
        #expect(found.items.map(\.id) == [contest.id])
        let own = try hall.service.ask(
            ChangeContest.self, .init(contest: contest.id, code: ContestCode(trusted: "MEGA")), by: hall.organizer)
        #expect(try own.get().code == "MEGA")
    }

    @Test("that cannot be held are refused, and the field is named")
    func refusals() throws {
        let hall = try ContestHall()
        let match = try hall.match()
        func fault(_ change: (inout ContestHall.Terms) -> Void) throws -> String? {
            var terms = ContestHall.Terms()
            change(&terms)
            return try hall.ask(terms, on: match).problem?.errors.first.map { "\($0.pointer) \($0.code)" }
        }
        #expect(try fault { _ in } == nil)
        #expect(try fault { $0.fee = "-1.00" } == "/entry_fee/amount not_positive")
        #expect(try fault { $0.fee = "1.005" } == "/entry_fee/amount too_many_decimals")
        #expect(try fault { $0.currency = "XXX" } == "/entry_fee/currency unknown_currency")
        #expect(try fault { $0.commission = "100" } == "/commission_pct out_of_range")
        #expect(try fault { $0.commission = "-1" } == "/commission_pct out_of_range")
        #expect(try fault { $0.cutoff = match.startTime.adding(milliseconds: 1) } == "/join_cutoff cutoff_after_start")
        #expect(try fault { $0.cutoff = hall.service.now } == "/join_cutoff cutoff_not_in_future")
        #expect(try fault { $0.guaranteed = "0.00" } == "/guaranteed/amount not_positive")
        #expect(try fault { $0.players = 2 } == "/prize_structure/2 too_many_places")
        #expect(try fault { $0.perUser = 6 } == "/max_entries_per_user too_large")
        #expect(try fault { $0.least = 6 } == "/min_entries too_large")
        #expect(try fault { ($0.fee, $0.players) = ("92233720368547758.07", 10) } == "/max_players too_large")
        #expect(try fault { $0.prizes = .list([]) } == "/prize_structure no_places")
    }

    @Test("are made on matches that exist and have not begun")
    func matches() throws {
        let hall = try ContestHall()
        let match = try hall.match()
        let nowhere = Match(
            id: ID(high: 1, low: 1), title: "", organizer: hall.alice.user, externalID: nil, sport: nil,
            startTime: match.startTime, status: .scheduled, createdAt: match.createdAt, endedAt: nil)
        #expect(try hall.ask(on: nowhere).code == "unknown_match")
        let contest = try hall.ask(on: match).get()
        _ = try hall.act(StartMatch.self, on: match).get()
        #expect(try hall.ask(on: match).code == "match_not_scheduled")
        #expect(try hall.act(OpenContest.self, on: contest).code == "joins_over")
    }

    @Test("promise the house's money only where an organizer or an admin says so")
    func promises() throws {
        let hall = try ContestHall()
        let match = try hall.match()
        var terms = ContestHall.Terms()
        #expect(try hall.ask(terms, on: match, by: hall.alice).status == 201)
        terms.guaranteed = "100.00"
        #expect(try hall.ask(terms, on: match, by: hall.alice).status == 403)
        #expect(try hall.ask(terms, on: match, by: hall.admin).status == 201)
        (terms.guaranteed, terms.prizes) = (nil, .map(["1": .money(try BettingHall.euros("5.00"))]))
        #expect(try hall.ask(terms, on: match, by: hall.alice).status == 403)
        #expect(try hall.ask(terms, on: match).get().prizePool.amount.text == "5.00")
    }

    @Test("are changed while scheduled, before and after are told, and their terms stay once they are open")
    func change() throws {
        let hall = try ContestHall()
        let contest = try hall.ask(on: hall.match()).get()
        func change(_ request: ChangeContest.Request, by person: Statement? = nil) throws
            -> ServiceUnderTest.Answer<Contest>
        { try hall.service.ask(ChangeContest.self, request, by: person ?? hall.organizer) }
        let changed = try change(
            .init(
                contest: contest.id, entryFee: BettingHall.money("5", "POINTS"), maxPlayers: ContestHall.number(3),
                prizeStructure: .map(["1": .decimal(DecimalText(units: 100, scale: 0))]),
                commissionPercent: DecimalText("7"), joinCutoff: .set(hall.service.now.adding(seconds: 60)))
        ).get()
        #expect(changed.entryFee.currency.text == "POINTS" && changed.prizeForm == .percentages)
        #expect(changed.joinCutoff == hall.service.now.adding(seconds: 60) && changed.maxPlayers == 3)
        #expect(try change(.init(contest: contest.id, joinCutoff: .clear)).get().joinCutoff == contest.joinCutoff)
        #expect(try hall.service.events(ContestChanged.type).count == 2)
        #expect(try change(.init(contest: contest.id), by: hall.alice).status == 403)
        _ = try hall.act(OpenContest.self, on: contest).get()
        #expect(try change(.init(contest: contest.id)).code == "wrong_state")
    }

    @Test("are acted on by nobody but the organizer and admins")
    func strangers() throws {
        let hall = try ContestHall()
        let (contest, entries) = try hall.closed(entries: 2)
        for person in [hall.alice, TestUsers.statement(100)] {
            let statuses = try [
                hall.act(OpenContest.self, on: contest, by: person).status,
                hall.act(CloseContest.self, on: contest, by: person).status,
                hall.act(SettleContest.self, on: contest, by: person).status,
                hall.act(CancelContest.self, on: contest, by: person).status,
                hall.score(contest, [(entries[0], 1)], by: person).status,
                hall.rank(contest, [(entries[0], 1)], by: person).status,
            ]
            #expect(statuses == Array(repeating: 403, count: 6))
        }
        #expect(try hall.service.ask(SettleContest.self, .init(contest: contest.id)).status == 401)
        #expect(
            try hall.service.ask(OpenContest.self, .init(contest: ID(high: 1, low: 1)), by: hall.admin).status == 404)
        #expect(try hall.contest(contest.id).status == .closed)
    }

    @Test("close at their own cut-off, by the clock")
    func cutoff() throws {
        let hall = try ContestHall()
        var terms = ContestHall.Terms()
        terms.cutoff = hall.service.now.adding(seconds: 10)
        let contest = try hall.opened(terms)
        try hall.enter(contest, as: hall.alice)
        hall.service.now = contest.joinCutoff.adding(milliseconds: -1)
        try hall.enter(contest, as: hall.bob)
        hall.service.now = contest.joinCutoff
        #expect(try hall.ask(toEnter: contest, as: hall.carol).status == 409)
        let closed = try hall.contest(contest.id)
        #expect(closed.status == .closed && closed.entries == 2 && closed.closedAt == contest.joinCutoff)
    }

    @Test("with too few entries at the close are cancelled, and fees go back")
    func tooFew() throws {
        let hall = try ContestHall()
        var terms = ContestHall.Terms()
        terms.least = 3
        let contest = try hall.opened(terms)
        for user in [hall.alice, hall.bob] { try hall.enter(contest, as: user) }
        #expect(try hall.act(CloseContest.self, on: contest).get().status == .cancelling)
        try hall.pay()
        let cancelled = try hall.contest(contest.id)
        #expect(cancelled.status == .cancelled && cancelled.cancelReason == .tooFewEntries && cancelled.done == 2)
        #expect(hall.paid.map(\.hold) == hall.captured.map { Optional($0.hold) })
        #expect(try hall.violations().isEmpty)
    }

    @Test("are listed newest first, by filter, and by whether one can enter now")
    func lists() throws {
        let hall = try ContestHall()
        let (first, second) = (try hall.match(), try hall.match(sport: "golf"))
        let contests = try [first, second, first].map { match in
            hall.service.now = hall.service.now.adding(milliseconds: 1)
            return try hall.ask(on: match).get().id
        }
        func list(_ request: ListContests.Request) throws -> [ID<Contest>] {
            try hall.service.ask(ListContests.self, request).get().items.map(\.id)
        }
        for id in contests.dropFirst() {
            _ = try hall.service.ask(OpenContest.self, .init(contest: id), by: hall.organizer)
        }
        #expect(try list(.init()) == contests.reversed())
        #expect(try list(.init(match: first.id)) == [contests[2], contests[0]])
        #expect(try list(.init(sport: OutsideKey(trusted: "golf"))) == [contests[1]])
        #expect(try list(.init(status: .scheduled)) == [contests[0]])
        #expect(try list(.init(organizer: hall.bob.user)).isEmpty)
        #expect(try list(.init(organizer: hall.organizer.user, openNow: true)) == [contests[2], contests[1]])
        #expect(try list(.init(openNow: true)) == [contests[2], contests[1]])
        for number in 0..<5 { try hall.enter(hall.contest(contests[1]), as: TestUsers.statement(100 + UInt64(number))) }
        #expect(try list(.init(sport: OutsideKey(trusted: "golf"), openNow: true)).isEmpty)
        let limit = try WireCoding().decode(PageLimit.self, from: Array("2".utf8))
        let page = try hall.service.ask(ListContests.self, .init(limit: limit)).get()
        #expect(try list(.init(cursor: page.next.map { Cursor(trusted: $0) })) == [contests[0]])
    }
}
