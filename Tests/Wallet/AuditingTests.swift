import Messages
import Runtime
import TestSupport
import Testing

@testable import Wallet

struct AuditingTests {
    let wallet: WalletUnderTest
    let ann = TestUsers.statement(1)
    let bob = TestUsers.statement(2)
    let auditor = TestUsers.statement(8, roles: [.auditor])

    /// Ann pays in, stakes, and wins from what both staked; Bob is given something.
    init() throws {
        wallet = try WalletUnderTest()
        try wallet.deposit("10", to: ann)
        wallet.service.now = wallet.service.now.adding(seconds: 60)
        try wallet.deposit("20", to: bob)
        for (user, amount, bet) in [(ann, "10", "bet/1"), (bob, "4", "bet/2")] {
            let hold = wallet.newHold()
            _ = try wallet.place(hold, WalletUnderTest.money(amount), of: user, purpose: bet).get()
            _ = try wallet.capture(hold).get()
        }
        wallet.service.now = wallet.service.now.adding(seconds: 60)
        _ = try wallet.pay([
            .init(winner: ann.user, money: WalletUnderTest.money("13"), kind: .betPayout, purpose: "bet/1"),
            .init(house: WalletUnderTest.money("1"), kind: .takeout, purpose: "event/1"),
        ]).get()
        _ = try wallet.adjust("7", .credit, .bonus, of: bob, "POINTS").get()
    }

    private func search(
        _ set: (inout ListLedgerTransactions.Request) throws -> Void
    ) throws -> [String] {
        var request = ListLedgerTransactions.Request()
        try set(&request)
        return try wallet.service.ask(ListLedgerTransactions.self, request, by: auditor).get().items.map(
            \.kind.rawValue)
    }

