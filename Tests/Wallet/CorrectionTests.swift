import Messages
import Runtime
import TestSupport
import Testing

@testable import Wallet

struct CorrectionTests {
    let wallet: WalletUnderTest
    let ann = TestUsers.statement(1)

    init() throws { wallet = try WalletUnderTest() }

    // MARK: - Adjustments

    @Test("puts money into any bucket that is free, against the house, and shows what was posted")
    func credits() throws {
        let answer = try wallet.adjust("3.00", of: ann)
        #expect(answer.status == 201)
        let entry = try answer.get()
        #expect(entry.kind == .adjustment)
        #expect(entry.entity == "user/\(ann.user)")
        #expect(entry.actor == "user:\(wallet.admin.user)")
        #expect(entry.reason == WalletUnderTest.reason)
        let sides = entry.postings.map { "\($0.ownerKind.rawValue) \($0.bucket.rawValue) \($0.amount.amount.text)" }
        #expect(sides.sorted() == ["house main -3.00", "user deposit 3.00"])
        _ = try wallet.adjust("2.00", .credit, .winning, of: ann).get()
        _ = try wallet.adjust("1.00", .credit, .bonus, of: ann).get()
        #expect(try wallet.buckets(of: ann) == "3.00 1.00 2.00 0.00")
        #expect(try wallet.service.events(BalanceAdjusted.type).count == 3)
        #expect(try wallet.entry(entry.id).postings == entry.postings)
        #expect(try wallet.violations() == [])
    }

    @Test("gives nothing to nobody")
    func nobody() throws {
        let nobody = TestUsers.statement(77)
        #expect(try wallet.adjust("1", of: nobody).status == 404)
        #expect(try wallet.award("1", to: nobody).status == 404)
        #expect(try wallet.count("SELECT COUNT(*) FROM ledger_transactions") == 0)
        // Who has moved money is somebody, whatever else the wallet has heard of them.
        try wallet.deposit("1", to: nobody)
        #expect(try wallet.adjust("1", of: nobody).status == 201)
    }

    @Test("takes what is there, and not a unit more")
    func debits() throws {
        try wallet.deposit("5", to: ann)
        #expect(try wallet.adjust("5.01", .debit, of: ann).code == "insufficient_funds")
        #expect(try wallet.adjust("0.01", .debit, .winning, of: ann).code == "insufficient_funds")
        #expect(try wallet.adjust("5.00", .debit, of: ann).status == 201)
        #expect(try wallet.buckets(of: ann) == "0.00 0.00 0.00 0.00")
        #expect(try wallet.violations() == [])
    }

    @Test("gives to the frozen and takes nothing from them")
    func frozen() throws {
        try wallet.deposit("5", to: ann)
        try wallet.freeze(ann)
        #expect(try wallet.adjust("1", .debit, of: ann).code == "account_frozen")
        #expect(try wallet.adjust("1", of: ann).status == 201)
        #expect(try wallet.award("1", to: ann).status == 201)
        #expect(try wallet.buckets(of: ann) == "6.00 1.00 0.00 0.00")
    }

    @Test("is refused where it is no money here, and to all but admins")
    func refused() throws {
        #expect(try wallet.adjust("1", of: ann, "DOGE").code == "unknown_currency")
        for amount in ["0", "-1", "1.001"] { #expect(try wallet.adjust(amount, of: ann).code == "invalid_request") }
        for role in [Role.player, .auditor, .operator_] {
            #expect(try wallet.adjust("1", of: ann, by: TestUsers.statement(7, roles: [role])).status == 403)
        }
        #expect(try wallet.count("SELECT COUNT(*) FROM ledger_transactions") == 0)
    }

    @Test("lets no admin adjust, give to or take back for themself")
    func ownAccount() throws {
        let admin = wallet.admin
        #expect(try wallet.adjust("1", of: admin).code == "own_account")
        #expect(try wallet.adjust("1", .debit, of: admin).code == "own_account")
        #expect(try wallet.award("1", to: admin).code == "own_account")
        let other = TestUsers.statement(901, roles: [.admin])
        let entry = try wallet.adjust("1", of: admin, by: other).get()
        #expect(try wallet.reverse(entry.id).code == "own_account")
        #expect(try wallet.reverse(entry.id, by: other).status == 201)
        #expect(try wallet.violations() == [])
    }

    // MARK: - Bonuses

    @Test("gives a bonus that can be played with, and not cashed")
    func bonus() throws {
        let entry = try wallet.award("5.00", to: ann).get()
        #expect(entry.kind == .bonus)
        #expect(try wallet.buckets(of: ann) == "0.00 5.00 0.00 0.00")
        #expect(try wallet.service.events(BonusGranted.type).count == 1)
        #expect(try wallet.violations() == [])
        #expect(try wallet.reverse(entry.id).status == 201)
        #expect(try wallet.buckets(of: ann) == "0.00 0.00 0.00 0.00")
        #expect(try wallet.violations() == [])
    }

    // MARK: - Currencies

    @Test("adds a currency once, with 0 to 8 decimals, which money can be had in from then on")
    func currency() throws {
        let scale = try #require(CurrencyScale(3))
        func create(_ code: String, by who: Statement) throws -> ServiceUnderTest.Answer<ListCurrencies.Item> {
            let request = CreateCurrency.Request(code: CurrencyCode(trusted: code), scale: scale)
            return try wallet.service.ask(CreateCurrency.self, request, by: who)
        }
        #expect(try create("KWD", by: ann).status == 403)
        #expect(try create("KWD", by: wallet.admin).status == 201)
        #expect(try create("KWD", by: wallet.admin).code == "currency_exists")
        #expect(try create("EUR", by: wallet.admin).code == "currency_exists")
        #expect(CurrencyScale(9) == nil && CurrencyScale(-1) == nil)
        try wallet.deposit("1.125", "KWD", to: ann)
        #expect(try wallet.buckets(of: ann, "KWD") == "1.125 0.000 0.000 0.000")
        let found = try wallet.service.ask(GetCurrency.self, .init(code: CurrencyCode(trusted: "KWD"))).get()
        #expect(found.scale == 3)
        #expect(try wallet.service.ask(GetCurrency.self, .init(code: CurrencyCode(trusted: "XXX"))).status == 404)
    }
}
