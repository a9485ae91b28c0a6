import Crypto
import Messages
import Runtime
import TestSupport
import Testing

@testable import Wallet

@Suite("A report of a transfer") struct TransferReportTests {
    let wallet: WalletUnderTest
    let ann = TestUsers.statement(1)
    let bob = TestUsers.statement(2)

    init() throws {
        wallet = try WalletUnderTest { settings in
            settings.webhookSecret = WalletUnderTest.secret
            settings.confirmations = ConfirmationRule("6,slow:12") ?? settings.confirmations
        }
    }

    private func request(_ hash: String, _ amount: String = "5", _ currency: String = "EUR") throws -> ID<Deposit> {
        try wallet.request(WalletUnderTest.money(amount, currency), by: ann, hash: hash).get().id
    }

    private func outcome(_ body: String) throws -> String { try wallet.send(body).get().outcome.rawValue }

    @Test("credits the deposit that claims it with what arrived, once there are enough confirmations")
    func credited() throws {
        let id = try request("0xA1", "7")
        #expect(try outcome(WalletUnderTest.report("0xa1", confirmations: 0, status: "pending")) == "pending")
        #expect(try outcome(WalletUnderTest.report("0xa1", confirmations: 5)) == "pending")
        #expect(try outcome(WalletUnderTest.report("0xa1", confirmations: 9, status: "pending")) == "pending")
        #expect(try wallet.deposit(id).confirmations?.count == 9)
        #expect(try wallet.buckets(of: ann) == "none")
        #expect(try outcome(WalletUnderTest.report("0xa1", confirmations: 6)) == "credited")
        let deposit = try wallet.deposit(id)
        #expect(deposit.status == .approved && deposit.decidedBy == .report && deposit.adminID == nil)
        #expect(try deposit.credited == WalletUnderTest.money("5.00"))
        #expect(try wallet.buckets(of: ann) == "5.00 0.00 0.00 0.00")
        let actor = try wallet.service.reader().first("SELECT actor FROM ledger_transactions") {
            try $0.value(0, as: String.self)
        }
        #expect(actor == "webhook:deposits")
        #expect(try wallet.violations() == [])
        let database = try wallet.service.reader()
        #expect(try WalletInvariants.violations(in: database, after: 0) == [])
    }

    @Test("needs as many confirmations as its chain is configured to")
    func chains() throws {
        _ = try wallet.request(WalletUnderTest.money("5"), by: ann, hash: "0xb1", chain: "slow").get()
        #expect(try outcome(WalletUnderTest.report("0xb1", confirmations: 11, chain: "Slow")) == "pending")
        #expect(try outcome(WalletUnderTest.report("0xb1", confirmations: 12, chain: "Slow")) == "credited")
    }

    @Test("of another chain than was named credits nothing by itself, and tells the admins why")
    func otherChain() throws {
        let id = try request("0xb2")
        #expect(try outcome(WalletUnderTest.report("0xb2", chain: "other")) == "pending")
        #expect(try wallet.buckets(of: ann) == "none")
        #expect(try wallet.deposit(id).note?.text == "The transfer was made on other, not on test.")
        #expect(try outcome(WalletUnderTest.report("0xb2", confirmations: 7, chain: "TEST")) == "credited")
    }

    @Test("that says otherwise than its claim makes an admin say which amount is credited")
    func differs() throws {
        let (less, foreign) = (try request("0xb3", "25"), try request("0xb4", "25"))
        _ = try outcome(WalletUnderTest.report("0xb3", "5.00", status: "pending"))
        _ = try outcome(WalletUnderTest.report("0xb4", "25.00", "USD"))
        #expect(try wallet.deposit(less).reported == WalletUnderTest.money("5.00"))
        for id in [less, foreign] {
            let answer = try wallet.approve(id)
            #expect(answer.code == "report_differs" && answer.status == 409)
            #expect(answer.problem?.errors.map(\.pointer) == ["/amount"])
        }
        #expect(try wallet.buckets(of: ann) == "none")
        #expect(try wallet.approve(less, WalletUnderTest.money("5")).get().credited == WalletUnderTest.money("5.00"))
        #expect(try wallet.buckets(of: ann) == "5.00 0.00 0.00 0.00")
    }

