import Messages
import Runtime
import TestSupport
import Testing

@testable import Wallet

struct DepositTests {
    let wallet: WalletUnderTest
    let ann = TestUsers.statement(1)
    let bob = TestUsers.statement(2)

    init() throws { wallet = try WalletUnderTest() }

    func money(_ amount: String, _ currency: String = "EUR") throws -> Money {
        try WalletUnderTest.money(amount, currency)
    }

    @Test("credits what was asked for once an admin approves, to the deposit bucket")
    func approved() throws {
        let answer = try wallet.request(money("12.50"), by: ann)
        #expect(answer.status == 201)
        let id = try answer.get().id
        #expect(try wallet.buckets(of: ann) == "none")
        let deposit = try wallet.approve(id).get()
        #expect(deposit.status == .approved)
        #expect(try deposit.credited == money("12.50"))
        #expect(try wallet.buckets(of: ann) == "12.50 0.00 0.00 0.00")
        #expect(try wallet.service.events("wallet.deposit-approved").map(\.subject) == ["deposit/\(id)"])
        #expect(try wallet.violations() == [])
    }

    @Test("credits what the admin says really arrived")
    func otherAmount() throws {
        let id = try wallet.request(money("12.50"), by: ann).get().id
        let deposit = try wallet.approve(id, money("10.00")).get()
        #expect(try deposit.amount == money("12.50"))
        #expect(try deposit.credited == money("10.00"))
        #expect(try wallet.buckets(of: ann).hasPrefix("10.00"))
    }

    @Test("decides on a deposit once")
    func decidedOnce() throws {
        let (first, second) = (
            try wallet.request(money("5"), by: ann).get().id, try wallet.request(money("5"), by: ann).get().id
        )
        _ = try wallet.approve(first).get()
        let no = Note(trusted: "never arrived")
        _ = try wallet.service.ask(RejectDeposit.self, .init(depositID: second, note: no), by: wallet.admin).get()
        for id in [first, second] {
            let again = try wallet.approve(id)
            #expect(again.code == "deposit_not_pending")
            #expect(again.status == 409)
            let reject = try wallet.service.ask(
                RejectDeposit.self, .init(depositID: id, note: no), by: wallet.admin)
            #expect(reject.code == "deposit_not_pending")
        }
        #expect(try wallet.buckets(of: ann).hasPrefix("5.00"))
        #expect(try wallet.violations() == [])
    }

    @Test(
        "refuses an amount of the wrong shape and keeps nothing of it",
        arguments: [
            ("1.001", "EUR", "invalid_request", "too_many_decimals"), ("0", "EUR", "invalid_request", "not_positive"),
            ("0.00", "USD", "invalid_request", "not_positive"), ("-1", "EUR", "invalid_request", "not_positive"),
            ("1.5", "POINTS", "invalid_request", "too_many_decimals"),
            ("92233720368547758.08", "EUR", "invalid_request", "too_large"),
            ("9999999999999999999", "POINTS", "invalid_request", "too_large"),
            ("92233720369", "USDT", "invalid_request", "too_large"),
            ("1", "DOGE", "unknown_currency", "unknown_currency"),
        ])
    func badAmounts(amount: String, currency: String, code: String, fault: String) throws {
        let answer = try wallet.request(money(amount, currency), by: ann)
        #expect(answer.status == 422)
        #expect(answer.code == code)
        #expect(answer.problem?.errors.first?.code == fault)
        #expect(try wallet.count("SELECT COUNT(*) FROM deposits") == 0)
    }

    @Test("approves in the deposit's own currency only, and nothing that overflows")
    func badApproval() throws {
        let id = try wallet.request(money("5"), by: ann).get().id
        let wrong = try wallet.approve(id, money("5", "USD"))
        #expect(wrong.problem?.errors.first?.code == "wrong_currency")
        #expect(try wallet.approve(id, money("0")).problem?.errors.first?.code == "not_positive")
        try wallet.deposit("92233720368547758.07", to: bob)
        let tooMuch = try wallet.approve(id)
        #expect(tooMuch.code == "amount_overflow")
        #expect(try wallet.violations() == [])
    }