    @Test("finds transactions by kind, entity, account, user, actor and time, and by several of them")
    func searches() throws {
        let all = try search { _ in }
        #expect(
            all == [
                "adjustment", "takeout", "bet_payout", "bet_placed", "hold", "bet_placed", "hold", "deposit", "deposit",
            ])
        #expect(try search { $0.kind = .hold } == ["hold", "hold"])
        #expect(try search { $0.entity = .init("bet/1") } == ["bet_payout", "bet_placed", "hold"])
        #expect(try search { $0.userID = bob.user } == ["adjustment", "bet_placed", "hold", "deposit"])
        #expect(try search { $0.actor = .init("user:\(wallet.admin.user)") } == ["adjustment", "deposit", "deposit"])
        let world = try #require(
            try wallet.service.reader().first("SELECT number FROM ledger_accounts WHERE owner_kind = 'world'") {
                try $0.value(0, as: Int64.self)
            })
        #expect(try search { $0.account = world } == ["deposit", "deposit"])
        #expect(try search { ($0.account, $0.userID) = (world, bob.user) } == ["deposit"])
        #expect(try search { ($0.entity, $0.userID) = (.init("bet/1"), bob.user) } == [])
        #expect(try search { ($0.kind, $0.userID) = (.hold, ann.user) } == ["hold"])
        #expect(try search { ($0.kind, $0.entity) = (.hold, .init("bet/2")) } == ["hold"])
        let start = Timestamp(milliseconds: 1_800_000_000_000)
        #expect(try search { $0.to = .time(start.adding(seconds: 60)) } == ["deposit"])
        #expect(try search { $0.from = .time(start.adding(seconds: 120)) } == ["adjustment", "takeout", "bet_payout"])
        #expect(
            try search { ($0.kind, $0.from) = (.deposit, .time(start.adding(milliseconds: 1))) } == ["deposit"])
        #expect(try search { $0.from = .day(Day(start).adding(days: 1)) } == [])
        #expect(try search { $0.to = .day(Day(start)) } == all)
    }

    @Test("gives pages that together are the whole, whatever the filters")
    func pages() throws {
        let limit = try WireCoding().decode(PageLimit.self, from: Array("2".utf8))
        for kind in [nil, TransactionKind.deposit] {
            for user in [nil, ann.user] {
                var (request, found) = (ListLedgerTransactions.Request(), [ID<LedgerTransaction>]())
                (request.kind, request.userID) = (kind, user)
                let whole = try wallet.service.ask(ListLedgerTransactions.self, request, by: auditor).get().items
                request.limit = limit
                repeat {
                    let page = try wallet.service.ask(ListLedgerTransactions.self, request, by: auditor).get()
                    found += page.items.map(\.id)
                    request.cursor = page.next.map(Cursor.init(trusted:))
                } while request.cursor != nil
                #expect(found == whole.map(\.id))
            }
        }
    }

    @Test("shows a transaction with all sides, its actor, cause and metadata")
    func entry() throws {
        let entry = try wallet.entry(wallet.last(.betPayout))
        #expect(
            entry.postings.map(\.name) == ["betting:event/1", nil]
                || entry.postings.map(\.name) == [nil, "betting:event/1"])
        #expect(entry.postings.compactMap(\.userID) == [ann.user])
        #expect(entry.actor == "service:betting")
        #expect(entry.reverses == nil && entry.reversedBy == nil)
        let unknown = GetLedgerTransaction.Request(transactionID: ID(high: 1, low: 1))
        #expect(try wallet.service.ask(GetLedgerTransaction.self, unknown, by: auditor).status == 404)
    }

    @Test("lists accounts by their owner's kind, user, currency and bucket, page after page")
    func accounts() throws {
        func list(_ set: (inout ListLedgerAccounts.Request) throws -> Void) throws -> [String] {
            var (request, found) = (ListLedgerAccounts.Request(), [LedgerAccount]())
            request.limit = try WireCoding().decode(PageLimit.self, from: Array("2".utf8))
            try set(&request)
            repeat {
                let page = try wallet.service.ask(ListLedgerAccounts.self, request, by: auditor).get()
                found += page.items
                request.cursor = page.next.map(Cursor.init(trusted:))
            } while request.cursor != nil
            return found.map { "\($0.ownerKind.rawValue) \($0.bucket.rawValue) \($0.balance.amount.text)" }
        }
        let all = try list { _ in }
        #expect(all.count == (try wallet.count("SELECT COUNT(*) FROM ledger_accounts")))
        #expect(Set(all).isSuperset(of: ["user winning 13.00", "house main 1.00", "world main -30.00"]))
        #expect(try list { $0.ownerKind = .world } == ["world main -30.00"])
        #expect(
            try list { $0.userID = bob.user } == ["user deposit 16.00", "user held 0.00", "user bonus 7"])
        #expect(try list { ($0.userID, $0.bucket) = (bob.user, .bonus) } == ["user bonus 7"])
        #expect(try list { ($0.userID, $0.ownerKind) = (bob.user, .house) } == [])
        #expect(
            try list { ($0.currency, $0.ownerKind) = (CurrencyCode(trusted: "POINTS"), .house) } == ["house main -7"])
        #expect(try list { $0.bucket = .held }.count == 2)
        var bad = ListLedgerAccounts.Request()
        bad.cursor = Cursor(trusted: "user.EUR.deposit")
        #expect(try wallet.service.ask(ListLedgerAccounts.self, bad, by: auditor).code == "invalid_request")
    }

    @Test("balances in each currency, also beyond what 64 bits sum")
    func trialBalance() throws {
        func balance() throws -> [GetTrialBalance.Item] {
            try wallet.service.ask(GetTrialBalance.self, .init(), by: auditor).get().items
        }
        let euro = try #require(try balance().first { $0.currency.text == "EUR" })
        #expect(euro.debit == euro.credit)
        #expect(euro.debit.amount.text == "30.00")
        let winning = try #require(euro.lines.first { $0.ownerKind == .user && $0.bucket == .winning })
        #expect(winning.credit.amount.text == "13.00" && winning.accounts == 1)
        #expect(try balance().first { $0.currency.text == "USD" }?.lines == [])
        try wallet.grant(Int64.max - 5, .winning, to: ann, "USD")
        let dollars = try #require(try balance().first { $0.currency.text == "USD" })
        #expect(dollars.credit.amount.text == "92233720368547758.02" && dollars.debit == dollars.credit)
    }

    @Test("is for admins and auditors, and so is another's wallet")
    func access() throws {
        for who in [wallet.admin, auditor] {
            let items = try wallet.service.ask(GetUserWallet.self, .init(userID: ann.user), by: who).get().items
            #expect(items.map(\.winning.amount.text) == ["13.00"])
        }
        let own = UserRequest(userID: ann.user)
        #expect(try wallet.service.ask(GetUserWallet.self, own, by: ann).status == 403)
        #expect(try wallet.service.ask(ListLedgerTransactions.self, .init(), by: ann).status == 403)
        #expect(try wallet.service.ask(ListLedgerAccounts.self, .init(), by: ann).status == 403)
        #expect(try wallet.service.ask(GetTrialBalance.self, .init(), by: ann).status == 403)
        #expect(try wallet.reverse(wallet.last(.adjustment), by: auditor).status == 403)
    }
}
