import Messages
import Runtime
import Storage
import TestSupport
import Testing

@testable import Wallet

@Suite("A wallet whose owner leaves") struct ClosingTests {
    let wallet: WalletUnderTest
    let ann = TestUsers.statement(1)

    init() throws { wallet = try WalletUnderTest() }

    private func close(
        _ leaving: UInt64 = 1, abandoning: Bool = false, from service: ServiceName = .identity
    ) throws -> ServiceUnderTest.Answer<Nothing> {
        try wallet.service.call(
            CloseWallet.self, .init(leaving: ID(high: 9, low: leaving), user: ann.user, abandonsBalance: abandoning),
            from: service)
    }

    private func reopen(_ leaving: UInt64 = 1) throws {
        let request = ReopenWallet.Request(leaving: ID(high: 9, low: leaving), user: ann.user)
        _ = try wallet.service.call(ReopenWallet.self, request, from: .identity).get()
    }

    private func stake() throws -> String? {
        try wallet.place(wallet.newHold(), WalletUnderTest.money("1"), of: ann).code
    }

    private func payIn() throws -> String? { try wallet.request(WalletUnderTest.money("1"), by: ann).code }

    @Test("closes where nothing is in it, or a bonus, and takes neither stake nor deposit from then on")
    func empty() throws {
        try wallet.grant(500, .bonus, to: ann)
        #expect(try close().status == 200)
        #expect(try stake() == "account_not_active")
        #expect(try payIn() == "account_not_active")
        #expect(try wallet.service.events(WalletClosed.type).count == 1)
        #expect(try wallet.violations() == [])
        // Nobody else's wallet is closed by that.
        #expect(try wallet.request(WalletUnderTest.money("1"), by: TestUsers.statement(2)).status == 201)
    }

    @Test("does not close over what was paid in or won, says what there is, and does where it is abandoned")
    func balance() throws {
        try wallet.deposit("12.50", to: ann)
        try wallet.deposit("7", "POINTS", to: ann)
        try wallet.grant(300, .winning, to: ann)
        try wallet.grant(500, .bonus, to: ann)
        let answer = try close()
        #expect(answer.status == 409 && answer.code == "wallet_not_empty")
        let detail = try #require(answer.problem?.detail)
        #expect(detail.hasPrefix("deposit 12.50 EUR, winning 3.00 EUR, deposit 7 POINTS in the wallet"))
        #expect(try close(abandoning: true).status == 200)
        #expect(try stake() == "account_not_active")
        #expect(try wallet.buckets(of: ann) == "12.50 5.00 3.00 0.00")
        #expect(try wallet.violations() == [])
    }

    @Test("does not close while money is put aside or a deposit waits, whatever may be abandoned")
    func inTheWay() throws {
        try wallet.deposit("10", to: ann)
        let hold = wallet.newHold()
        _ = try wallet.place(hold, WalletUnderTest.money("4"), of: ann).get()
        let held = try close(abandoning: true)
        #expect(held.code == "stakes_open" && held.status == 409)
        #expect(held.problem?.detail.contains("held 4.00 EUR") == true)
        _ = try wallet.release(hold).get()
        let deposit = try wallet.request(WalletUnderTest.money("5"), by: ann).get().id
        let pending = try close(abandoning: true)
        #expect(pending.code == "requests_pending" && pending.problem?.detail.contains("1 deposits") == true)
        _ = try wallet.approve(deposit).get()
        #expect(try close(abandoning: true).status == 200)
    }

    @Test("closes over a hold whose deadline has passed, though nobody has given it back")
    func expired() throws {
        try wallet.grant(500, .bonus, to: ann)
        let end = wallet.service.now.adding(seconds: 60)
        _ = try wallet.place(wallet.newHold(), WalletUnderTest.money("4"), of: ann, until: end).get()
        #expect(try close().code == "stakes_open")
        wallet.service.now = end
        #expect(try close().status == 200)
        #expect(try wallet.buckets(of: ann) == "0.00 5.00 0.00 0.00")
        #expect(try wallet.violations() == [])
    }