    @Test(
        "lets a transfer be claimed once, however its hash is written, by whomever, for ever",
        arguments: ["0xAbC123", "0xabc123", "ABC123", "abc123"])
    func duplicate(hash: String) throws {
        let first = try wallet.request(money("5"), by: ann, hash: "0xabC123").get()
        let no = Note(trusted: "never arrived")
        for rejected in [false, true] {
            if rejected {
                let reject = RejectDeposit.Request(depositID: first.id, note: no)
                _ = try wallet.service.ask(RejectDeposit.self, reject, by: wallet.admin).get()
            }
            for user in [ann, bob] {
                let answer = try wallet.request(money("7"), by: user, hash: hash)
                #expect(answer.code == "duplicate_tx_hash")
                #expect(answer.status == 409)
            }
        }
    }

    @Test("shows a deposit to its owner and to admins, to nobody else")
    func privacy() throws {
        let id = try wallet.request(money("5"), by: ann).get().id
        #expect(try wallet.service.ask(GetDeposit.self, .init(depositID: id), by: ann).status == 200)
        #expect(try wallet.service.ask(GetDeposit.self, .init(depositID: id), by: wallet.admin).status == 200)
        #expect(try wallet.service.ask(GetDeposit.self, .init(depositID: id), by: bob).status == 404)
        #expect(try wallet.service.ask(GetDeposit.self, .init(depositID: id)).status == 401)
    }

    @Test("lets only admins decide")
    func roles() throws {
        let id = try wallet.request(money("5"), by: ann).get().id
        let reject = RejectDeposit.Request(depositID: id, note: Note(trusted: "no"))
        #expect(try wallet.service.ask(ApproveDeposit.self, .init(depositID: id), by: ann).status == 403)
        #expect(try wallet.service.ask(ApproveDeposit.self, .init(depositID: id)).status == 401)
        #expect(try wallet.service.ask(RejectDeposit.self, reject, by: ann).status == 403)
        let unknown = ApproveDeposit.Request(depositID: ID(high: 5, low: 5))
        #expect(try wallet.service.ask(ApproveDeposit.self, unknown, by: wallet.admin).status == 404)
    }

    @Test("are never decided on by the admin whose they are, and name who decided to admins alone")
    func ownDeposit() throws {
        let own = try wallet.request(money("5"), by: wallet.admin).get().id
        let before = try wallet.books()
        #expect(try wallet.approve(own).code == "own_deposit")
        let reject = RejectDeposit.Request(depositID: own, note: Note(trusted: "mine"))
        let answer = try wallet.service.ask(RejectDeposit.self, reject, by: wallet.admin)
        #expect(answer.code == "own_deposit" && answer.status == 403)
        #expect(try wallet.books() == before)
        #expect(try wallet.service.events(OwnDecisionRefused.type).count == 2)
        let other = try wallet.request(money("5"), by: ann).get().id
        let decided = try wallet.approve(other).get()
        #expect(decided.adminID == wallet.admin.user && decided.decidedBy == .admin)
        #expect(try wallet.service.ask(GetDeposit.self, .init(depositID: other), by: ann).get().adminID == nil)
    }

    @Test("lists the newest first, page after page, one's own or for admins by user and status")
    func lists() throws {
        var own: [ID<Deposit>] = []
        for round in 0..<5 {
            wallet.service.now = wallet.service.now.adding(milliseconds: 1)
            own.insert(try wallet.request(money("1"), by: ann).get().id, at: 0)
            if round == 2 { _ = try wallet.approve(own[0]).get() }
            _ = try wallet.request(money("1"), by: bob).get()
        }
        var (seen, cursor): ([ID<Deposit>], Cursor?) = ([], nil)
        repeat {
            let limit = try WireCoding().decode(PageLimit.self, from: Array("2".utf8))
            let page = try wallet.service.ask(ListDeposits.self, .init(limit: limit, cursor: cursor), by: ann).get()
            seen += page.items.map(\.id)
            cursor = page.next.map(Cursor.init(trusted:))
        } while cursor != nil
        #expect(seen == own)
        func count(_ user: ID<User>?, _ status: DepositStatus?) throws -> Int {
            try wallet.service.ask(ListDeposits.self, .init(userID: user, status: status), by: wallet.admin).get()
                .items.count
        }
        #expect(try count(nil, nil) == 10)
        #expect(try count(ann.user, nil) == 5)
        #expect(try count(nil, .pending) == 9)
        #expect(try count(ann.user, .approved) == 1)
        #expect(try wallet.service.ask(ListDeposits.self, .init(userID: ann.user), by: bob).status == 403)
        let bad = ListDeposits.Request(cursor: Cursor(trusted: "nonsense"))
        #expect(try wallet.service.ask(ListDeposits.self, bad, by: ann).code == "invalid_request")
    }
}
