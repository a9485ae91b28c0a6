import Messages
import Runtime
import Storage
import TestSupport
import Testing

@testable import Wallet

struct PartialCaptureTests {
    let wallet: WalletUnderTest
    let ann = TestUsers.statement(1)
    let bob = TestUsers.statement(2)
    let hold: ID<Hold>

    typealias Payment = PayFromEscrow.Payment

    /// Ann has staked 3.00 deposit, 4.00 bonus and 5.00 winning of 6.00; nothing of it is captured yet.
    init() throws {
        wallet = try WalletUnderTest()
        hold = wallet.newHold()
        try wallet.deposit("3", to: ann)
        try wallet.grant(400, .bonus, to: ann)
        try wallet.grant(600, .winning, to: ann)
        _ = try wallet.place(hold, money("12"), of: ann).get()
    }

    func money(_ amount: String, _ currency: String = "EUR") throws -> Money {
        try WalletUnderTest.money(amount, currency)
    }

    func refund(_ amount: String, of other: ID<Hold>? = nil) throws -> Payment {
        Payment(refundOf: other ?? hold, money: try money(amount), kind: .betRefund, purpose: "bet/1")
    }

    func returns(_ amount: String, of holds: [ID<Hold>], kind: TransactionKind = .syndicatePayout) throws -> Payment {
        Payment(
            returnTo: ann.user, of: try #require(UpTo(holds)), money: try money(amount), kind: kind, purpose: "season/1"
        )
    }

    @Test("captures in parts, each into its own escrow, up to what was held")
    func parts() throws {
        _ = try wallet.capture(hold, money("5"), into: "event/1").get()
        #expect(try wallet.buckets(of: ann) == "0.00 0.00 1.00 7.00")
        _ = try wallet.capture(hold, money("4"), into: "event/2").get()
        #expect(try wallet.buckets(of: ann) == "0.00 0.00 1.00 3.00")
        let parts = try wallet.service.reader().rows(
            "SELECT deposit, bonus, winning FROM hold_captures ORDER BY posted"
        ) { [try $0.value(0, as: Int64.self), try $0.value(1), try $0.value(2)] }
        #expect(parts == [[300, 200, 0], [0, 200, 200]])
        _ = try wallet.capture(hold).get()
        #expect(try wallet.buckets(of: ann) == "0.00 0.00 1.00 0.00")
        #expect(try wallet.service.events("wallet.hold-captured").count == 3)
        #expect(try wallet.violations() == [])
    }

    @Test("refuses what exceeds the hold by name, and changes nothing")
    func refusals() throws {
        let above = try wallet.capture(hold, money("12.01"))
        #expect(above.code == "capture_exceeds_hold" && above.status == 422)
        #expect(above.problem?.detail == "asked 12.01 EUR, left of the hold 12.00 EUR")
        _ = try wallet.capture(hold, money("8")).get()
        #expect(try wallet.capture(hold, money("4.01")).code == "capture_exceeds_hold")
        #expect(try wallet.capture(hold, money("0")).code == "invalid_request")
        #expect(try wallet.capture(hold, money("1", "USD")).code == "invalid_request")
        #expect(try wallet.buckets(of: ann) == "0.00 0.00 1.00 4.00")
        _ = try wallet.capture(hold, money("4")).get()
        for again in [try wallet.capture(hold, money("0.01")), try wallet.capture(hold), try wallet.release(hold)] {
            #expect(again.code == "hold_already_captured" && again.status == 409)
        }
        #expect(try wallet.count("SELECT COUNT(*) FROM hold_captures") == 2)
        #expect(try wallet.violations() == [])
    }

