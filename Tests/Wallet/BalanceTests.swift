import Messages
import Runtime
import TestSupport
import Testing

@testable import Wallet

struct BalanceTests {
    let wallet: WalletUnderTest
    let ann = TestUsers.statement(1)

    init() throws { wallet = try WalletUnderTest() }

    func money(_ amount: String, _ currency: String = "EUR") throws -> Money {
        try WalletUnderTest.money(amount, currency)
    }

    @Test("has five currencies from the start, for anyone to see")
    func currencies() throws {
        let items = try wallet.service.ask(ListCurrencies.self, .init()).get().items
        #expect(items.map { "\($0.code.text) \($0.scale)" } == ["EUR 2", "GBP 2", "POINTS 0", "USD 2", "USDT 8"])
        let rest = try wallet.service.ask(ListCurrencies.self, .init(cursor: Cursor(trusted: "POINTS"))).get()
        #expect(rest.items.map(\.code.text) == ["USD", "USDT"])
    }

    @Test("shows a line for each currency, with the currency's decimals, and what may be staked and withdrawn")
    func lines() throws {
        #expect(try wallet.service.ask(GetWallet.self, Nothing(), by: ann).get().items.isEmpty)
        try wallet.deposit("7", "POINTS", to: ann)
        try wallet.deposit("0.00000001", "USDT", to: ann)
        try wallet.deposit("3.10", to: ann)
        try wallet.grant(200, .winning, to: ann)
        try wallet.grant(100, .bonus, to: ann)
        _ = try wallet.place(wallet.newHold(), money("1"), of: ann).get()
        let items = try wallet.service.ask(GetWallet.self, Nothing(), by: ann).get().items
        #expect(items.map(\.currency.text) == ["EUR", "POINTS", "USDT"])
        let euro = items[0]
        #expect(
            [euro.deposit, euro.winning, euro.bonus, euro.held].map(\.amount.text) == ["2.10", "2.00", "1.00", "1.00"])
        #expect(euro.available.amount.text == "5.10")
        #expect(euro.withdrawable.amount.text == "2.00")
        #expect(items[1].available.amount.text == "7")
        #expect(items[2].available.amount.text == "0.00000001")
    }

    @Test("keeps the line of a currency whose money has gone")
    func empty() throws {
        try wallet.deposit("1", to: ann)
        let hold = wallet.newHold()
        _ = try wallet.place(hold, money("1"), of: ann).get()
        _ = try wallet.capture(hold).get()
        #expect(try wallet.buckets(of: ann) == "0.00 0.00 0.00 0.00")
    }

    @Test("needs somebody signed in")
    func access() throws {
        #expect(try wallet.service.ask(GetWallet.self, Nothing()).status == 401)
        #expect(try wallet.service.ask(ListWalletTransactions.self, .init()).status == 401)
    }

    @Test("lists what moved the user's money, the newest first, each once, page after page")
    func history() throws {
        try wallet.deposit("10", to: ann)
        try wallet.grant(500, .bonus, to: ann)
        try wallet.deposit("50", to: TestUsers.statement(2))
        let hold = wallet.newHold()
        _ = try wallet.place(hold, money("12"), of: ann, purpose: "bet/7").get()
        _ = try wallet.release(hold).get()
        let limit = try WireCoding().decode(PageLimit.self, from: Array("3".utf8))
        let first = try wallet.service.ask(ListWalletTransactions.self, .init(limit: limit), by: ann).get()
        #expect(first.items.map(\.kind) == [.release, .hold, .adjustment])
        let placed = first.items[1]
        #expect(placed.entity == "bet/7")
        let changes = placed.changes.map { "\($0.bucket.rawValue) \($0.amount.amount.text) \($0.balance.amount.text)" }
        #expect(changes == ["deposit -10.00 0.00", "bonus -2.00 3.00", "held 12.00 12.00"])
        let next = try #require(first.next)
        let request = ListWalletTransactions.Request(limit: limit, cursor: Cursor(trusted: next))
        let second = try wallet.service.ask(ListWalletTransactions.self, request, by: ann).get()
        #expect(second.items.map(\.kind) == [.deposit])
        #expect(second.next == nil)
        let bad = ListWalletTransactions.Request(cursor: Cursor(trusted: "x"))
        #expect(try wallet.service.ask(ListWalletTransactions.self, bad, by: ann).code == "invalid_request")
    }

    @Test("announces every operation and event with a schema and an example")
    func catalogue() throws {
        let catalogue = try WalletService.definition().catalogue(build: "test")
        #expect(catalogue.operations.count == 54)
        #expect(catalogue.events.contains { $0.type == "wallet.paid" })
        #expect(catalogue.operations.allSatisfy { !$0.replyExample.isEmpty && !$0.requestExample.isEmpty })
    }
}