    @Test("does not close while a withdrawal waits, and lets nobody withdraw from then on")
    func withdrawals() throws {
        try wallet.grant(300, .winning, to: ann)
        let id = try wallet.withdraw("1", by: ann).get().id
        let pending = try close(abandoning: true)
        #expect(pending.code == "requests_pending" && pending.problem?.detail.contains("1 withdrawals") == true)
        _ = try wallet.pay(id).get()
        #expect(try close(abandoning: true).status == 200)
        #expect(try wallet.withdraw("1", by: ann).code == "account_not_active")
        #expect(try wallet.violations() == [])
    }

    @Test("is still credited with what is owed to its owner")
    func owed() throws {
        try wallet.deposit("10", to: ann)
        let (won, refunded) = (wallet.newHold(), wallet.newHold())
        for hold in [won, refunded] {
            _ = try wallet.place(hold, WalletUnderTest.money("5"), of: ann).get()
            _ = try wallet.capture(hold).get()
        }
        #expect(try close().status == 200)
        let money = try WalletUnderTest.money("5")
        _ = try wallet.pay([
            .init(winner: ann.user, money: money, kind: .betPayout, purpose: "bet/1"),
            .init(refundOf: refunded, money: money, kind: .betRefund, purpose: "bet/2"),
        ]).get()
        let bonus = GrantBonus.Request(
            user: ann.user, money: money, reason: "invitation/X", reference: ID(high: 8, low: 8))
        _ = try wallet.service.call(GrantBonus.self, bonus, from: .identity).get()
        #expect(try wallet.buckets(of: ann) == "5.00 5.00 5.00 0.00")
        #expect(try wallet.violations() == [])
    }

    @Test("opens again for one who has not left, unless another leaving of theirs keeps it closed")
    func reopens() throws {
        #expect(try close(1).status == 200)
        #expect(try close(2).status == 200)
        try reopen(1)
        #expect(try payIn() == "account_not_active")
        try reopen(2)
        #expect(try payIn() == nil)
        try reopen(2)
        #expect(try wallet.service.events(WalletReopened.type).count == 2)
        #expect(try wallet.violations() == [])
    }

    @Test("is closed by identity alone")
    func onlyIdentity() throws {
        for service in [ServiceName.betting, .gateway, .raffle] { #expect(try close(from: service).status == 403) }
        #expect(try payIn() == nil)
    }

    @Test("in which something was begun all the same is noticed")
    func noticed() throws {
        try wallet.deposit("10", to: ann)
        #expect(try close(abandoning: true).status == 200)
        let path = wallet.service.directory.appending(path: "service.db").path
        let writer = try Connection.openWriter(at: path)
        let rows = try writer.rows("SELECT user FROM closings") { try $0.value(0, as: [UInt8].self) }
        try writer.run("DELETE FROM closings")
        _ = try wallet.place(wallet.newHold(), WalletUnderTest.money("1"), of: ann).get()
        let leaving = [UInt8](repeating: 1, count: 16)
        try writer.run("INSERT INTO closings VALUES (?, ?, 0, 1)", try #require(rows.first), leaving)
        #expect(try wallet.violations().count == 3)
    }

    @Test("is not asked about bonuses, of which it tells whether they could be granted")
    func bonuses() throws {
        func check(_ amount: String, _ currency: String) throws -> ServiceUnderTest.Answer<Nothing> {
            try wallet.service.call(
                CheckBonus.self, .init(bonus: WalletUnderTest.money(amount, currency)), from: .identity)
        }
        #expect(try check("5.00", "EUR").status == 200)
        let unknown = try check("5.00", "NOSUCH")
        #expect(unknown.status == 422 && unknown.code == "unknown_currency")
        #expect(unknown.problem?.errors.map(\.pointer) == ["/bonus/currency"])
        for (amount, currency) in [("5.001", "EUR"), ("1.5", "POINTS"), ("0", "EUR")] {
            let answer = try check(amount, currency)
            #expect(answer.code == "invalid_request" && answer.problem?.errors.map(\.pointer) == ["/bonus/amount"])
        }
    }
}
