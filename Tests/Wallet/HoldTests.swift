import Messages
import Runtime
import TestSupport
import Testing

@testable import Wallet

struct HoldTests {
    let wallet: WalletUnderTest
    let ann = TestUsers.statement(1)
    let bob = TestUsers.statement(2)

    /// Ann has 10.00 deposit, 5.00 bonus, 20.00 winning.
    init() throws {
        wallet = try WalletUnderTest()
        try wallet.deposit("10", to: ann)
        try wallet.grant(500, .bonus, to: ann)
        try wallet.grant(2000, .winning, to: ann)
    }

    func money(_ amount: String, _ currency: String = "EUR") throws -> Money {
        try WalletUnderTest.money(amount, currency)
    }

    @Test("puts money aside from deposit, then bonus, then winning")
    func order() throws {
        _ = try wallet.place(wallet.newHold(), money("12"), of: ann).get()
        #expect(try wallet.buckets(of: ann) == "0.00 3.00 20.00 12.00")
        _ = try wallet.place(wallet.newHold(), money("23"), of: ann).get()
        #expect(try wallet.buckets(of: ann) == "0.00 0.00 0.00 35.00")
        #expect(try wallet.violations() == [])
    }

    @Test("says what was needed and what was there when there is too little")
    func tooLittle() throws {
        let answer = try wallet.place(wallet.newHold(), money("35.01"), of: ann)
        #expect(answer.code == "insufficient_funds")
        #expect(answer.status == 422)
        #expect(answer.problem?.detail == "needed 35.01 EUR, available 35.00 EUR")
        #expect(try wallet.buckets(of: ann) == "10.00 5.00 20.00 0.00")
        #expect(try wallet.place(wallet.newHold(), money("1"), of: bob).code == "insufficient_funds")
        #expect(try wallet.place(wallet.newHold(), money("1", "USD"), of: ann).code == "insufficient_funds")
        #expect(try wallet.count("SELECT COUNT(*) FROM holds") == 0)
        #expect(try wallet.service.events("wallet.hold-placed").isEmpty)
        #expect(try wallet.violations() == [])
    }

    @Test("does not count money that is already held")
    func heldIsNotAvailable() throws {
        _ = try wallet.place(wallet.newHold(), money("30"), of: ann).get()
        #expect(try wallet.place(wallet.newHold(), money("5.01"), of: ann).code == "insufficient_funds")
        _ = try wallet.place(wallet.newHold(), money("5.00"), of: ann).get()
    }

    @Test("takes a user's money only with that user's own statement")
    func statement() throws {
        let request = PlaceHold.Request(
            hold: wallet.newHold(), user: ann.user, money: try money("1"), purpose: "bet/1")
        #expect(try wallet.service.call(PlaceHold.self, request, from: .betting).status == 401)
        #expect(try wallet.service.call(PlaceHold.self, request, from: .betting, statement: bob).status == 403)
        let expired = TestUsers.statement(1, issuedAt: Timestamp(milliseconds: 1_700_000_000_000), seconds: 60)
        #expect(try wallet.service.call(PlaceHold.self, request, from: .betting, statement: expired).status == 401)
        #expect(try wallet.service.call(PlaceHold.self, request, from: .gateway, statement: ann).status == 403)
        #expect(try wallet.service.ask(PlaceHold.self, request, by: ann).status == 403)
        #expect(try wallet.count("SELECT COUNT(*) FROM holds") == 0)
    }

    @Test("takes nothing from one whom identity bars from staking, and looks at no other bar")
    func barred() throws {
        var barred = ann
        barred.bars = [.withdraw, .stake]
        let refused = try wallet.place(wallet.newHold(), money("1"), of: barred)
        #expect(refused.status == 422 && refused.code == "staking_not_allowed")
        #expect(try wallet.buckets(of: ann) == "10.00 5.00 20.00 0.00")
        barred.bars = [.withdraw]
        #expect(try wallet.place(wallet.newHold(), money("1"), of: barred).status == 200)
    }

    @Test("never places two holds of one id")
    func unique() throws {
        let hold = wallet.newHold()
        _ = try wallet.place(hold, money("1"), of: ann).get()
        let again = try wallet.place(hold, money("1"), of: ann)
        #expect(again.code == "hold_exists")
        #expect(again.status == 409)
        #expect(try wallet.buckets(of: ann) == "9.00 5.00 20.00 1.00")
        #expect(try wallet.violations() == [])
    }

    @Test(
        "refuses money of the wrong shape",
        arguments: [
            ("0.001", "EUR", "invalid_request"), ("0", "EUR", "invalid_request"), ("-3", "EUR", "invalid_request"),
            ("99999999999999999", "EUR", "invalid_request"), ("1", "XYZ", "unknown_currency"),
        ])
    func badMoney(amount: String, currency: String, code: String) throws {
        let answer = try wallet.place(wallet.newHold(), money(amount, currency), of: ann)
        #expect(answer.code == code)
        #expect(answer.status == 422)
        #expect(try wallet.buckets(of: ann) == "10.00 5.00 20.00 0.00")
    }

    @Test("refuses a purpose that names nothing", arguments: ["", "bet", "/1", "bet/", "be t/1"])
    func badPurpose(purpose: String) throws {
        let answer = try wallet.place(wallet.newHold(), money("1"), of: ann, purpose: purpose)
        #expect(answer.problem?.errors.first?.pointer == "/purpose")
    }

    @Test("gives released money back to the buckets it came from")
    func released() throws {
        let hold = wallet.newHold()
        _ = try wallet.place(hold, money("18"), of: ann).get()
        #expect(try wallet.buckets(of: ann) == "0.00 0.00 17.00 18.00")
        _ = try wallet.release(hold).get()
        #expect(try wallet.buckets(of: ann) == "10.00 5.00 20.00 0.00")
        #expect(try wallet.service.events("wallet.hold-released").count == 1)
        #expect(try wallet.violations() == [])
    }

    @Test("decides on a hold once, and on none that was not placed")
    func decidedOnce() throws {
        let (captured, released) = (wallet.newHold(), wallet.newHold())
        for hold in [captured, released] { _ = try wallet.place(hold, money("2"), of: ann).get() }
        _ = try wallet.capture(captured).get()
        _ = try wallet.release(released).get()
        for hold in [captured, released] {
            let code = hold == captured ? "hold_already_captured" : "hold_not_open"
            #expect(try wallet.capture(hold).code == code)
            #expect(try wallet.release(hold).code == code)
        }
        #expect(try wallet.capture(wallet.newHold()).code == "unknown_hold")
        #expect(try wallet.release(wallet.newHold()).code == "unknown_hold")
        #expect(try wallet.buckets(of: ann) == "8.00 5.00 20.00 0.00")
        #expect(try wallet.violations() == [])
    }

    @Test("lets no service touch another's hold")
    func foreign() throws {
        let hold = wallet.newHold()
        _ = try wallet.place(hold, money("2"), of: ann).get()
        #expect(try wallet.capture(hold, from: .raffle).code == "unknown_hold")
        _ = try wallet.capture(hold).get()
    }

    @Test("captures only as what a service may do", arguments: [TransactionKind.deposit, .hold, .unknown, .adjustment])
    func kind(kind: TransactionKind) throws {
        let hold = wallet.newHold()
        _ = try wallet.place(hold, money("2"), of: ann).get()
        let request = CaptureHold.Request(hold: hold, escrow: "event/1", kind: kind)
        #expect(try wallet.service.call(CaptureHold.self, request, from: .betting).code == "invalid_request")
    }
}
