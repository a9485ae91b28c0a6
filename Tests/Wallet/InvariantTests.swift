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
        let database = try wallet.writer()
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
                    "INSERT INTO ledger_transactions SELECT 3, x'03', kind, entity, metadata, actor, causation, time, NULL, NULL, NULL FROM ledger_transactions WHERE number = 1",
                    "INSERT INTO ledger_postings SELECT 3, account, amount, balance FROM ledger_postings WHERE transaction_number = 1",
                ], "transaction 3 credits a deposit that nobody approved"
            ),
            (
                ["DROP TRIGGER deposits_keep", "UPDATE deposits SET credited = 5000"], "was not credited as it says"
            ),
            (["UPDATE holds SET captured = 100"], "are not what it says of them"),
            (["DROP TRIGGER holds_keep", "UPDATE holds SET deposit = 0, bonus = 400"], "did not take what it says"),
            (["UPDATE usage SET stake = 399"], "staked is not what there is"),
            (
                [
                    "INSERT INTO ledger_accounts (owner_kind, owner, currency, bucket) SELECT 'user', owner, currency, 'winning' FROM ledger_accounts WHERE bucket = 'held'",
                    "INSERT INTO ledger_transactions SELECT 3, x'03', 'bet_refund', entity, metadata, actor, causation, time, NULL, NULL, NULL FROM ledger_transactions WHERE number = 1",
                    "INSERT INTO ledger_postings SELECT 3, number, 1, 1 FROM ledger_accounts WHERE bucket = 'winning'",
                ], "transaction 3 made cash of what was not won"
            ),
            (
                [
                    "INSERT INTO ledger_accounts (owner_kind, owner, currency, bucket) SELECT 'escrow', x'00', currency, 'main' FROM ledger_accounts WHERE bucket = 'held'",
                    "INSERT INTO ledger_transactions SELECT 3, x'03', 'bet_placed', entity, metadata, actor, causation, time, NULL, x'01', NULL FROM ledger_transactions WHERE number = 1",
                    "INSERT INTO ledger_postings SELECT 3, number, 1, 1 FROM ledger_accounts WHERE owner_kind = 'escrow'",
                ], "transaction 3 brought into escrow what was not captured"
            ),
            (
                [
                    "INSERT INTO ledger_transactions SELECT 3, x'03', 'fee', entity, metadata, actor, causation, time, NULL, x'01', NULL FROM ledger_transactions WHERE number = 1"
                ], "transaction 3 is in a group that it does not belong to"
            ),
        ]
        for (statements, complaint) in edits {
            let tests = try InvariantTests()
            try tests.tamper(statements)
            let found = try tests.wallet.violations()
            #expect(found.contains { $0.contains(complaint) }, "\(complaint) in \(found)")
        }
    }

    @Test("names withdrawals that did not go as they say, whole and from a transaction on")
    func withdrawals() throws {
        let edits: [([StaticString], String)] = [
            (["UPDATE holds SET state = 'released' WHERE winning = 100"], "has not the hold that its status asks for"),
            (
                ["DROP TRIGGER withdrawals_keep", "UPDATE withdrawals SET amount = 150 WHERE amount = 200"],
                "did not end as it says"
            ),
            (
                [
                    "DROP TRIGGER withdrawals_decided_once",
                    "UPDATE withdrawals SET status = 'rejected', admin_tx_hash = NULL, admin_tx_key = NULL WHERE status = 'paid'",
                ], "pays a withdrawal that nobody paid"
            ),
            (
                [
                    "DROP TRIGGER withdrawals_stay", "DELETE FROM withdrawals WHERE status = 'paid'",
                ], "pays a withdrawal that nobody paid"
            ),
        ]
        for (statements, complaint) in edits {
            let tests = try InvariantTests()
            try tests.wallet.grant(1000, .winning, to: tests.ann)
            let before = try WalletInvariants.lastTransaction(in: try tests.wallet.service.reader())
            _ = try tests.wallet.withdraw("1", by: tests.ann).get()
            _ = try tests.wallet.pay(try tests.wallet.withdraw("2", by: tests.ann).get().id).get()
            try tests.tamper(statements)
            let database = try tests.wallet.service.reader()
            let step = try WalletInvariants.violations(in: database, after: before)
            for found in [try tests.wallet.violations(), step] {
                #expect(found.contains { $0.contains(complaint) }, "\(complaint) in \(found)")
            }
        }
    }

    @Test("names a deposit that a report credited and no report speaks of")
    func reports() throws {
        let edits: [([StaticString], String)] = [
            (["UPDATE transfers SET amount = 600"], "was credited without its transfer"),
            (["UPDATE transfers SET status = 'pending'"], "was credited without its transfer"),
            (
                ["DROP TRIGGER transfers_stay", "DELETE FROM transfers"], "was credited without its transfer"
            ),
            (
                ["DROP TRIGGER transfers_claimed_once", "UPDATE transfers SET deposit = NULL"],
                "is not with the deposit that claims it"
            ),
        ]
        for (statements, complaint) in edits {
            let wallet = try WalletUnderTest { $0.webhookSecret = WalletUnderTest.secret }
            _ = try wallet.request(WalletUnderTest.money("5"), by: ann, hash: "0x1").get()
            _ = try wallet.send(WalletUnderTest.report("0x1")).get()
            #expect(try wallet.violations() == [])
            let database = try Connection.openWriter(at: wallet.service.directory.appending(path: "service.db").path)
            for statement in statements { try database.run(statement) }
            let found = try wallet.violations()
            #expect(found.contains { $0.contains(complaint) }, "\(complaint) in \(found)")
        }
    }
}

