import Messages
import Runtime
import TestSupport
import Testing

@testable import Wallet

struct EscrowTests {
    let wallet: WalletUnderTest
    let ann = TestUsers.statement(1)
    let bob = TestUsers.statement(2)
    let annsHold: ID<Hold>
    let bobsHold: ID<Hold>

    typealias Payment = PayFromEscrow.Payment

    /// Ann staked 4.00 deposit and 5.00 bonus, Bob 6.00 deposit; all of it is in escrow.
    init() throws {
        wallet = try WalletUnderTest()
        (annsHold, bobsHold) = (wallet.newHold(), wallet.newHold())
        try wallet.deposit("4", to: ann)
        try wallet.grant(500, .bonus, to: ann)
        try wallet.deposit("6", to: bob)
        _ = try wallet.place(annsHold, money("9"), of: ann).get()
        _ = try wallet.place(bobsHold, money("6"), of: bob).get()
        for hold in [annsHold, bobsHold] { _ = try wallet.capture(hold).get() }
    }

    func money(_ amount: String, _ currency: String = "EUR") throws -> Money {
        try WalletUnderTest.money(amount, currency)
    }

    func winner(_ user: Statement, _ amount: String) throws -> Payment {
        Payment(winner: user.user, money: try money(amount), kind: .betPayout, purpose: "bet/1")
    }

    func refund(_ hold: ID<Hold>, _ amount: String) throws -> Payment {
        Payment(refundOf: hold, money: try money(amount), kind: .betRefund, purpose: "bet/1")
    }

    func house(_ amount: String) throws -> Payment {
        Payment(house: try money(amount), kind: .takeout, purpose: "event/1")
    }

    func escrow() throws -> Int {
        try wallet.count("SELECT COALESCE(SUM(balance), 0) FROM ledger_accounts WHERE owner_kind = 'escrow'")
    }

    @Test("pays winners into winning and the house into its account, to the last unit")
    func settlement() throws {
        _ = try wallet.pay([winner(bob, "14.25"), house("0.75")]).get()
        #expect(try wallet.buckets(of: bob) == "0.00 0.00 14.25 0.00")
        #expect(try wallet.buckets(of: ann) == "0.00 0.00 0.00 0.00")
        #expect(try escrow() == 0)
        #expect(try wallet.count("SELECT balance FROM ledger_accounts WHERE owner = CAST('takeout' AS BLOB)") == 75)
        #expect(try wallet.service.events("wallet.paid").count == 2)
        let payments: StaticString = "SELECT COUNT(*) FROM ledger_transactions WHERE group_id IS NOT NULL"
        #expect(try wallet.count(payments) == 2, "both in one group, which auditors see by the first of them")
        #expect(try wallet.violations() == [])
    }

    @Test("makes whole what a winner's bonus brought, so that no bet with oneself makes cash of it")
    func bonusFirst() throws {
        _ = try wallet.pay([winner(ann, "3"), winner(ann, "6.50")]).get()
        #expect(try wallet.buckets(of: ann) == "0.00 5.00 4.50 0.00")
        #expect(try wallet.usage(ann) == "900 950 400")
        #expect(try wallet.violations() == [])
        #expect(try wallet.reverse(wallet.last(.betPayout)).status == 201)
        #expect(try wallet.buckets(of: ann) == "0.00 3.00 0.00 0.00")
        _ = try wallet.pay([winner(ann, "5"), winner(bob, "1")]).get()
        #expect(try wallet.buckets(of: ann) == "0.00 5.00 3.00 0.00")
        #expect(try wallet.buckets(of: bob) == "0.00 0.00 1.00 0.00")
        #expect(try wallet.violations() == [])
    }

    @Test("owes a bonus nothing more once its stake went back")
    func bonusRefunded() throws {
        _ = try wallet.pay([refund(annsHold, "9"), winner(ann, "2")]).get()
        #expect(try wallet.buckets(of: ann) == "4.00 5.00 2.00 0.00")
        #expect(try wallet.violations() == [])
    }

