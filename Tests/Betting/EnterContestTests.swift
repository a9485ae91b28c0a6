import Betting
import Messages
import Runtime
import TestSupport
import Testing

@Suite("Entering a contest")
struct EnterContestTests {
    @Test("puts the fee aside, takes it into the contest's escrow, and gives a code that nobody guesses")
    func enter() throws {
        let hall = try ContestHall()
        let contest = try hall.opened()
        let answer = try hall.ask(toEnter: contest, as: hall.alice)
        let (hold, header) = try #require(try hall.service.takeCall(PlaceHold.self, to: .wallet))
        #expect(try hold.money == BettingHall.euros("10.00") && hold.user == hall.alice.user)
        #expect(try hall.contest(contest.id).entries == 0)
        try hall.service.reply(Nothing(), to: header, from: .wallet)
        let entered = try hall.service.answer(EnterContest.self, try #require(answer.reference))
        #expect(entered.status == 201)
        let entry = try entered.get()
        #expect(hold.purpose == "entry/\(entry.id)" && entry.user == hall.alice.user && entry.status == .entered)
        #expect(try entry.code?.count == 19 && entry.amountDebited == BettingHall.euros("10.00"))
        let (capture, _) = try #require(try hall.service.takeCall(CaptureHold.self, to: .wallet))
        #expect(capture.escrow == "contest/\(contest.id)" && capture.kind == .contestEntry)
        let seen = try hall.contest(contest.id)
        #expect(try seen.entries == 1 && seen.pool == BettingHall.euros("10.00"))
        let bobs = try hall.enter(contest, as: hall.bob)
        #expect(bobs.code != entry.code)
        #expect(try hall.violations().isEmpty)
    }

    @Test("gets as many in as there are places, however many try at once, and asks no other for money")
    func capacity() throws {
        let hall = try ContestHall()
        var terms = ContestHall.Terms()
        (terms.players, terms.prizes) = (2, .list([.share(.whole(1))]))
        let contest = try hall.opened(terms)
        let answers = try (0..<50).map { try hall.ask(toEnter: contest, as: TestUsers.statement(100 + UInt64($0))) }
        #expect(answers.filter { $0.code == "contest_full" }.count == 48)
        var holds = 0
        while let (_, header) = try hall.service.takeCall(PlaceHold.self, to: .wallet) {
            holds += 1
            try hall.service.reply(Nothing(), to: header, from: .wallet)
        }
        #expect(try holds == 2 && hall.contest(contest.id).entries == 2)
        #expect(try hall.violations().isEmpty)
    }

    @Test("frees the place of whoever cannot pay")
    func insufficient() throws {
        let hall = try ContestHall()
        var terms = ContestHall.Terms()
        (terms.players, terms.prizes) = (1, .list([.share(.whole(1))]))
        let contest = try hall.opened(terms)
        let answer = try hall.ask(toEnter: contest, as: hall.alice)
        #expect(try hall.ask(toEnter: contest, as: hall.bob).code == "contest_full")
        let (_, header) = try #require(try hall.service.takeCall(PlaceHold.self, to: .wallet))
        try hall.service.refuse(EnterContest.Failure.insufficientFunds, to: header, from: .wallet)
        #expect(
            try hall.service.answer(EnterContest.self, try #require(answer.reference)).code == "insufficient_funds")
        #expect(try hall.service.events(ContestEntryRejected.type).count == 1)
        #expect(try hall.enter(contest, as: hall.bob).status == .entered)
        #expect(try hall.violations().isEmpty)
    }

    @Test("is refused to the organizer, a second time, to nobody, and where there is no such contest")
    func refusals() throws {
        let hall = try ContestHall()
        let contest = try hall.opened()
        #expect(try hall.ask(toEnter: contest, as: hall.organizer).code == "organizer_may_not_enter")
        let first = try hall.ask(toEnter: contest, as: hall.alice)
        #expect(try hall.ask(toEnter: contest, as: hall.alice).code == "already_entered")
        #expect(first.reference != nil)
        #expect(try hall.service.ask(EnterContest.self, .init(contest: contest.id)).status == 401)
        let nowhere = ContestRequest(contest: ID(high: 1, low: 1))
        #expect(try hall.service.ask(EnterContest.self, nowhere, by: hall.bob).status == 404)
        let scheduled = try hall.ask(on: hall.match()).get()
        #expect(try hall.ask(toEnter: scheduled, as: hall.bob).code == "contest_not_open")
    }

    @Test("works as often as the contest allows")
    func several() throws {
        let hall = try ContestHall()
        var terms = ContestHall.Terms()
        terms.perUser = 2
        let contest = try hall.opened(terms)
        let entries = try [hall.enter(contest, as: hall.alice), hall.enter(contest, as: hall.alice)]
        #expect(Set(entries.map(\.code)).count == 2)
        #expect(try hall.ask(toEnter: contest, as: hall.alice).code == "already_entered")
        #expect(try hall.violations().isEmpty)
    }

    @Test("is given up where the contest closes, its match begins or is cancelled before the fee is put aside")
    func late() throws {
        for end in 0..<4 {
            let hall = try ContestHall()
            let match = try hall.match()
            let contest = try hall.opened(on: match)
            let answer = try hall.ask(toEnter: contest, as: hall.alice)
            let (_, header) = try #require(try hall.service.takeCall(PlaceHold.self, to: .wallet))
            switch end {
            case 0: _ = try hall.act(CloseContest.self, on: contest).get()
            case 1: _ = try hall.act(StartMatch.self, on: match).get()
            case 2: _ = try hall.act(CancelMatch.self, on: match).get()
            default: hall.service.now = match.startTime
            }
            try hall.service.reply(Nothing(), to: header, from: .wallet)
            let (_, release) = try #require(try hall.service.takeCall(ReleaseHold.self, to: .wallet))
            try hall.service.reply(Nothing(), to: release, from: .wallet)
            #expect(try hall.service.answer(EnterContest.self, try #require(answer.reference)).status == 409)
            try hall.pay()
            #expect(hall.paid.isEmpty)
            #expect(try hall.contest(contest.id).entries == 0)
            #expect(try hall.violations().isEmpty)
        }
    }

    @Test("is possible until the millisecond before the cut-off, also for what is under way")
    func lastMoment() throws {
        for isLate in [false, true] {
            let hall = try ContestHall()
            var terms = ContestHall.Terms()
            terms.cutoff = hall.service.now.adding(seconds: 10)
            let contest = try hall.opened(terms)
            let answer = try hall.ask(toEnter: contest, as: hall.alice)
            let (_, header) = try #require(try hall.service.takeCall(PlaceHold.self, to: .wallet))
            hall.service.now = contest.joinCutoff.adding(milliseconds: isLate ? 0 : -1)
            try hall.service.reply(Nothing(), to: header, from: .wallet)
            #expect(try hall.contest(contest.id).entries == (isLate ? 0 : 1))
            _ = answer
        }
    }

    @Test("moves no money where it costs nothing")
    func free() throws {
        let hall = try ContestHall()
        var terms = ContestHall.Terms()
        terms.fee = "0.00"
        let contest = try hall.opened(terms)
        let entry = try hall.ask(toEnter: contest, as: hall.alice).get()
        #expect(entry.amountDebited.amount.text == "0.00" && entry.status == .entered)
        #expect(try hall.service.takeCall(PlaceHold.self, to: .wallet) == nil)
        #expect(try hall.service.takeCall(CaptureHold.self, to: .wallet) == nil)
        _ = try hall.act(CloseContest.self, on: contest).get()
        _ = try hall.score(contest, [(entry, 1)]).get()
        #expect(try hall.settle(contest).status == .settled)
        #expect(hall.paid.isEmpty && hall.funded.isEmpty && hall.told.isEmpty)
        let other = try hall.opened(terms)
        _ = try hall.ask(toEnter: other, as: hall.alice).get()
        _ = try hall.act(CancelContest.self, on: other).get()
        #expect(try hall.contest(other.id).status == .cancelled)
        #expect(hall.paid.isEmpty && hall.told.isEmpty)
        #expect(try hall.violations().isEmpty)
    }

    @Test("counts as something that is still owed until it is over")
    func owed() throws {
        let hall = try ContestHall()
        let contest = try hall.opened()
        try hall.enter(contest, as: hall.alice)
        let check = { try hall.service.call(CheckSettled.self, .init(user: hall.alice.user), from: .identity) }
        #expect(try check().code == "stakes_open")
        _ = try hall.act(CancelContest.self, on: contest).get()
        #expect(try check().code == "stakes_open")
        try hall.pay()
        #expect(try check().status == 200)
    }

    @Test("names people to those alone who may know them")
    func names() throws {
        let hall = try ContestHall()
        let contest = try hall.opened()
        let entry = try hall.enter(contest, as: hall.alice)
        try hall.enter(contest, as: hall.bob)
        func list(_ reader: Statement?) throws -> [ContestEntry] {
            try hall.service.ask(ListContestEntries.self, .init(contest: contest.id), by: reader).get().items
        }
        for reader in [hall.organizer, hall.admin] {
            #expect(try list(reader).map(\.user) == [hall.alice.user, hall.bob.user])
            #expect(try list(reader).allSatisfy { $0.code != nil })
        }
        let seen = try list(hall.bob)
        #expect(seen.map(\.user) == [nil, hall.bob.user] && seen[0].code == nil)
        #expect(seen[0].player.hasPrefix("gambler-") && seen[1].player == hall.bob.user.text)
        #expect(try list(nil).allSatisfy { $0.user == nil && $0.code == nil && $0.player.hasPrefix("gambler-") })
        func read(_ reader: Statement) throws -> Int? {
            try hall.service.ask(GetContestEntry.self, .init(entry: entry.id), by: reader).status
        }
        #expect(try [hall.alice, hall.organizer, hall.admin, hall.bob].map(read) == [200, 200, 200, 404])
        let own = try hall.service.ask(ListOwnContestEntries.self, .init(contest: contest.id), by: hall.alice).get()
        #expect(own.items.map(\.id) == [entry.id])
        let refunded = ListOwnContestEntries.Request(status: .refunded)
        #expect(try hall.service.ask(ListOwnContestEntries.self, refunded, by: hall.alice).get().items.isEmpty)
    }
}
