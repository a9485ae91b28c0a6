import Messages
import Runtime
import TestSupport
import Testing

@testable import Wallet

@Suite("What people keep outside")
struct RecordOutsideTests {
    let wallet: WalletUnderTest
    let ann = TestUsers.statement(1)

    init() throws { wallet = try WalletUnderTest() }

    func money(_ amount: String) throws -> Money { try WalletUnderTest.money(amount, "EUR") }

    func record(
        _ bookings: [(OutsideDirection, String, TransactionKind)], in escrow: String = "outside/1"
    ) throws -> ServiceUnderTest.Answer<Nothing> {
        let list = try bookings.map { direction, amount, kind in
            RecordOutside.Booking(direction, try money(amount), kind: kind, purpose: "syndicate-entry/1")
        }
        return try wallet.service.call(
            RecordOutside.self, .init(escrow: escrow, movements: try #require(UpTo(list))), from: .betting)
    }

    func balance() throws -> Int {
        try wallet.count("SELECT COALESCE(SUM(balance), 0) FROM ledger_accounts WHERE owner_kind = 'escrow'")
    }

    @Test("is booked against the world, together, in order, and to be reconciled")
    func bookings() throws {
        _ = try record([(.in, "50", .contribution), (.out, "20", .syndicateBet), (.in, "45.50", .syndicateWinnings)])
            .get()
        #expect(try balance() == 7550)
        #expect(try wallet.count("SELECT COUNT(*) FROM outside_entries") == 3)
        #expect(try wallet.count("SELECT COUNT(DISTINCT group_id) FROM ledger_transactions") == 1)
        #expect(try wallet.service.events(OutsideRecorded.type).count == 3)
        #expect(try wallet.violations() == [])
    }

    @Test("is all or nothing, and never less than nothing")
    func tooLittle() throws {
        _ = try record([(.in, "10", .contribution)]).get()
        #expect(try record([(.in, "5", .contribution), (.out, "15.01", .syndicateBet)]).code == "escrow_too_small")
        #expect(try balance() == 1000)
        #expect(try wallet.violations() == [])
    }

    @Test("is refused under other names")
    func malformed() throws {
        #expect(try record([(.in, "5", .contribution)], in: "season/1").code == "malformed_movement")
        #expect(try record([(.in, "5", .betPayout)]).code == "malformed_movement")
        #expect(try record([]).code == "malformed_movement")
        #expect(try record([(.in, "-5", .contribution)]).code == "invalid_request")
        #expect(try balance() == 0)
    }

    @Test("never becomes anybody's here: it is paid to nobody, passed on nowhere, and not taken back by an admin")
    func stays() throws {
        _ = try record([(.in, "50", .contribution), (.out, "5", .syndicatePayout)]).get()
        let payments = [
            PayFromEscrow.Payment(
                winner: ann.user, money: try money("1"), kind: .syndicatePayout, purpose: "syndicate-entry/2"),
            PayFromEscrow.Payment(
                into: "season/1", money: try money("1"), kind: .rollover, purpose: "syndicate-entry/2"),
            PayFromEscrow.Payment(house: try money("1"), kind: .fee, purpose: "syndicate-entry/2"),
        ]
        for payment in payments {
            let answer = try wallet.service.call(
                PayFromEscrow.self, .init(escrow: "outside/1", payments: [payment]), from: .betting)
            #expect(answer.code == "malformed_payment")
        }
        #expect(try wallet.reverse(wallet.last(.syndicatePayout)).code == "not_reversible")
        #expect(try wallet.reverse(wallet.last(.contribution)).code == "not_reversible")
        #expect(try balance() == 4500)
        let hold = wallet.newHold()
        try wallet.deposit("4", to: ann)
        _ = try wallet.place(hold, money("4"), of: ann).get()
        let capture = CaptureHold.Request(hold: hold, escrow: "outside/1", kind: .contribution)
        #expect(try wallet.service.call(CaptureHold.self, capture, from: .betting).code == "invalid_request")
        #expect(try wallet.violations() == [])
    }

    @Test("is found where it became somebody's all the same")
    func found() throws {
        _ = try record([(.in, "50", .contribution)]).get()
        let writer = try wallet.writer()
        try writer.run("DROP TRIGGER ledger_transactions_keep")
        try writer.run("UPDATE ledger_transactions SET kind = 'bet_payout'")
        #expect(try !wallet.violations().isEmpty)
    }
}