    @Test("changes nothing once its deposit was credited, by whomever")
    func after() throws {
        let (reported, approved) = (try request("0xc1"), try request("0xc2"))
        _ = try outcome(WalletUnderTest.report("0xc1"))
        _ = try wallet.approve(approved).get()
        let before = try wallet.books()
        for hash in ["0xc1", "0xc2"] {
            for status in ["failed", "confirmed", "pending"] {
                wallet.service.now = wallet.service.now.adding(seconds: 1)
                let body = WalletUnderTest.report(hash, "900.00", confirmations: 50, status: status)
                #expect(try outcome(body) == "credited")
            }
        }
        #expect(try wallet.books().dropLast() == before.dropLast())
        #expect(try wallet.buckets(of: ann) == "10.00 0.00 0.00 0.00")
        #expect(try wallet.approve(reported).code == "deposit_not_pending")
        #expect(try wallet.violations() == [])
    }

    @Test("is kept unclaimed until somebody asks for it, who then gets what arrived")
    func unclaimed() throws {
        #expect(try outcome(WalletUnderTest.report("0xD1", "12.00", confirmations: 2)) == "unclaimed")
        #expect(try outcome(WalletUnderTest.report("0xD2", "3.00")) == "unclaimed")
        let all = try wallet.service.ask(ListUnclaimedTransfers.self, .init(), by: wallet.admin).get().items
        #expect(all.map(\.txHash.text) == ["0xD2", "0xD1"] && all.map(\.confirmations.count) == [6, 2])
        #expect(try wallet.service.ask(ListUnclaimedTransfers.self, .init(), by: ann).code == "forbidden")
        let waiting = try wallet.request(WalletUnderTest.money("1"), by: ann, hash: "d1").get()
        #expect(try waiting.status == .pending && waiting.amount == WalletUnderTest.money("12.00"))
        #expect(waiting.confirmations?.count == 2)
        let sure = try wallet.request(WalletUnderTest.money("1000"), by: bob, hash: "d2").get()
        #expect(try sure.status == .approved && sure.credited == WalletUnderTest.money("3.00"))
        #expect(try wallet.request(WalletUnderTest.money("3"), by: ann, hash: "0xd2").code == "duplicate_tx_hash")
        #expect(try wallet.service.ask(ListUnclaimedTransfers.self, .init(), by: wallet.admin).get().items.isEmpty)
        #expect(try outcome(WalletUnderTest.report("0xd1", "12.00", confirmations: 6)) == "credited")
        #expect(try wallet.buckets(of: ann).hasPrefix("12.00") && wallet.buckets(of: bob).hasPrefix("3.00"))
        #expect(try wallet.violations() == [])
    }

    @Test("lists what is unclaimed page after page")
    func pages() throws {
        for number in 0..<5 { _ = try outcome(WalletUnderTest.report("0xe\(number)")) }
        var (seen, cursor): ([String], Cursor?) = ([], nil)
        repeat {
            let limit = try WireCoding().decode(PageLimit.self, from: Array("2".utf8))
            let request = ListUnclaimedTransfers.Request(limit: limit, cursor: cursor)
            let page = try wallet.service.ask(ListUnclaimedTransfers.self, request, by: wallet.admin).get()
            seen += page.items.map(\.txHash.text)
            cursor = page.next.map(Cursor.init(trusted:))
        } while cursor != nil
        #expect(seen == ["0xe4", "0xe3", "0xe2", "0xe1", "0xe0"])
    }

    @Test("does not get money past a limit: by what arrived, and it stays unclaimed")
    func limits() throws {
        try wallet.take(
            PersonStanding(
                user: ann.user, version: 1, state: .active, limits: try WalletUnderTest.limits([.dailyDeposit: "10"])))
        _ = try outcome(WalletUnderTest.report("0xf1", "10.01"))
        let claim = try wallet.request(WalletUnderTest.money("1"), by: ann, hash: "0xf1")
        #expect(claim.code == "daily_deposit_limit_exceeded")
        let left = try wallet.service.ask(ListUnclaimedTransfers.self, .init(), by: wallet.admin).get().items
        #expect(left.map(\.txHash.text) == ["0xf1"])
        #expect(try wallet.request(WalletUnderTest.money("1"), by: bob, hash: "0xf1").get().status == .approved)
        #expect(try wallet.violations() == [])
    }