    @Test("gives the rest back with the last capture, as one group")
    func last() throws {
        _ = try wallet.capture(hold, money("4"), last: true).get()
        #expect(try wallet.buckets(of: ann) == "0.00 3.00 6.00 0.00")
        #expect(try wallet.count("SELECT COUNT(DISTINCT group_id) FROM ledger_transactions") == 1)
        #expect(
            try wallet.count("SELECT COUNT(*) FROM ledger_transactions WHERE group_id IS NOT NULL") == 2)
        #expect(try wallet.capture(hold).code == "hold_not_open")
        #expect(try wallet.violations() == [])
        let whole = wallet.newHold()
        _ = try wallet.place(whole, money("1"), of: ann).get()
        _ = try wallet.capture(whole, last: true).get()
        #expect(try wallet.release(whole).code == "hold_already_captured")
        #expect(
            try wallet.count("SELECT COUNT(*) FROM ledger_transactions WHERE group_id IS NOT NULL") == 2)
    }

    @Test("releases what was not captured to where it came from")
    func release() throws {
        _ = try wallet.capture(hold, money("5")).get()
        _ = try wallet.release(hold).get()
        #expect(try wallet.buckets(of: ann) == "0.00 2.00 6.00 0.00")
        #expect(try wallet.pay([refund("5")]).status == 200)
        #expect(try wallet.buckets(of: ann) == "3.00 4.00 6.00 0.00")
        #expect(try wallet.violations() == [])
    }

    @Test("refunds parts of captures, the last taken first, each unit to its bucket")
    func refunds() throws {
        _ = try wallet.capture(hold, money("5")).get()
        _ = try wallet.capture(hold, money("4")).get()
        _ = try wallet.capture(hold, money("3"), into: "event/2").get()
        _ = try wallet.pay([refund("1")]).get()
        #expect(try wallet.buckets(of: ann) == "0.00 0.00 2.00 0.00")
        _ = try wallet.pay([refund("4")]).get()
        #expect(try wallet.buckets(of: ann) == "0.00 3.00 3.00 0.00")
        let above = try wallet.pay([refund("4.01")])
        #expect(above.code == "refund_exceeds_capture" && above.status == 422)
        #expect(above.problem?.detail == "asked 4.01 EUR, left of what the hold brought 4.00 EUR")
        _ = try wallet.pay([refund("4")]).get()
        #expect(try wallet.buckets(of: ann) == "3.00 4.00 3.00 0.00")
        #expect(try wallet.pay([refund("0.01")]).code == "hold_not_captured")
        #expect(try wallet.pay([refund("3")], escrow: "event/2").status == 200)
        #expect(try wallet.buckets(of: ann) == "3.00 4.00 6.00 0.00")
        #expect(try wallet.violations() == [])
    }

    @Test("counts towards limits only what was not given back")
    func limits() throws {
        func staked() throws -> Int { try wallet.count("SELECT stake FROM usage WHERE stake > 0") }
        _ = try wallet.capture(hold, money("5")).get()
        #expect(try staked() == 1200)
        _ = try wallet.pay([refund("2")]).get()
        #expect(try staked() == 1000)
        _ = try wallet.release(hold).get()
        #expect(try staked() == 300)
        #expect(try wallet.violations() == [])
    }

    @Test("takes no bonus where none may be taken, and says what there is without it")
    func withoutBonus() throws {
        try wallet.deposit("2", to: bob)
        try wallet.grant(900, .bonus, to: bob)
        try wallet.grant(100, .winning, to: bob)
        let answer = try wallet.place(wallet.newHold(), money("3.01"), of: bob, withoutBonus: true)
        #expect(answer.problem?.detail == "needed 3.01 EUR, available 3.00 EUR")
        _ = try wallet.place(wallet.newHold(), money("3"), of: bob, withoutBonus: true).get()
        #expect(try wallet.buckets(of: bob) == "0.00 9.00 0.00 3.00")
    }

    @Test("what returns makes the holds whole first, and only the rest is won")
    func returned() throws {
        try wallet.deposit("5", to: ann)
        let second = wallet.newHold()
        _ = try wallet.place(second, money("5.50"), of: ann, withoutBonus: true).get()
        for hold in [hold, second] { _ = try wallet.capture(hold).get() }
        #expect(try wallet.buckets(of: ann) == "0.00 0.00 0.50 0.00")
        // Bob's stake is what Ann wins.
        let bobs = wallet.newHold()
        try wallet.deposit("10", to: bob)
        _ = try wallet.place(bobs, money("10"), of: bob).get()
        _ = try wallet.capture(bobs).get()
        _ = try wallet.pay([returns("6", of: [second, hold])]).get()
        #expect(try wallet.buckets(of: ann) == "5.00 0.00 1.50 0.00")
        #expect(try wallet.count("SELECT won FROM usage WHERE won > 0") == 0)
        _ = try wallet.pay([returns("13", of: [second, hold])]).get()
        #expect(try wallet.buckets(of: ann) == "8.00 4.00 7.50 0.00")
        #expect(try wallet.count("SELECT won FROM usage WHERE won > 0") == 150)
        #expect(try wallet.count("SELECT COUNT(*) FROM ledger_transactions WHERE group_id IS NOT NULL") == 4)
        #expect(try wallet.violations() == [])
    }

    @Test("returns only to the owner of the holds, and pays nobody a stake as winnings")
    func foreignReturns() throws {
        let bobs = wallet.newHold()
        try wallet.deposit("10", to: bob)
        _ = try wallet.place(bobs, money("10"), of: bob).get()
        _ = try wallet.capture(bobs).get()
        #expect(try wallet.pay([returns("1", of: [bobs])]).code == "malformed_payment")
        #expect(try wallet.pay([returns("1", of: [wallet.newHold()])]).code == "unknown_hold")
        #expect(try wallet.pay([returns("1", of: [], kind: .betRefund)]).code == "malformed_payment")
        let cash = Payment(winner: bob.user, money: try money("10"), kind: .betRefund, purpose: "bet/1")
        #expect(try wallet.pay([cash]).problem?.errors.first?.pointer == "/payments/0/kind")
        #expect(try wallet.buckets(of: bob) == "0.00 0.00 0.00 0.00")
        #expect(try wallet.violations() == [])
    }

    @Test("pays at most so many transactions at once, however many parts the refunds of one command take")
    func boundedPayments() throws {
        try wallet.deposit("20", to: bob)
        // Each of these takes a hundred transactions to give back.
        let holds = try (0..<11).map { _ in
            let hold = wallet.newHold()
            _ = try wallet.place(hold, money("1"), of: bob).get()
            for _ in 0..<100 { _ = try wallet.capture(hold, money("0.01")).get() }
            return hold
        }
        let refunds = try holds.map { try refund("1", of: $0) }
        let books = try wallet.books()
        let tooMany = try wallet.pay(refunds)
        #expect(tooMany.code == "malformed_payment")
        #expect(tooMany.problem?.detail == "all payments together take more than 1000 transactions")
        #expect(try wallet.books() == books)
        _ = try wallet.pay(Array(refunds.dropLast())).get()
        #expect(try wallet.buckets(of: bob) == "19.00 0.00 0.00 0.00")
        #expect(try wallet.violations() == [])
    }

    @Test("captures a hold in a bounded number of parts")
    func bounded() throws {
        for _ in 0..<CaptureHold.partLimit { _ = try wallet.capture(hold, money("0.01")).get() }
        #expect(try wallet.capture(hold, money("0.01")).code == "too_many_captures")
        #expect(try wallet.pay([refund("1")]).status == 200)
        _ = try wallet.release(hold).get()
        #expect(try wallet.buckets(of: ann) == "3.00 4.00 6.00 0.00")
        #expect(try wallet.violations() == [])
    }

    @Test("the database itself keeps what was captured and given back")
    func guarded() throws {
        _ = try wallet.capture(hold, money("5")).get()
        _ = try wallet.pay([refund("1")]).get()
        let database = try wallet.writer()
        let attempts: [StaticString] = [
            "UPDATE hold_captures SET deposit = 1", "DELETE FROM hold_captures",
            "UPDATE hold_captures SET bonus_back = 0", "UPDATE hold_captures SET bonus_back = 201",
            "UPDATE hold_returns SET winning = 100", "DELETE FROM hold_returns",
            "UPDATE holds SET captured = 0", "UPDATE holds SET captured = 1201", "UPDATE holds SET expires_at = 1",
            "UPDATE holds SET state = 'captured'", "UPDATE holds SET state = 'expired'",
        ]
        for attempt in attempts { #expect(throws: StorageError.self, "\(attempt)") { try database.run(attempt) } }
    }
}
