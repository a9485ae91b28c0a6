import Messages
import Runtime
import Storage
import TestSupport
import Testing

@testable import Wallet

struct BonusTests {
    let wallet: WalletUnderTest
    let ann = TestUsers.statement(1)

    init() throws { wallet = try WalletUnderTest() }

    private func grant(
        _ amount: String, _ currency: String = "EUR", reference: UInt64 = 1, reason: String = "invitation/Spring",
        from service: ServiceName = .identity
    ) throws -> ServiceUnderTest.Answer<Nothing> {
        let request = GrantBonus.Request(
            user: ann.user, money: try WalletUnderTest.money(amount, currency), reason: reason,
            reference: ID(high: 1, low: reference))
        return try wallet.service.call(GrantBonus.self, request, from: service)
    }

    @Test("comes from the house into the bonus bucket, and is no cash")
    func grants() throws {
        _ = try grant("5.00").get()
        #expect(try wallet.buckets(of: ann) == "0.00 5.00 0.00 0.00")
        #expect(try wallet.count("SELECT balance FROM ledger_accounts WHERE owner_kind = 'house'") == -500)
        #expect(try wallet.service.events(BonusGranted.type).count == 1)
        let item = try #require(
            try wallet.service.ask(ListWalletTransactions.self, .init(), by: ann).get().items.first)
        #expect(item.kind == .bonus)
        #expect(try wallet.violations() == [])
    }

    @Test("is granted once for a reference, and again for another")
    func once() throws {
        _ = try grant("5.00").get()
        let again = try grant("5.00")
        #expect(again.status == 409 && again.code == "bonus_exists")
        #expect(try grant("1.00", reference: 2).status == 200)
        #expect(try wallet.buckets(of: ann) == "0.00 6.00 0.00 0.00")
        #expect(try wallet.count("SELECT COUNT(*) FROM ledger_transactions") == 2)
        #expect(try wallet.violations() == [])
    }

    @Test(
        "is refused where it is no money here",
        arguments: [
            ("5", "DOGE", "unknown_currency"), ("5.001", "EUR", "invalid_request"), ("0", "EUR", "invalid_request"),
            ("-5", "EUR", "invalid_request"), ("99999999999999999", "EUR", "invalid_request"),
        ])
    func money(amount: String, currency: String, code: String) throws {
        #expect(try grant(amount, currency).code == code)
        #expect(try wallet.count("SELECT COUNT(*) FROM bonuses") == 0)
        #expect(try wallet.violations() == [])
    }

    @Test("is refused where the house cannot owe so much")
    func overflow() throws {
        _ = try grant("92233720368547758.07").get()
        #expect(try grant("0.02", reference: 2).code == "amount_overflow")
        #expect(try wallet.violations() == [])
    }

    @Test("needs a reason that names something, and identity to ask")
    func reasonAndCaller() throws {
        #expect(try grant("5", reason: "because").problem?.errors.map(\.pointer) == ["/reason"])
        for service in [ServiceName.betting, .raffle, .gateway] {
            #expect(try grant("5", from: service).status == 403)
        }
        #expect(try wallet.buckets(of: ann) == "none")
    }

    @Test("can be staked, and goes back to where it was")
    func staked() throws {
        _ = try grant("5.00").get()
        let hold = wallet.newHold()
        _ = try wallet.place(hold, WalletUnderTest.money("3"), of: ann).get()
        #expect(try wallet.buckets(of: ann) == "0.00 2.00 0.00 3.00")
        _ = try wallet.release(hold).get()
        #expect(try wallet.buckets(of: ann) == "0.00 5.00 0.00 0.00")
        #expect(try wallet.violations() == [])
    }

    @Test("that was written past the ledger is noticed, and cannot be changed")
    func invariant() throws {
        _ = try grant("5.00").get()
        let database = try Connection.openWriter(at: wallet.service.directory.appending(path: "service.db").path)
        for attempt: StaticString in ["UPDATE bonuses SET amount = 1", "DELETE FROM bonuses"] {
            #expect(throws: StorageError.self) { try database.run(attempt) }
        }
        try database.run("DROP TRIGGER bonuses_keep")
        try database.run("UPDATE bonuses SET amount = 1")
        #expect(try wallet.violations().contains { $0.contains("was not credited as it says") })
        try database.run("DROP TRIGGER bonuses_stay")
        try database.run("DELETE FROM bonuses")
        #expect(try wallet.violations().contains { $0.contains("credits a bonus that nobody granted") })
    }
}