    @Test("of more than was asked for gets nothing past a limit either, and waits for an admin")
    func moreThanAskedFor() throws {
        try wallet.take(
            PersonStanding(
                user: ann.user, version: 1, state: .active, limits: try WalletUnderTest.limits([.dailyDeposit: "10"])))
        let id = try request("0xf2")
        #expect(try outcome(WalletUnderTest.report("0xf2", "10.01")) == "pending")
        #expect(try wallet.deposit(id).note?.text.contains("limit 10.00 EUR") == true)
        wallet.service.now = wallet.service.now.adding(seconds: 1)
        #expect(try outcome(WalletUnderTest.report("0xf2", "10.00")) == "credited")
        #expect(try wallet.violations() == [])
    }

    @Test("that says otherwise than what was decided changes nothing, and raises an alarm")
    func contradicted() throws {
        let credited = try request("0xf3")
        #expect(try outcome(WalletUnderTest.report("0xf3")) == "credited")
        let refused = try request("0xf4")
        #expect(try outcome(WalletUnderTest.report("0xf4", status: "failed")) == "rejected")
        #expect(try wallet.service.events(TransferContradicted.type).isEmpty)
        wallet.service.now = wallet.service.now.adding(seconds: 1)
        #expect(try outcome(WalletUnderTest.report("0xf3", confirmations: 7)) == "credited")
        #expect(try wallet.service.events(TransferContradicted.type).isEmpty)
        #expect(try outcome(WalletUnderTest.report("0xf3", status: "failed")) == "credited")
        #expect(try outcome(WalletUnderTest.report("0xf4")) == "rejected")
        let alarms = try wallet.service.events(TransferContradicted.type)
        #expect(alarms.map(\.subject) == ["deposit/\(credited)", "deposit/\(refused)"])
        #expect(try wallet.violations() == [])
    }

    @Test("of a transfer that failed rejects its deposit, and nobody can claim it")
    func failed() throws {
        let id = try request("0x11")
        #expect(try outcome(WalletUnderTest.report("0x11", status: "failed")) == "rejected")
        #expect(try wallet.deposit(id).status == .rejected)
        #expect(try outcome(WalletUnderTest.report("0x12", status: "failed")) == "unclaimed")
        let claim = try wallet.request(WalletUnderTest.money("5"), by: ann, hash: "0x12")
        #expect(claim.code == "transfer_failed" && claim.status == 422)
        wallet.service.now = wallet.service.now.adding(seconds: 1)
        #expect(try outcome(WalletUnderTest.report("0x11")) == "rejected")
        #expect(try wallet.buckets(of: ann) == "none")
        #expect(try wallet.violations() == [])
    }

    @Test("of another currency leaves its deposit to an admin, with a note")
    func otherCurrency() throws {
        let id = try request("0x21")
        #expect(try outcome(WalletUnderTest.report("0x21", "5.00", "USD")) == "pending")
        #expect(try wallet.deposit(id).note?.text == "The transfer brought 5.00 USD, not EUR.")
        _ = try outcome(WalletUnderTest.report("0x22", "5.00", "USD"))
        let claimed = try wallet.request(WalletUnderTest.money("4"), by: ann, hash: "0x22").get()
        #expect(try claimed.status == .pending && claimed.amount == WalletUnderTest.money("4.00"))
        _ = try wallet.approve(id, WalletUnderTest.money("4.50")).get()
        #expect(try wallet.violations() == [])
    }

    @Test("that is older than what is known changes nothing")
    func order() throws {
        let id = try request("0x31")
        _ = try wallet.send(WalletUnderTest.report("0x31", confirmations: 5), secondsLate: 0).get()
        _ = try wallet.send(WalletUnderTest.report("0x31", confirmations: 3), secondsLate: 60).get()
        _ = try wallet.send(WalletUnderTest.report("0x31", status: "failed"), secondsLate: 1).get()
        #expect(try wallet.deposit(id).confirmations?.count == 5)
        #expect(try wallet.deposit(id).status == .pending)
    }

