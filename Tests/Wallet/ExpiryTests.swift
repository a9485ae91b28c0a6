import Messages
import Runtime
import Storage
import TestSupport
import Testing

@testable import Wallet

struct ExpiryTests {
    let wallet: WalletUnderTest
    let ann = TestUsers.statement(1)
    let hold: ID<Hold>
    let end: Timestamp

    /// Ann has 10.00 deposit and 5.00 bonus; 12.00 of it are held for a minute.
    init() throws {
        wallet = try WalletUnderTest()
        hold = wallet.newHold()
        end = wallet.service.now.adding(seconds: 60)
        try wallet.deposit("10", to: ann)
        try wallet.grant(500, .bonus, to: ann)
        _ = try wallet.place(hold, money("12"), of: ann, until: end).get()
    }

    func money(_ amount: String, _ currency: String = "EUR") throws -> Money {
        try WalletUnderTest.money(amount, currency)
    }

    /// As a query sees it before anything is done about the deadline.
    func seen(at time: Timestamp) throws -> String {
        let line = try #require(try UserBuckets.all(of: ann.user, at: time, in: wallet.service.reader()).first).line()
        return [line.deposit, line.bonus, line.winning, line.held].map(\.amount.text).joined(separator: " ")
    }

    @Test("a hold counts up to its deadline and not a millisecond longer, whether or not it has been given back")
    func exact() throws {
        let before = end.adding(milliseconds: -1)
        #expect(try seen(at: before) == "0.00 3.00 0.00 12.00")
        #expect(try seen(at: end) == "10.00 5.00 0.00 0.00")
        #expect(try wallet.count("SELECT COUNT(*) FROM hold_returns") == 0)
        wallet.service.now = before
        #expect(try wallet.place(wallet.newHold(), money("3.01"), of: ann).code == "insufficient_funds")
        wallet.service.now = end
        _ = try wallet.place(wallet.newHold(), money("15"), of: ann).get()
        #expect(try wallet.buckets(of: ann) == "0.00 0.00 0.00 15.00")
        #expect(try wallet.violations() == [])
    }

    @Test("is captured until its deadline and refused by name from there on")
    func refused() throws {
        wallet.service.now = end.adding(milliseconds: -1)
        _ = try wallet.capture(hold, money("4")).get()
        wallet.service.now = end
        // The deadline's timer comes after the message in the same step; the second time it has run.
        for _ in 0..<2 {
            let (capture, release) = (try wallet.capture(hold, money("1")), try wallet.release(hold))
            #expect(capture.code == "hold_expired" && capture.status == 409)
            #expect(release.code == "hold_expired")
        }
        #expect(try wallet.buckets(of: ann) == "6.00 5.00 0.00 0.00")
        #expect(try wallet.count("SELECT SUM(balance) FROM ledger_accounts WHERE owner_kind = 'escrow'") == 400)
        #expect(try wallet.violations() == [])
    }

    @Test("is given back by itself at the deadline, also after a restart, and once")
    func timer() throws {
        try wallet.service.restart()
        wallet.service.now = end.adding(milliseconds: -1)
        try wallet.service.step()
        #expect(try wallet.service.events("wallet.hold-expired").isEmpty)
        wallet.service.now = end
        try wallet.service.step()
        try wallet.service.step()
        #expect(try wallet.service.events("wallet.hold-expired").count == 1)
        #expect(try wallet.count("SELECT balance FROM ledger_accounts WHERE bucket = 'held'") == 0)
        #expect(try wallet.count("SELECT COUNT(*) FROM runtime_timers WHERE handler = 'wallet.expire-hold'") == 0)
        #expect(try wallet.violations() == [])
    }

    @Test("is passed over at the deadline where it was decided on before")
    func decidedBefore() throws {
        _ = try wallet.release(hold).get()
        wallet.service.now = end
        try wallet.service.step()
        #expect(try wallet.service.events("wallet.hold-expired").isEmpty)
        #expect(try wallet.buckets(of: ann) == "10.00 5.00 0.00 0.00")
    }

    @Test("whoever touches the user's money gives back first what has expired, in the same transaction")
    func touched() throws {
        wallet.service.now = end
        let refund = PayFromEscrow.Payment(
            winner: ann.user, money: try money("1"), kind: .betPayout, purpose: "bet/1")
        // Refused, and with it what it did first.
        #expect(try wallet.pay([refund]).code == "escrow_too_small")
        try wallet.deposit("1", to: ann)
        #expect(try wallet.count("SELECT balance FROM ledger_accounts WHERE bucket = 'held'") == 0)
        #expect(try wallet.service.events("wallet.hold-expired").count == 1)
        #expect(try wallet.buckets(of: ann) == "11.00 5.00 0.00 0.00")
        #expect(try wallet.violations() == [])
    }

    @Test("counts towards no limit once it has expired")
    func limits() throws {
        let limits = try WalletUnderTest.limits([.dailyStake: "15", .dailyLoss: "15"])
        try wallet.take(
            PersonStanding(user: ann.user, version: 1, state: .active, limits: limits))
        let early = try wallet.place(wallet.newHold(), money("3.01"), of: ann)
        #expect(early.code == "daily_stake_limit_exceeded" || early.code == "daily_loss_limit_exceeded")
        wallet.service.now = end
        _ = try wallet.place(wallet.newHold(), money("15"), of: ann).get()
        #expect(try wallet.violations() == [])
    }

    @Test("gives a frozen user's money back at the deadline all the same")
    func frozen() throws {
        try wallet.take(PersonStanding(user: ann.user, version: 1, state: .frozen, limits: []))
        _ = try wallet.capture(hold, money("2")).get()
        wallet.service.now = end
        #expect(try wallet.buckets(of: ann) == "8.00 5.00 0.00 0.00")
        #expect(try wallet.violations() == [])
    }

    @Test("needs a deadline that lies ahead, and lets so many wait for theirs")
    func bounded() throws {
        let past = try wallet.place(wallet.newHold(), money("1"), of: ann, until: wallet.service.now)
        #expect(past.problem?.errors.first?.code == "not_in_future")
        for _ in 1..<PlaceHold.expiringLimit {
            _ = try wallet.place(wallet.newHold(), money("0.01"), of: ann, until: end).get()
        }
        #expect(try wallet.place(wallet.newHold(), money("0.01"), of: ann, until: end).code == "too_many_holds")
        _ = try wallet.place(wallet.newHold(), money("0.01"), of: ann).get()
        wallet.service.now = end
        #expect(try wallet.buckets(of: ann) == "10.00 4.99 0.00 0.01")
        #expect(try wallet.violations() == [])
    }
}
