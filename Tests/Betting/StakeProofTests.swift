import Betting
import Messages
import Runtime
import TestSupport
import Testing

@Suite("Stakes against the wallet")
struct StakeProofTests {
    let both: HallWithWallet
    var hall: BettingHall { both.hall }

    /// One event is paid out, one was cancelled, and one takes bets, of which one is about to be accepted.
    init() throws {
        both = try HallWithWallet()
        let (paid, plays) = try both.hall.opened(takeout: "5")
        try both.bet("10.00", on: plays[0], of: paid, by: both.hall.alice)
        try both.bet("20.00", on: plays[0], of: paid, by: both.hall.bob)
        try both.bet("3.33", on: plays[1], of: paid, by: both.hall.bob)
        try both.exchangeAll()
        try both.hall.start(paid)
        try both.hall.score(1, plays[0], of: paid)
        try both.hall.finish(paid)
        let (cancelled, others) = try both.hall.opened()
        try both.bet("7.00", on: others[0], of: cancelled, by: both.hall.alice)
        try both.exchangeAll()
        _ = try both.betting.ask(CancelEvent.self, .init(event: cancelled.id), by: both.hall.organizer).get()
        let (open, last) = try both.hall.opened()
        try both.bet("5.00", on: last[1], of: open, by: both.hall.bob)
        try both.exchangeAll()
    }

    @Test("finds nothing where all is well, and tells how far it looked")
    func sound() throws {
        #expect(try both.check() == [])
        let ended = try both.betting.events(ServiceCheckFinished.type)
        #expect(ended.map(\.severity) == [.info] && ended.map(\.subject) == ["check/stakes"])
        let row = try both.betting.reader().first("SELECT state, checked, total FROM runtime_checks") { row in
            "\(try row.value(0, as: String.self)) \(try row.value(1, as: Int.self)) \(try row.value(2, as: Int.self))"
        }
        #expect(row == "finished 5 5")
        #expect(try both.betting.events(SagaStuck.type).isEmpty)
    }

    private func isSettling() throws -> Bool {
        try both.betting.reader().first("SELECT 1 FROM runtime_sagas WHERE definition = 'betting.settle-event'") { _ in
            true
        } ?? false
    }

    @Test("finds nothing wrong in what is under way, at whatever moment it looks")
    func underWay() throws {
        let (event, plays) = try hall.opened(takeout: "3.5")
        for round in 0..<120 {
            try both.bet(
                "0.\(10 + round % 7)", on: plays[round % 2], of: event, by: round % 3 == 0 ? hall.alice : hall.bob)
            if round == 60 { try both.bet("9999", on: plays[0], of: event, by: hall.alice) }
            try both.beginCheck()
            for _ in 0..<(round % 9) { try both.exchange() }
        }
        try both.exchangeAll()
        try hall.start(event)
        try hall.score(2, plays[1], of: event)
        try both.beginCheck()
        try hall.finish(event)
        repeat {
            try both.beginCheck()
            try both.exchange()
        } while try isSettling()
        try both.exchangeAll()
        #expect(try hall.event(event.id).status == .finished)
        let ended = try both.count(ServiceCheckFinished.self)
        #expect(ended > 10)
        let found = try both.found()
        #expect(found == [])
        #expect(try both.count(ServiceCheckFailed.self) == 0)
        #expect(try both.check() == [])
    }

    @Test("knows that the house puts in nothing before those who backed a player who is out are paid back")
    func minusPoolThatWaits() throws {
        for exchanges in 0..<10 {
            let (event, plays) = try hall.opened(["A", "B", "C"], takeout: "10", by: hall.admin) { policy in
                (policy.minimumDividend, policy.minusPool) = (.set(DecimalText(units: 12, scale: 1)), .takeout)
            }
            for (play, stake) in zip(plays, ["90.00", "10.00", "5.00"]) {
                try both.bet(stake, on: play, of: event, by: hall.alice)
            }
            try both.exchangeAll()
            try hall.start(event)
            try hall.score(1, plays[0], of: event)
            try hall.score(0, plays[1], of: event)
            // The check gets as far as this when the last stakes are on their way back and the event is finished.
            try both.beginCheck()
            for _ in 0..<exchanges { try both.exchange() }
            _ = try hall.withdraw(plays[2], of: event, by: hall.admin).get()
            #expect(try hall.finish(event).settlement?.houseLoss.amount.text == "8.00")
            try both.exchangeAll()
            #expect(try hall.event(event.id).status == .finished)
        }
        let found = try both.found()
        #expect(found == [])
        #expect(try both.check() == [])
    }