    @Test("counts once: the same again is answered, and takes nothing back")
    func replay() throws {
        let id = try request("0x41")
        let time = String(wallet.service.now.milliseconds / 1000)
        let first = WalletUnderTest.report("0x41", confirmations: 3)
        let second = WalletUnderTest.report("0x41", confirmations: 5)
        for body in [first, second, first] {
            _ = try wallet.send(body, time: time, signature: wallet.signature(body, time)).get()
        }
        #expect(try wallet.deposit(id).confirmations?.count == 5)
        let events = try wallet.service.events().count
        _ = try wallet.send(second, time: time, signature: wallet.signature(second, time).uppercased()).get()
        #expect(try wallet.service.events().count == events)
        // What is over is forgotten.
        wallet.service.now = wallet.service.now.adding(seconds: 1000)
        _ = try outcome(WalletUnderTest.report("0x42"))
        #expect(try wallet.count("SELECT COUNT(*) FROM report_signatures") == 1)
    }

    @Test("is refused without the right signature of these very bytes, lately, and changes nothing")
    func signatures() throws {
        let id = try request("0x51")
        let before = try wallet.books()
        let body = WalletUnderTest.report("0x51")
        let time = String(wallet.service.now.milliseconds / 1000)
        let right = wallet.signature(body, time)
        let later = String(wallet.service.now.milliseconds / 1000 + 1)
        let attempts: [(String, String?, String?, String)] = [
            (body, nil, right, "missing_signature"), (body, time, nil, "missing_signature"),
            (body, time, "", "invalid_signature"), (body, time, "zz", "invalid_signature"),
            (body, time, String(right.dropLast(2)), "invalid_signature"),
            (body, time, wallet.signature(body, time, secret: Array("another".utf8)), "invalid_signature"),
            (body + " ", time, right, "invalid_signature"), (body, later, right, "invalid_signature"),
            (body, "now", wallet.signature(body, "now"), "invalid_signature"),
            (body, "-1", wallet.signature(body, "-1"), "invalid_signature"),
        ]
        for (body, time, signature, code) in attempts {
            let answer = try wallet.send(body, time: time, signature: signature)
            #expect(answer.code == code && answer.status == 401, "\(time ?? "no time") \(signature ?? "unsigned")")
        }
        for late in [301, -301] as [Int64] {
            #expect(try wallet.send(body, secondsLate: late).code == "expired_signature")
        }
        #expect(try wallet.books() == before)
        #expect(try wallet.deposit(id).status == .pending)
        let refusals = try wallet.service.events(TransferReportRefused.type)
        #expect(refusals.count == 12 && refusals.allSatisfy { $0.severity == .warning })
        #expect(try wallet.send(body, secondsLate: 300).get().outcome == .credited)
    }

    @Test(
        "that is signed and no report is refused by the field at fault",
        arguments: [
            ("nonsense", "malformed_request", ""), ("{}", "invalid_request", "/chain"),
            (WalletUnderTest.report("0x61", "5.001"), "invalid_request", "/amount/amount"),
            (WalletUnderTest.report("0x61", "0"), "invalid_request", "/amount/amount"),
            (WalletUnderTest.report("0x61", "5", "DOGE"), "unknown_currency", "/amount/currency"),
            (WalletUnderTest.report("0x61", confirmations: -1), "invalid_request", "/confirmations"),
            (WalletUnderTest.report("0x61", status: "maybe"), "invalid_request", "/status"),
            (WalletUnderTest.report("0x 61"), "invalid_request", "/tx_hash"),
        ])
    func shapes(body: String, code: String, pointer: String) throws {
        let answer = try wallet.send(body)
        #expect(answer.code == code)
        #expect(answer.problem?.errors.first?.pointer ?? "" == pointer)
        #expect(try wallet.books() == [0, 0, 0, 0, 0, 0])
    }

    @Test("is refused where no secret is configured")
    func unconfigured() throws {
        let wallet = try WalletUnderTest()
        #expect(try wallet.send(WalletUnderTest.report("0x71")).code == "invalid_signature")
    }
}
