import Messages
import Runtime
import TestSupport
import Testing

@testable import Wallet

@Suite("A withdrawal") struct WithdrawalTests {
    let wallet: WalletUnderTest
    let ann = TestUsers.statement(1)
    let bob = TestUsers.statement(2)

    /// Ann has 10.00 of each kind.
    init() throws {
        wallet = try WalletUnderTest()
        try wallet.deposit("10", to: ann)
        try wallet.grant(1000, .bonus, to: ann)
        try wallet.grant(1000, .winning, to: ann)
    }

    @Test("is put aside at once, from winnings alone, and leaves the platform when it is paid")
    func paid() throws {
        let answer = try wallet.withdraw("4.00", by: ann)
        #expect(answer.status == 201)
        let asked = try answer.get()
        #expect(asked.status == .pending && asked.userID == ann.user && asked.toAddress.text == "IE29 AIBK 9311")
        #expect(try wallet.buckets(of: ann) == "10.00 10.00 6.00 4.00")
        #expect(try wallet.violations() == [])
        let paid = try wallet.pay(asked.id).get()
        #expect(paid.status == .paid && paid.adminTxHash?.text == "0xFEED" && paid.adminID == wallet.admin.user)
        #expect(paid.processedAt == wallet.service.now)
        #expect(try wallet.buckets(of: ann) == "10.00 10.00 6.00 0.00")
        let kinds = try wallet.service.ask(ListWalletTransactions.self, .init(), by: ann).get().items.map(\.kind)
        #expect(kinds.prefix(2) == [.withdrawal, .hold])
        #expect(try wallet.service.events("wallet.withdrawal-paid").map(\.subject) == ["withdrawal/\(asked.id)"])
        #expect(try wallet.violations() == [])
    }

    @Test("gives its sum back to winnings when it is rejected, fails or is cancelled")
    func returned() throws {
        let ids = try (0..<3).map { _ in try wallet.withdraw("3", by: ann).get().id }
        #expect(try wallet.buckets(of: ann) == "10.00 10.00 1.00 9.00")
        #expect(try wallet.reject(ids[0]).get().status == .rejected)
        #expect(try wallet.fail(ids[1]).get().adminNote?.text == "the bank gave it back")
        #expect(try wallet.cancel(ids[2], by: ann).get().status == .cancelled)
        #expect(try wallet.buckets(of: ann) == "10.00 10.00 10.00 0.00")
        #expect(try wallet.service.events("wallet.withdrawal-returned").count == 3)
        #expect(try wallet.violations() == [])
    }

    @Test("never takes deposits or bonuses, and says what there is to withdraw")
    func winningOnly() throws {
        let before = try wallet.books()
        let tooMuch = try wallet.withdraw("10.01", by: ann)
        #expect(tooMuch.code == "insufficient_withdrawable" && tooMuch.status == 422)
        #expect(tooMuch.problem?.detail.contains("withdrawable 10.00 EUR") == true)
        try wallet.deposit("50", to: bob)
        #expect(try wallet.withdraw("0.01", by: bob).code == "insufficient_withdrawable")
        #expect(try wallet.withdraw("0.01", "USD", by: ann).code == "insufficient_withdrawable")
        #expect(try wallet.buckets(of: ann) == "10.00 10.00 10.00 0.00")
        #expect(try wallet.books()[2] == before[2])
        #expect(try wallet.withdraw("10", by: ann).status == 201)
    }

    @Test(
        "is decided on once, whatever is tried after whatever",
        arguments: ["pay", "reject", "fail", "cancel"], ["pay", "reject", "fail", "cancel"])
    func once(first: String, second: String) throws {
        let id = try wallet.withdraw("4", by: ann).get().id
        func decide(_ how: String, hash: String) throws -> ServiceUnderTest.Answer<Withdrawal> {
            switch how {
            case "pay": try wallet.pay(id, hash: hash)
            case "reject": try wallet.reject(id)
            case "fail": try wallet.fail(id)
            default: try wallet.cancel(id, by: ann)
            }
        }
        _ = try decide(first, hash: "0x1").get()
        let (books, events) = (try wallet.books(), try wallet.service.events().count)
        let again = try decide(second, hash: "0x2")
        #expect(again.code == "withdrawal_not_pending" && again.status == 409)
        #expect(try wallet.books() == books)
        #expect(try wallet.service.events().count == events)
        #expect(try wallet.buckets(of: ann) == (first == "pay" ? "10.00 10.00 6.00 0.00" : "10.00 10.00 10.00 0.00"))
        #expect(try wallet.violations() == [])
    }

    @Test("leaves another's hold alone, and a bet's")
    func apart() throws {
        let bet = wallet.newHold()
        let (one, two) = (try wallet.withdraw("3", by: ann).get().id, try wallet.withdraw("3", by: ann).get().id)
        _ = try wallet.place(bet, WalletUnderTest.money("22"), of: ann).get()
        #expect(try wallet.buckets(of: ann) == "0.00 0.00 2.00 28.00")
        _ = try wallet.cancel(one, by: ann).get()
        #expect(try wallet.buckets(of: ann) == "0.00 0.00 5.00 25.00")
        _ = try wallet.pay(two).get()
        #expect(try wallet.buckets(of: ann) == "0.00 0.00 5.00 22.00")
        _ = try wallet.release(bet).get()
        #expect(try wallet.buckets(of: ann) == "10.00 10.00 7.00 0.00")
        #expect(try wallet.violations() == [])
    }