    @Test("names what was edited behind betting's back")
    func edited() throws {
        let terms: StaticString = "DROP TRIGGER bet_terms_stay"
        let edits: [([StaticString], String)] = [
            ([terms, "UPDATE bet SET stake = stake + 1 WHERE stake = 500"], "is of 5.00 EUR, the stake of 5.01 EUR"),
            (
                [terms, "UPDATE bet SET user = x'01900000000070008000000000000009' WHERE stake = 500"],
                "is another user's in the wallet"
            ),
            (
                [terms, "UPDATE bet SET hold = x'01900000000070008000000000000009' WHERE stake = 500"],
                "is none in the wallet, not captured"
            ),
            (
                ["UPDATE bet SET status = 'reserved' WHERE stake = 500"],
                "is captured in the wallet, not none or open or"
            ),
            (
                ["UPDATE bet SET payout = payout + 100 WHERE stake = 1000 AND status = 'won'"],
                "the wallet has paid 10.55 EUR, betting says 11.55 EUR"
            ),
            (
                ["UPDATE bet SET status = 'lost', payout = 0 WHERE stake = 1000"],
                "has paid 10.55 EUR, betting says 0.00"
            ),
            (
                ["UPDATE bet SET status = 'accepted' WHERE status = 'refunded'"],
                "7.00 EUR came back, not 7.00 EUR went into"
            ),
            (
                ["UPDATE bet SET status = 'cancelled', payout = stake WHERE stake = 500"],
                "and 0.00 EUR came back, not 5.00 EUR went into"
            ),
            (
                ["DROP TRIGGER bet_stays", "DELETE FROM bet WHERE stake = 500"],
                "of 5.00 EUR is captured in the wallet, and no such stake's in betting"
            ),
            (
                ["UPDATE event SET pool = pool + 1 WHERE status = 'open'"],
                "has 5.00 EUR in escrow, betting says 5.01 EUR"
            ),
            (
                ["UPDATE settlement SET takeout = takeout - 1 WHERE takeout > 0"],
                "has 0.00 EUR in escrow, betting says 0.01 EUR"
            ),
        ]
        for (statements, complaint) in edits {
            let tests = try StakeProofTests()
            try tests.both.edit(tests.both.betting, ["DROP TRIGGER bet_result_stays"] + statements)
            let found = try tests.both.check()
            #expect(found.contains { $0.contains(complaint) }, "\(complaint) in \(found)")
            #expect(try tests.both.betting.events(ServiceCheckViolated.type).map(\.severity) == [.critical])
        }
    }

    @Test("names what the wallet holds for betting and betting knows nothing of, and what left escrow by itself")
    func unknown() throws {
        let (event, plays) = try hall.opened()
        try both.bet("2.50", on: plays[0], of: event, by: hall.alice)
        // The hold is placed, and the answer on its way, when the row vanishes.
        let call = try #require(both.betting.takeCall(to: .wallet))
        try both.wallet.step([.delivery(Delivery(peer: "betting", route: [3], header: call.header, body: call.body))])
        try both.edit(
            both.betting,
            ["DELETE FROM bet WHERE status = 'reserved'", "DELETE FROM runtime_sagas", "DELETE FROM runtime_calls"])
        #expect(try both.check().contains { $0.contains("of 2.50 EUR is open in the wallet, and no such stake's") })

        try both.edit(
            both.wallet,
            ["UPDATE ledger_accounts SET balance = balance - 1 WHERE owner_kind = 'escrow' AND balance = 500"])
        #expect(try both.check().contains { $0.contains("has 4.99 EUR in escrow, betting says 5.00 EUR") })
    }

    @Test("takes no reversal by an admin for a loss")
    func reversed() throws {
        var search = ListLedgerTransactions.Request()
        search.kind = .takeout
        let auditor = TestUsers.statement(77, roles: [.player, .auditor])
        let takeout = try #require(
            try both.wallet.ask(ListLedgerTransactions.self, search, by: auditor).get().items.first?.id)
        let request = ReverseTransaction.Request(transactionID: takeout, reason: .init(trusted: "a mistake"))
        _ = try both.wallet.ask(ReverseTransaction.self, request, by: hall.admin).get()
        #expect(try both.check() == [])
    }

    @Test("fails where the wallet refuses, or nothing moves for an hour, and the next one goes on")
    func failed() throws {
        try both.beginCheck()
        let refused = try #require(both.betting.takeCall(to: .wallet))
        // It has the call, so that it takes those that come after it.
        try both.wallet.step([
            .delivery(Delivery(peer: "betting", route: [3], header: refused.header, body: refused.body))
        ])
        try both.betting.refuse(CommonFailure.notFound, to: refused.header, from: .wallet)
        #expect(try both.betting.events(ServiceCheckFailed.type).map(\.severity) == [.warning])
        #expect(try both.count(ServiceCheckFinished.self) == 0)

        try both.beginCheck()
        let stale = try #require(both.betting.takeCall(to: .wallet))
        both.betting.now = both.betting.now.adding(seconds: 3600)
        try both.betting.step()
        #expect(try both.count(ServiceCheckFailed.self) == 2)
        try both.beginCheck()
        #expect(try both.count(ServiceCheckStarted.self) == 3)
        // The answer comes after all: the run that waited for it has nothing to say.
        try both.wallet.step([.delivery(Delivery(peer: "betting", route: [3], header: stale.header, body: stale.body))])
        let reply = try #require(both.wallet.replies[stale.header[.reference] ?? ""])
        try both.betting.step([.reply(from: .wallet, header: reply.header, body: reply.body)])
        #expect(try both.count(ServiceCheckFinished.self) == 0)
        try both.exchangeAll()
        #expect(try both.count(ServiceCheckFinished.self) == 1 && both.count(ServiceCheckFailed.self) == 2)
    }

    @Test("is made by itself as often as it is told to, also after a restart, and by nobody's word but audit's")
    func schedule() throws {
        for sender in [ServiceName.wallet, .gateway, .identity] {
            #expect(try both.betting.call(RunServiceChecks.self, Nothing(), from: sender).status == 403)
        }
        #expect(try both.count(ServiceCheckStarted.self) == 0)
        both.betting.now = both.betting.now.adding(seconds: 24 * 3600)
        try both.betting.step()
        #expect(try both.count(ServiceCheckStarted.self) == 1)
        try both.betting.restart(as: BettingService.definition(BettingSettings(stakeCheckSeconds: 60)))
        try both.betting.step()
        try both.exchangeAll()
        both.betting.now = both.betting.now.adding(seconds: 60)
        try both.betting.step()
        #expect(try both.count(ServiceCheckStarted.self) == 2)
    }
}
