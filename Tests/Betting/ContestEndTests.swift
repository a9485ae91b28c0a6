import Betting
import Messages
import Runtime
import TestSupport
import Testing

@Suite("Settling a contest")
struct ContestSettlementTests {
    @Test("pays prizes by scores, the house its commission, tells each winner, and does nothing twice")
    func byScores() throws {
        let hall = try ContestHall()
        var terms = ContestHall.Terms()
        terms.commission = "10"
        let (contest, entries) = try hall.closed(terms, entries: 4)
        _ = try hall.score(contest, [(entries[0], 10), (entries[1], 30), (entries[2], 20), (entries[3], 5)]).get()
        let settling = try hall.act(SettleContest.self, on: contest)
        #expect(settling.status == 202)
        let first = try settling.get()
        #expect(first.status == .settling && first.done == 0)
        // Of 40.00 the house keeps 4.00, and 36.00 is shared 50 : 30 : 20.
        #expect(first.settlement?.commission.amount.text == "4.00" && first.settlement?.prizes.amount.text == "36.00")
        try hall.pay()
        #expect(try hall.prizes(entries) == [720, 1800, 1080, 0])
        #expect(try entries.map { try hall.entry($0.id).winnerRank } == [3, 1, 2, 4])
        #expect(try entries.map { try hall.entry($0.id).status } == [.won, .won, .won, .lost])
        #expect(hall.paid.map(\.kind) == [.prize, .prize, .prize, .commission])
        #expect(hall.paid.prefix(3).allSatisfy { $0.recipient == .winner } && hall.paid.last?.recipient == .house)
        #expect(hall.told.map(\.news) == [.contestPrize, .contestPrize, .contestPrize] && hall.funded.isEmpty)
        #expect(Set(hall.told.map(\.reference)).count == 3)
        let again = try hall.act(SettleContest.self, on: contest)
        #expect(try again.status == 202 && again.get() == hall.contest(contest.id))
        #expect(try again.get().settlement == first.settlement && again.get().done == 4)
        #expect(try hall.pay() == 0)
        #expect(try hall.act(CancelContest.self, on: contest).code == "wrong_state")
        #expect(try hall.score(contest, [(entries[0], 99)]).code == "wrong_state")
        #expect(try hall.violations().isEmpty)
    }

    @Test("goes by ranks that were set by hand, of all entries or of winners alone, rather than by scores")
    func byRanks() throws {
        let hall = try ContestHall()
        let (contest, entries) = try hall.closed(entries: 4)
        _ = try hall.score(contest, [(entries[0], 10), (entries[1], 30)]).get()
        _ = try hall.rank(contest, [(entries[3], 1), (entries[0], 2), (entries[1], 3)]).get()
        // They change places, and another comes third.
        let ranked = try hall.rank(
            contest, [(entries[3], 2), (entries[0], 1), (entries[1], nil), (entries[2], 3)]
        ).get()
        #expect(ranked.ranked == 3 && ranked.scored == 2)
        let settled = try hall.settle(contest)
        #expect(settled.status == .settled)
        #expect(try hall.prizes(entries) == [2000, 0, 800, 1200])
        #expect(try entries.map { try hall.entry($0.id).winnerRank } == [1, nil, 3, 2])
        #expect(try hall.service.events(ContestRanked.type).count == 2)
        #expect(try hall.violations().isEmpty)
    }

    @Test("shares the places that ties cover, the odd unit to the earliest entry, whether by scores or by ranks")
    func ties() throws {
        for byHand in [false, true] {
            let hall = try ContestHall()
            var terms = ContestHall.Terms()
            terms.fee = "3.33"
            let (contest, entries) = try hall.closed(terms, entries: 3)
            if byHand {
                _ = try hall.rank(contest, [(entries[0], 2), (entries[1], 1), (entries[2], 2)], ties: true).get()
            } else {
                _ = try hall.score(contest, [(entries[0], 5), (entries[1], 9), (entries[2], 5)]).get()
            }
            try hall.settle(contest)
            // Of 9.99: 4.99, 2.99 and 1.99, and two units more for the best; 4.98 is shared by two.
            #expect(try hall.prizes(entries) == [249, 501, 249])
            #expect(try hall.violations().isEmpty)
        }
    }