    @Test("is paid by a transfer that paid no other, however its hash is written")
    func hashOnce() throws {
        let (one, two) = (try wallet.withdraw("3", by: ann).get().id, try wallet.withdraw("3", by: ann).get().id)
        _ = try wallet.pay(one, hash: "0xAbC1").get()
        let again = try wallet.pay(two, hash: "abc1")
        #expect(again.code == "duplicate_tx_hash" && again.status == 409)
        #expect(try wallet.buckets(of: ann) == "10.00 10.00 4.00 3.00")
        _ = try wallet.pay(two, hash: "abc2").get()
    }

    @Test("is decided on by admins, never on their own, and cancelled by its owner alone")
    func who() throws {
        let id = try wallet.withdraw("3", by: ann).get().id
        for answer in [try wallet.pay(id, by: ann), try wallet.reject(id, by: bob), try wallet.fail(id, by: ann)] {
            #expect(answer.code == "forbidden")
        }
        #expect(try wallet.cancel(id, by: bob).code == "not_found")
        #expect(try wallet.cancel(id, by: wallet.admin).code == "forbidden")
        #expect(try wallet.service.ask(GetWithdrawal.self, .init(withdrawalID: id), by: bob).code == "not_found")
        try wallet.grant(500, .winning, to: wallet.admin)
        let own = try wallet.withdraw("5", by: wallet.admin).get().id
        for answer in [try wallet.pay(own), try wallet.reject(own), try wallet.fail(own)] {
            #expect(answer.code == "own_withdrawal" && answer.status == 403)
        }
        #expect(try wallet.service.events(OwnDecisionRefused.type).count == 3)
        _ = try wallet.pay(own, by: TestUsers.statement(901, roles: [.admin])).get()
        #expect(try wallet.buckets(of: ann) == "10.00 10.00 7.00 3.00")
    }

    @Test("names the admin who decided to admins alone")
    func privacy() throws {
        let id = try wallet.withdraw("3", by: ann).get().id
        _ = try wallet.reject(id).get()
        let reference = WithdrawalReference(withdrawalID: id)
        #expect(try wallet.service.ask(GetWithdrawal.self, reference, by: ann).get().adminID == nil)
        #expect(try wallet.service.ask(GetWithdrawal.self, reference, by: wallet.admin).get().adminID != nil)
        #expect(try wallet.service.ask(ListWithdrawals.self, .init(), by: ann).get().items.map(\.adminID) == [nil])
    }

    @Test("tells nobody who follows events where it goes")
    func address() throws {
        _ = try wallet.withdraw("3", by: ann).get()
        let bodies = try wallet.service.reader().rows("SELECT body FROM runtime_events") {
            String(decoding: try $0.value(0, as: [UInt8].self), as: UTF8.self)
        }
        #expect(!bodies.contains { $0.contains("AIBK") })
    }

    @Test("waits among at most ten of a person's")
    func bounded() throws {
        let ids = try (0..<10).map { _ in try wallet.withdraw("0.10", by: ann).get().id }
        let eleventh = try wallet.withdraw("0.10", by: ann)
        #expect(eleventh.code == "too_many_pending" && eleventh.status == 409)
        _ = try wallet.cancel(ids[0], by: ann).get()
        #expect(try wallet.withdraw("0.10", by: ann).status == 201)
    }

    @Test("is listed with the newest first, page after page, one's own or for admins by user and status")
    func lists() throws {
        try wallet.grant(1000, .winning, to: bob)
        var own: [ID<Withdrawal>] = []
        for _ in 0..<5 {
            wallet.service.now = wallet.service.now.adding(milliseconds: 1)
            own.insert(try wallet.withdraw("1", by: ann).get().id, at: 0)
            _ = try wallet.withdraw("1", by: bob).get()
        }
        _ = try wallet.pay(own[2]).get()
        var (seen, cursor): ([ID<Withdrawal>], Cursor?) = ([], nil)
        repeat {
            let limit = try WireCoding().decode(PageLimit.self, from: Array("2".utf8))
            let page = try wallet.service.ask(ListWithdrawals.self, .init(limit: limit, cursor: cursor), by: ann).get()
            seen += page.items.map(\.id)
            cursor = page.next.map(Cursor.init(trusted:))
        } while cursor != nil
        #expect(seen == own)
        func count(_ user: ID<User>?, _ status: WithdrawalStatus?) throws -> Int {
            let request = ListWithdrawals.Request(userID: user, status: status)
            return try wallet.service.ask(ListWithdrawals.self, request, by: wallet.admin).get().items.count
        }
        #expect(try count(nil, nil) == 10)
        #expect(try count(ann.user, nil) == 5)
        #expect(try count(nil, .pending) == 9)
        #expect(try count(ann.user, .paid) == 1)
        #expect(try wallet.service.ask(ListWithdrawals.self, .init(userID: ann.user), by: bob).status == 403)
    }
}