    @Test("is funded by the house, and passes on to another escrow what stays in play")
    func fundedAndPassedOn() throws {
        func fund(_ amount: String, _ kind: TransactionKind) throws -> ServiceUnderTest.Answer<Nothing> {
            let request = FundEscrow.Request(
                escrow: "event/1", money: try money(amount), kind: kind, purpose: "contest/1")
            return try wallet.service.call(FundEscrow.self, request, from: .betting)
        }
        _ = try fund("5", .overlay).get()
        #expect(try wallet.count("SELECT balance FROM ledger_accounts WHERE owner = CAST('overlay' AS BLOB)") == -500)
        #expect(try escrow() == 2000)
        #expect(try fund("5", .takeout).code == "malformed_funding")
        #expect(try fund("0", .overlay).code == "invalid_request")
        let on = Payment(into: "event/2", money: try money("20"), kind: .rollover, purpose: "event/1")
        let own = Payment(into: "event/1", money: try money("20"), kind: .rollover, purpose: "event/1")
        let other = Payment(into: "event/2", money: try money("20"), kind: .betPayout, purpose: "event/1")
        #expect(try wallet.pay([own]).code == "malformed_payment")
        #expect(try wallet.pay([other]).code == "malformed_payment")
        _ = try wallet.pay([on]).get()
        #expect(try wallet.pay([winner(bob, "1")]).code == "escrow_too_small")
        _ = try wallet.pay([winner(bob, "20")], escrow: "event/2").get()
        #expect(try wallet.reverse(wallet.last(.rollover)).code == "not_reversible")
        #expect(try escrow() == 0)
        #expect(try wallet.violations() == [])
    }

    @Test("refunds each unit to the bucket it came from, so that bonus never becomes winning")
    func origin() throws {
        _ = try wallet.pay([refund(annsHold, "9")]).get()
        #expect(try wallet.buckets(of: ann) == "4.00 5.00 0.00 0.00")
        #expect(try escrow() == 600)
        #expect(try wallet.violations() == [])
    }

    @Test("refunds a hold once, from the escrow that it went into, and never more than it brought")
    func refundedOnce() throws {
        #expect(try wallet.pay([refund(annsHold, "9.01")]).code == "refund_exceeds_capture")
        #expect(try wallet.pay([refund(bobsHold, "6")], escrow: "event/2").code == "hold_not_captured")
        #expect(try wallet.pay([refund(bobsHold, "6"), refund(bobsHold, "6")]).code == "hold_not_captured")
        #expect(try wallet.pay([refund(wallet.newHold(), "6")]).code == "unknown_hold")
        #expect(try escrow() == 1500)
        _ = try wallet.pay([refund(bobsHold, "6")]).get()
        let again = try wallet.pay([refund(bobsHold, "6")])
        #expect(again.code == "hold_not_captured")
        #expect(again.status == 409)
        #expect(try wallet.buckets(of: bob) == "6.00 0.00 0.00 0.00")
        #expect(try wallet.violations() == [])
    }

    @Test("refunds no hold that was not captured")
    func openHold() throws {
        let hold = wallet.newHold()
        try wallet.deposit("1", to: ann)
        _ = try wallet.place(hold, money("1"), of: ann).get()
        #expect(try wallet.pay([refund(hold, "1")]).code == "hold_not_captured")
        _ = try wallet.release(hold).get()
        #expect(try wallet.pay([refund(hold, "1")]).code == "hold_not_captured")
    }

    @Test("pays all of a command or nothing, and never more than is in escrow")
    func allOrNothing() throws {
        let answer = try wallet.pay([winner(bob, "10"), house("5"), winner(ann, "0.01")])
        #expect(answer.code == "escrow_too_small")
        #expect(answer.problem?.detail == "needed 0.01 EUR, in escrow 0.00 EUR")
        #expect(answer.problem?.errors.first?.pointer == "/payments/2/money/amount")
        #expect(try escrow() == 1500)
        #expect(try wallet.buckets(of: bob) == "0.00 0.00 0.00 0.00")
        #expect(try wallet.service.events("wallet.paid").isEmpty)
        #expect(try wallet.pay([winner(ann, "1")], escrow: "event/2").code == "escrow_too_small")
        #expect(try wallet.pay([winner(ann, "1")], from: .raffle).code == "escrow_too_small")
        #expect(try wallet.violations() == [])
    }

    @Test("refuses payments that say nothing or too much")
    func malformed() throws {
        #expect(try wallet.pay([]).code == "malformed_payment")
        #expect(try wallet.pay(Array(repeating: house("0.01"), count: 201)).code == "malformed_payment")
        let dollars = Payment(house: try money("1", "XYZ"), kind: .takeout, purpose: "event/1")
        #expect(try wallet.pay([dollars]).code == "malformed_payment")
        let kind = Payment(house: try money("1"), kind: .deposit, purpose: "event/1")
        #expect(try wallet.pay([kind]).code == "malformed_payment")
        #expect(try wallet.pay([house("0")]).problem?.errors.first?.code == "not_positive")
        #expect(try wallet.pay([house("-1")]).problem?.errors.first?.code == "not_positive")
        #expect(try wallet.pay([house("0.001")]).problem?.errors.first?.code == "too_many_decimals")
        #expect(try escrow() == 1500)
    }

    @Test("pays two hundred in one command")
    func many() throws {
        _ = try wallet.pay(Array(repeating: winner(bob, "0.05"), count: 200)).get()
        #expect(try wallet.buckets(of: bob).contains("10.00"))
        #expect(try wallet.violations() == [])
    }
}
