import Host
import Messages
import Runtime
import Storage
import TestSupport
import Testing

@testable import Wallet

struct ReversalTests {
    let wallet: WalletUnderTest
    let ann = TestUsers.statement(1)
    let bob = TestUsers.statement(2)

    init() throws { wallet = try WalletUnderTest(zones: try ZoneFiles().book()) }

    func money(_ amount: String) throws -> Money { try WalletUnderTest.money(amount) }

    @Test("takes a transaction back once, by its opposite, and each names the other")
    func once() throws {
        let entry = try wallet.adjust("3.00", of: ann).get()
        let answer = try wallet.reverse(entry.id)
        #expect(answer.status == 201)
        let reversal = try answer.get()
        #expect(reversal.kind == .reversal)
        #expect(reversal.reverses == entry.id)
        #expect(try wallet.entry(entry.id).reversedBy == reversal.id)
        #expect(reversal.postings.map(\.amount.amount.text).sorted() == ["-3.00", "3.00"])
        #expect(try wallet.buckets(of: ann) == "0.00 0.00 0.00 0.00")
        #expect(try wallet.reverse(entry.id).code == "already_reversed")
        #expect(try wallet.reverse(reversal.id).code == "not_reversible")
        #expect(try wallet.service.events(TransactionReversed.type).count == 1)
        #expect(try wallet.reverse(ID(high: 1, low: 1)).status == 404)
        #expect(try wallet.violations() == [])
    }

    @Test("gives back what a debit took, to the frozen too")
    func debit() throws {
        try wallet.deposit("5", to: ann)
        let entry = try wallet.adjust("4", .debit, of: ann).get()
        try wallet.freeze(ann)
        #expect(try wallet.reverse(entry.id).status == 201)
        #expect(try wallet.buckets(of: ann) == "5.00 0.00 0.00 0.00")
    }

    @Test("takes a deposit back where its money is still there, and its day has room again")
    func deposit() throws {
        try wallet.deposit("10", to: ann)
        let credit = try wallet.last(.deposit)
        _ = try wallet.place(wallet.newHold(), money("0.01"), of: ann).get()
        #expect(try wallet.reverse(credit).code == "insufficient_funds")
        _ = try wallet.adjust("0.01", of: ann).get()
        #expect(try wallet.usage(ann) == "1 0 1000")
        #expect(try wallet.reverse(credit).status == 201)
        #expect(try wallet.usage(ann) == "1 0 0")
        #expect(try wallet.count("SELECT COUNT(*) FROM deposits WHERE status = 'approved'") == 1)
        #expect(try wallet.violations() == [])
    }

    @Test("is refused where it would take from the frozen")
    func frozen() throws {
        try wallet.deposit("10", to: ann)
        try wallet.freeze(ann)
        #expect(try wallet.reverse(wallet.last(.deposit)).code == "account_frozen")
        #expect(try wallet.buckets(of: ann) == "10.00 0.00 0.00 0.00")
    }

    @Test("leaves holds, captures, refunds and releases to those who placed them")
    func holds() throws {
        try wallet.deposit("10", to: ann)
        let (first, second) = (wallet.newHold(), wallet.newHold())
        _ = try wallet.place(first, money("1"), of: ann).get()
        #expect(try wallet.reverse(wallet.last(.hold)).code == "not_reversible")
        _ = try wallet.release(first).get()
        #expect(try wallet.reverse(wallet.last(.release)).code == "not_reversible")
        _ = try wallet.place(second, money("1"), of: ann).get()
        _ = try wallet.capture(second).get()
        #expect(try wallet.reverse(wallet.last(.betPlaced)).code == "not_reversible")
        let refund = PayFromEscrow.Payment(
            refundOf: second, money: try money("1"), kind: .betRefund, purpose: "bet/1")
        _ = try wallet.pay([refund]).get()
        #expect(try wallet.reverse(wallet.last(.betRefund)).code == "not_reversible")
        #expect(try wallet.buckets(of: ann) == "10.00 0.00 0.00 0.00")
    }

    @Test("takes winnings back into the escrow that they came from, and they count as won no more")
    func payout() throws {
        try wallet.deposit("10", to: ann)
        let hold = wallet.newHold()
        _ = try wallet.place(hold, money("10"), of: ann).get()
        _ = try wallet.capture(hold).get()
        let payments = [
            PayFromEscrow.Payment(winner: bob.user, money: try money("7"), kind: .betPayout, purpose: "bet/1"),
            PayFromEscrow.Payment(winner: bob.user, money: try money("2"), kind: .prize, purpose: "bet/1"),
            PayFromEscrow.Payment(house: try money("1"), kind: .takeout, purpose: "event/1"),
        ]
        _ = try wallet.pay(payments).get()
        #expect(try wallet.usage(bob) == "0 900 0")
        // Where Bob lives now, it was the day before.
        var standing = PersonStanding(user: bob.user, version: 1, state: .active)
        standing.timeZone = TimeZoneName("Pacific/Honolulu")
        try wallet.take(standing)
        wallet.service.now = wallet.service.now.adding(seconds: 80_000)
        #expect(try wallet.reverse(wallet.last(.betPayout)).status == 201)
        #expect(try wallet.usage(bob) == "0 200 0")
        #expect(try wallet.reverse(wallet.last(.takeout)).status == 201)
        #expect(try wallet.buckets(of: bob) == "0.00 0.00 2.00 0.00")
        #expect(try wallet.count("SELECT balance FROM ledger_accounts WHERE owner_kind = 'escrow'") == 800)
        #expect(try wallet.violations() == [])
        _ = try wallet.place(wallet.newHold(), money("1.5"), of: bob).get()
        #expect(try wallet.reverse(wallet.last(.prize)).code == "insufficient_funds")
    }

    @Test("that was written past the ledger is noticed")
    func invariant() throws {
        _ = try wallet.reverse(try wallet.adjust("3.00", of: ann).get().id).get()
        let database = try Connection.openWriter(at: wallet.service.directory.appending(path: "service.db").path)
        for statement: StaticString in [
            "DROP TRIGGER ledger_postings_keep", "DROP TRIGGER ledger_transactions_keep",
            "UPDATE ledger_postings SET amount = amount * 2 WHERE transaction_number = 2",
        ] { try database.run(statement) }
        #expect(try wallet.violations().contains { $0.contains("is not the opposite") })
        try database.run("UPDATE ledger_transactions SET reverses = NULL")
        #expect(try wallet.violations().contains { $0.contains("a reversal of nothing") })
    }
}