    @Test("sends the prizes of places that nobody fills to the house, or shares them out")
    func unfilled() throws {
        for unfilled in [UnfilledPrizes.house, .share] {
            let hall = try ContestHall()
            var terms = ContestHall.Terms()
            (terms.unfilled, terms.commission) = (unfilled, "5")
            let (contest, entries) = try hall.closed(terms, entries: 2)
            _ = try hall.score(contest, [(entries[0], 5), (entries[1], 9)]).get()
            let settled = try hall.settle(contest)
            let isShared = unfilled == .share
            #expect(try hall.prizes(entries) == (isShared ? [712, 1188] : [570, 950]))
            #expect(settled.settlement?.unawarded.amount.text == (isShared ? "0.00" : "3.80"))
            #expect(
                hall.paid.suffix(isShared ? 1 : 2).map(\.kind)
                    == (isShared ? [.commission] : [.commission, .unawarded]))
            #expect(try hall.violations().isEmpty)
        }
    }

    @Test(
        "has the house add what is lacking of what is guaranteed, before the first prize, and then takes no commission")
    func overlay() throws {
        let hall = try ContestHall()
        var terms = ContestHall.Terms()
        (terms.guaranteed, terms.commission) = ("100.00", "10")
        let (contest, entries) = try hall.closed(terms, entries: 3)
        #expect(contest.prizePool.amount.text == "100.00")
        _ = try hall.score(contest, [(entries[0], 1), (entries[1], 2), (entries[2], 3)]).get()
        _ = try hall.act(SettleContest.self, on: contest).get()
        try hall.pay(commands: 1)
        #expect(hall.funded.map(\.money.amount.text) == ["70.00"] && hall.paid.isEmpty)
        #expect(hall.funded[0].kind == .overlay && hall.funded[0].escrow == "contest/\(contest.id)")
        try hall.pay()
        #expect(try hall.prizes(entries) == [2000, 3000, 5000])
        #expect(hall.paid.map(\.kind) == [.prize, .prize, .prize])
        #expect(try hall.violations().isEmpty)
    }

    @Test("pays fixed amounts whatever was paid in, and the house gets what is above")
    func amounts() throws {
        let hall = try ContestHall()
        var terms = ContestHall.Terms()
        terms.prizes = .map([
            "1": .money(try BettingHall.euros("15.00")), "2-3": .money(try BettingHall.euros("5.00")),
        ])
        let (contest, entries) = try hall.closed(terms, entries: 3)
        _ = try hall.score(contest, [(entries[0], 1), (entries[1], 2), (entries[2], 3)]).get()
        let settled = try hall.settle(contest)
        #expect(try hall.prizes(entries) == [500, 500, 1500])
        #expect(settled.settlement?.unawarded.amount.text == "5.00" && settled.prizeForm == .amounts)
        #expect(try hall.violations().isEmpty)
    }

    @Test("is refused without a result, with ranks that leave a doubt, and of what is not closed")
    func refusals() throws {
        let hall = try ContestHall()
        let open = try hall.opened()
        #expect(try hall.act(SettleContest.self, on: open).code == "wrong_state")
        let (contest, entries) = try hall.closed(entries: 3)
        #expect(try hall.act(SettleContest.self, on: contest).code == "no_result")
        _ = try hall.rank(contest, [(entries[0], 1), (entries[1], 3)]).get()
        #expect(try hall.act(SettleContest.self, on: contest).code == "rank_missing")
        _ = try hall.rank(contest, [(entries[0], 1), (entries[1], 1), (entries[2], 2)], ties: true).get()
        #expect(try hall.act(SettleContest.self, on: contest).code == "rank_missing")
        _ = try hall.rank(contest, [(entries[0], nil), (entries[1], nil), (entries[2], 3)]).get()
        #expect(try hall.act(SettleContest.self, on: contest).code == "rank_missing")
        #expect(try hall.contest(contest.id).status == .closed && hall.pay() == 0)
    }

    @Test("takes no scores or ranks of strangers, of one twice, or of one rank for two that do not tie")
    func badResults() throws {
        let hall = try ContestHall()
        let (contest, entries) = try hall.closed(entries: 3)
        let (_, strangers) = try hall.closed(entries: 1)
        func fault<Reply>(_ answer: ServiceUnderTest.Answer<Reply>) -> String? {
            answer.problem?.errors.first.map { "\($0.pointer) \($0.code)" }
        }
        #expect(
            try fault(hall.score(contest, [(entries[0], 1), (strangers[0], 1)])) == "/scores/1/entry_id unknown_entry")
        #expect(
            try fault(hall.score(contest, [(entries[0], 1), (entries[0], 2)])) == "/scores/1/entry_id repeated_entry")
        #expect(
            try fault(hall.rank(contest, [(entries[0], 1), (entries[1], Int64(entries.count) + 1)]))
                == "/ranks/1/rank rank_too_low")
        #expect(try fault(hall.rank(contest, [])) == "/ranks too_few_items")
        #expect(try fault(hall.score(contest, [])) == "/scores too_few_items")
        #expect(try fault(hall.rank(contest, [(strangers[0], 1)])) == "/ranks/0/entry_id unknown_entry")
        #expect(
            try fault(hall.rank(contest, [(entries[0], 1), (entries[0], 2)])) == "/ranks/1/entry_id repeated_entry")
        #expect(try fault(hall.rank(contest, [(entries[0], 1), (entries[1], 1)])) == "/ranks/0/rank rank_taken")
        _ = try hall.rank(contest, [(entries[0], 1)]).get()
        #expect(try fault(hall.rank(contest, [(entries[1], 1)])) == "/ranks/0/rank rank_taken")
        let seen = try hall.contest(contest.id)
        #expect(seen.scored == 0 && seen.ranked == 1)
        let open = try hall.opened()
        #expect(try hall.score(open, []).code == "wrong_state")
        #expect(try hall.violations().isEmpty)
    }

    @Test("is not for an admin who has entered")
    func entrants() throws {
        let hall = try ContestHall()
        let contest = try hall.opened()
        let entry = try hall.enter(contest, as: hall.admin)
        _ = try hall.act(CloseContest.self, on: contest, by: hall.admin).get()
        #expect(try hall.score(contest, [(entry, 1)], by: hall.admin).code == "entrant_may_not_judge")
        #expect(try hall.rank(contest, [(entry, 1)], by: hall.admin).code == "entrant_may_not_judge")
        _ = try hall.score(contest, [(entry, 1)]).get()
        #expect(try hall.act(SettleContest.self, on: contest, by: hall.admin).code == "entrant_may_not_judge")
        #expect(try hall.settle(contest).status == .settled)
    }

    @Test("of settle and cancel, whichever was first wins, and so it is with the match's")
    func races() throws {
        for end in 0..<4 {
            let hall = try ContestHall()
            let match = try hall.match()
            let contest = try hall.opened(on: match)
            let entry = try hall.enter(contest, as: hall.alice)
            _ = try hall.act(CloseContest.self, on: contest).get()
            _ = try hall.score(contest, [(entry, 1)]).get()
            let settle = { try hall.act(SettleContest.self, on: contest).status }
            let cancel = { try hall.act(CancelContest.self, on: contest, by: hall.admin).status }
            let call = { try hall.act(CancelMatch.self, on: match).status }
            switch end {
            case 0: #expect(try [settle(), cancel()] == [202, 409])
            case 1: #expect(try [cancel(), settle()] == [202, 409])
            case 2: #expect(try [settle(), call()] == [202, 200])
            default: #expect(try [call(), settle()] == [200, 409])
            }
            try hall.pay()
            let isSettled = end == 0 || end == 2
            #expect(try hall.contest(contest.id).status == (isSettled ? .settled : .cancelled))
            #expect(try hall.paid.map { try $0.money.amount.units(scale: 2) }.reduce(0, +) == 1000)
            #expect(hall.told.map(\.news) == [isSettled ? .contestPrize : .contestRefunded])
            #expect(try hall.violations().isEmpty)
        }
    }

    @Test("shows its result, the best first, page by page, and as a table; before that there is none")
    func result() throws {
        let hall = try ContestHall()
        let (contest, entries) = try hall.closed(entries: 3)
        func result(_ cursor: String? = nil, limit: Int) throws -> ServiceUnderTest.Answer<ContestResult> {
            let size = try WireCoding().decode(PageLimit.self, from: Array(String(limit).utf8))
            return try hall.service.ask(
                GetContestResult.self,
                .init(contest: contest.id, limit: size, cursor: cursor.map { Cursor(trusted: $0) }), by: hall.organizer)
        }
        #expect(try result(limit: 2).code == "not_settled")
        _ = try hall.score(contest, [(entries[0], 5), (entries[1], 9), (entries[2], 5)]).get()
        try hall.settle(contest)
        let page = try result(limit: 2).get()
        #expect(page.items.map(\.entry) == [entries[1].id, entries[0].id] && page.items.map(\.rank) == [1, 2])
        let rest = try result(page.next.cursor, limit: 2).get()
        #expect(rest.items.map(\.entry) == [entries[2].id] && rest.next.cursor == nil)
        #expect(page.settlement.pool.amount.text == "30.00" && page.items[0].score?.text == "9")
        let table = try hall.service.ask(
            ExportContestResult.self, .init(contest: contest.id, format: .csv), by: hall.organizer
        ).get()
        let lines = try #require(table.text).components(separatedBy: "\r\n")
        #expect(lines[0] == "rank,entry_id,player,score,prize,currency" && lines.count == 5)
        #expect(lines[1] == "1,\(entries[1].id),\(TestUsers.statement(101).user),9,15.00,EUR")
        let list = try hall.service.ask(ExportContestEntries.self, .init(contest: contest.id, format: .csv)).get()
        let first = try #require(list.text).components(separatedBy: "\r\n")[1].components(separatedBy: ",")
        #expect(
            first[1].hasPrefix("gambler-") && first[2] == ""
                && first[3...8] == ["10.00", "EUR", "won", "5", "2", "7.50"])
    }

    @Test("tells each person once, of all their entries together")
    func news() throws {
        let hall = try ContestHall()
        var terms = ContestHall.Terms()
        terms.perUser = 2
        let contest = try hall.opened(terms)
        let entries = try [hall.alice, hall.alice, hall.bob].map { try hall.enter(contest, as: $0) }
        _ = try hall.act(CloseContest.self, on: contest).get()
        _ = try hall.score(contest, [(entries[0], 1), (entries[1], 2), (entries[2], 3)]).get()
        try hall.settle(contest)
        #expect(hall.told.map(\.user) == [hall.alice.user, hall.bob.user])
        #expect(hall.told.map(\.money?.amount.text) == ["15.00", "15.00"] && hall.told[0].about == "Mega")
    }
}
