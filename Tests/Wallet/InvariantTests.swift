import Messages
import Runtime
import Storage
import TestSupport
import Testing

@testable import Wallet

struct InvariantTests {
    let wallet: WalletUnderTest
    let ann = TestUsers.statement(1)

    init() throws {
        wallet = try WalletUnderTest()
        try wallet.deposit("10", to: ann)
        _ = try wallet.place(wallet.newHold(), WalletUnderTest.money("4"), of: ann).get()
    }

    func tamper(_ statements: [StaticString]) throws {
        let database = try Connection.openWriter(at: wallet.service.directory.appending(path: "service.db").path)
        for statement in statements { try database.run(statement) }
    }

    @Test("finds nothing wrong where nothing is, from any transaction on")
    func sound() throws {
        let database = try wallet.service.reader()
        let last = try WalletInvariants.lastTransaction(in: database)
        #expect(last == 2)
        #expect(try WalletInvariants.openHoldCount(in: database) == 1)
        for from in 0...last { #expect(try WalletInvariants.violations(in: database, after: from) == []) }
    }

    @Test("names what somebody edited behind the service's back")
    func edited() throws {
        let edits: [([StaticString], String)] = [
            (
                ["UPDATE ledger_accounts SET balance = balance + 1 WHERE bucket = 'deposit'"],
                "shows 601, its postings 600"
            ),
            (["UPDATE ledger_accounts SET version = 9 WHERE bucket = 'deposit'"], "version 9 after 2 postings"),
            (["UPDATE holds SET state = 'released'"], "holds 400, the open holds took 0"),
            (
                [
                    "DROP TRIGGER ledger_postings_keep",
                    "UPDATE ledger_postings SET amount = amount + 5 WHERE transaction_number = 1 AND amount > 0",
                ], "transaction 1 is off by 5"
            ),
            (
                ["DROP TRIGGER ledger_postings_stay", "DELETE FROM ledger_postings WHERE transaction_number = 2"],
                "transaction 2 has 0 postings"
            ),
            (
                [
                    "INSERT INTO ledger_transactions SELECT 3, x'03', kind, entity, metadata, actor, causation, time, NULL, NULL FROM ledger_transactions WHERE number = 1",
                    "INSERT INTO ledger_postings SELECT 3, account, amount, balance FROM ledger_postings WHERE transaction_number = 1",
                ], "transaction 3 credits a deposit that nobody approved"
            ),
            (
                ["DROP TRIGGER deposits_keep", "UPDATE deposits SET credited = 5000"], "was not credited as it says"
            ),
        ]
        for (statements, complaint) in edits {
            let tests = try InvariantTests()
            try tests.tamper(statements)
            let found = try tests.wallet.violations()
            #expect(found.contains { $0.contains(complaint) }, "\(complaint) in \(found)")
        }
    }
}
