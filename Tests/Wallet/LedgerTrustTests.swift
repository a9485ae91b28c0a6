import Messages
import Runtime
import Storage
import TestSupport
import Testing

@testable import Wallet

@Suite("Money that leaves after a start")
struct LedgerTrustTests {
    let wallet: WalletUnderTest
    let ann = TestUsers.statement(1)

    /// 1 a deposit, 2 winnings of an admin's, 3 a withdrawal that waits, 4 and 5 more of an admin's.
    init() throws {
        wallet = try WalletUnderTest(forgotten: MemoryOfTheForgotten())
        try wallet.deposit("10", to: ann)
        _ = try wallet.adjust("5", .credit, .winning, of: ann).get()
        _ = try wallet.withdraw("2", by: ann).get()
        _ = try wallet.adjust("1", .credit, .winning, of: ann).get()
        _ = try wallet.adjust("2", .credit, .winning, of: ann).get()
    }

    private func pay(_ hash: String) throws -> ServiceUnderTest.Answer<Withdrawal> {
        let waiting = try wallet.service.reader().first("SELECT id FROM withdrawals WHERE status = 'pending' LIMIT 1") {
            try $0.value(0, as: ID<Withdrawal>.self)
        }
        let request = PayWithdrawal.Request(
            withdrawalID: try #require(waiting), adminTxHash: TransferHash(trusted: hash))
        return try wallet.service.ask(PayWithdrawal.self, request, by: wallet.admin)
    }

    private func status() throws -> ServiceStatus {
        try wallet.service.ask(GetStatus.self, Nothing(), from: "gateway").get()
    }

    private func accepting(_ number: Int64?) throws {
        var settings = WalletSettings()
        settings.acceptedLedger = number
        try wallet.service.restart(as: WalletService.definition(settings))
    }

    @Test("leaves where the ledger is as it was written, however often the wallet starts")
    func sound() throws {
        for round in 1...3 {
            try wallet.service.restart()
            #expect(try status().isReady)
            #expect(try wallet.withdraw("1", by: ann).status == 201)
            #expect(try pay("paid-\(round)").status == 200)
        }
        #expect(try wallet.service.events(LedgerDoubted.type).isEmpty)
        let proven = try wallet.count("SELECT number FROM ledger_trust")
        #expect(proven > 5)
        #expect(try wallet.service.proveBooks() == [])
        #expect(try wallet.count("SELECT number FROM ledger_trust") > proven, "a proof moves the mark")
    }

    @Test(
        "is held back where an entry was forged with all books balanced, a balance was raised, or an address was changed",
        arguments: [0, 1, 2])
    func doubted(_ number: Int) throws {
        let deeds: [[StaticString]] = [
            LedgerSealTests.forgery + LedgerSealTests.balanced,
            ["UPDATE ledger_accounts SET balance = balance + 700 WHERE bucket = 'winning'"],
            ["UPDATE withdrawals SET to_address = 'DE00 another account'"],
        ]
        try wallet.service.tamper(deeds[number])
        #expect(try pay("paid").code == "ledger_unproven")
        #expect(try wallet.withdraw("7", by: ann).status == 503)
        let told = try wallet.service.events(LedgerDoubted.type)
        #expect(told.map(\.severity) == [.critical])
        #expect(try status().complaint.contains("--accept-ledger") && !(try status().isReady))
        // All else goes on, and what goes on makes nobody forget.
        _ = try wallet.adjust("1", of: ann).get()
        try wallet.service.restart()
        #expect(try pay("paid").code == "ledger_unproven")
        #expect(try wallet.service.events(LedgerDoubted.type).count == 1)
    }

    @Test("leaves again when the operator has said through which entry the ledger is taken as it stands, and no other")
    func accepted() throws {
        try wallet.service.tamper(LedgerSealTests.forgery + LedgerSealTests.balanced)
        try accepting(5)
        #expect(try pay("paid").code == "ledger_unproven")
        try accepting(6)
        #expect(try pay("paid").status == 200 && status().isReady)
        #expect(try wallet.service.events(LedgerAccepted.type).map(\.severity) == [.warning])
        try accepting(6)
        #expect(try wallet.withdraw("1", by: ann).status == 201)
        #expect(try wallet.service.events(LedgerAccepted.type).count == 1)
        let found = try wallet.service.proveBooks()
        #expect(found == ["transaction 6 is not as this service wrote it where it stands"], "it stays named")
    }

    @Test("is not let go by somebody who writes where the wallet keeps how far it has looked")
    func mark() throws {
        try wallet.service.restart()
        try wallet.service.tamper(
            LedgerSealTests.forgery + LedgerSealTests.balanced + [
                """
                UPDATE ledger_trust SET state = 'sound', number = 6, through = 6,
                    seal = (SELECT seal FROM ledger_transactions WHERE number = 6)
                """
            ])
        #expect(try pay("paid").code == "ledger_unproven")
    }

    @Test("waits while a long ledger is looked at bit by bit, and everything else does not")
    func chunks() throws {
        for _ in 0..<LedgerTrust.transactions * LedgerTrust.chunksAtStart {
            _ = try wallet.adjust("0.01", of: ann).get()
        }
        try wallet.service.tamper(["DELETE FROM ledger_trust"])
        #expect(try wallet.count("SELECT COUNT(*) FROM ledger_trust WHERE state = 'looking'") == 1)
        #expect(try pay("too-early").code == "ledger_unproven")
        #expect(try pay("paid").status == 200 && status().isReady)
        #expect(try wallet.count("SELECT COUNT(*) FROM ledger_trust WHERE state = 'sound'") == 1)
    }

    @Test("goes on leaving at later starts with a balance or an end that the operator has taken, and with no other")
    func acceptedForGood() throws {
        let deeds: [[StaticString]] = [
            ["UPDATE ledger_accounts SET balance = balance + 700 WHERE owner_kind = 'user' AND bucket = 'winning'"],
            LedgerSealTests.cut,
        ]
        for deed in deeds {
            let tests = try LedgerTrustTests()
            try tests.wallet.service.tamper(deed)
            #expect(try tests.pay("paid").code == "ledger_unproven")
            try tests.accepting(Int64(try tests.wallet.count("SELECT through FROM ledger_trust")))
            #expect(try tests.status().isReady)
            for _ in 1...2 {
                try tests.wallet.service.restart()
                #expect(try tests.status().isReady)
            }
            #expect(try tests.wallet.service.events(LedgerDoubted.type).count == 1)
            try tests.wallet.service.tamper([
                "UPDATE ledger_accounts SET balance = balance + 1 WHERE owner_kind = 'user' AND bucket = 'winning'"
            ])
            #expect(try tests.pay("paid").code == "ledger_unproven")
        }
    }

    @Test("leaves again where the forged entry itself was taken out, by the number that readiness gives")
    func takenOut() throws {
        try wallet.service.tamper(LedgerSealTests.forgery + LedgerSealTests.balanced)
        #expect(try status().complaint.contains("--accept-ledger 6"))
        try wallet.service.tamper(
            [
                "DELETE FROM ledger_postings WHERE transaction_number = 6",
                "DELETE FROM ledger_transactions WHERE number = 6",
            ] + LedgerSealTests.balanced)
        #expect(try pay("paid").code == "ledger_unproven")
        try accepting(6)
        #expect(try status().isReady)
        #expect(try pay("paid").status == 200)
        #expect(try wallet.service.events(LedgerAccepted.type).isEmpty, "nothing had to be taken as it stands")
        #expect(try wallet.service.proveBooks() == [])
    }
}