/// What was captured and what went back, edited behind the service's back.
struct CaptureInvariantTests {
    let wallet: WalletUnderTest
    let ann = TestUsers.statement(1)

    /// Ann staked 4.00 deposit and 5.00 bonus; 6.00 of it are in escrow, 1.00 came back from there.
    init() throws {
        wallet = try WalletUnderTest()
        let hold = wallet.newHold()
        try wallet.deposit("4", to: ann)
        try wallet.grant(500, .bonus, to: ann)
        _ = try wallet.place(hold, WalletUnderTest.money("9"), of: ann).get()
        _ = try wallet.capture(hold, WalletUnderTest.money("6")).get()
        let refund = PayFromEscrow.Payment(
            refundOf: hold, money: try WalletUnderTest.money("1"), kind: .betRefund, purpose: "bet/1")
        _ = try wallet.pay([refund]).get()
    }

    @Test("names a capture or a return that is not what its transaction moved, also where only new ones are looked at")
    func edited() throws {
        let edits: [([StaticString], String)] = [
            (
                ["DROP TRIGGER hold_captures_keep", "UPDATE hold_captures SET deposit = 300, bonus = 300"],
                "are not what it says of them"
            ),
            (
                ["DROP TRIGGER hold_captures_keep", "UPDATE hold_captures SET deposit = 399"],
                "did not move what it says"
            ),
            (["UPDATE hold_captures SET bonus_back = 101"], "went back other than it says"),
            (
                ["DROP TRIGGER hold_returns_keep", "UPDATE hold_returns SET bonus = 0, winning = 100"],
                "gave back to other buckets than it came from"
            ),
            (
                ["DROP TRIGGER hold_returns_keep", "UPDATE hold_returns SET capture = NULL"],
                "went back what it did not leave"
            ),
        ]
        for (statements, complaint) in edits {
            let tests = try CaptureInvariantTests()
            #expect(try tests.wallet.violations() == [])
            let database = try tests.wallet.writer()
            for statement in statements { try database.run(statement) }
            let all = try tests.wallet.violations()
            for found in [all, try WalletInvariants.violations(in: database, after: 3)] {
                #expect(found.contains { $0.contains(complaint) }, "\(complaint) in \(found)")
            }
        }
    }
}
