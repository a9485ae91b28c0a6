import Messages
import Runtime
import Storage
import TestSupport
import Testing

@testable import Wallet

struct ProofTests {
    let wallet: WalletUnderTest
    let ann = TestUsers.statement(1)
    let bob = TestUsers.statement(2)

    /// Every kind of movement that there is: a hold open, one captured, one released, one refunded, a payout, a bonus.
    init() throws {
        wallet = try WalletUnderTest { $0.proofSeconds = 3600 }
        try wallet.deposit("10", to: ann)
        try wallet.deposit("10", to: bob)
        func hold(_ amount: String, of user: Statement) throws -> ID<Hold> {
            let hold = wallet.newHold()
            _ = try wallet.place(hold, WalletUnderTest.money(amount), of: user).get()
            return hold
        }
        _ = try hold("1", of: ann)
        _ = try wallet.capture(hold("2", of: ann)).get()
        _ = try wallet.release(hold("3", of: bob)).get()
        let refunded = try hold("4", of: bob)
        _ = try wallet.capture(refunded).get()
        _ = try wallet.pay([
            .init(refundOf: refunded, money: WalletUnderTest.money("4"), kind: .betRefund, purpose: "bet/1"),
            .init(winner: bob.user, money: WalletUnderTest.money("1.5"), kind: .betPayout, purpose: "bet/1"),
        ]).get()
    }

    private struct Verdict: Decodable {
        let data: ProofViolated
    }

    @Test("looks at a range of transactions, also where it cuts a group in two, and names no one outside of it")
    func ranges() throws {
        let writer = try wallet.writer()
        let last =
            try writer.first("SELECT MAX(number) FROM ledger_transactions") { try $0.value(0, as: Int64.self) } ?? 0
        let grouped: Int64? = try writer.first("SELECT MAX(number) FROM ledger_transactions WHERE group_id IS NOT NULL")
        {
            try $0.value(0)
        }
        #expect(grouped == last, "the last transaction belongs to a group that begins before it")
        func violations(after: Int64, through: Int64) throws -> [String] {
            try TransactionCheck(database: wallet.service.reader()).violations(after: after, through: through)
        }
        #expect(try violations(after: last - 1, through: last) == [])
        try writer.run("DROP TRIGGER ledger_transactions_keep")
        try writer.run("UPDATE ledger_transactions SET causation = 'another' WHERE number = ?", last)
        let found = ["transaction \(last) is in a group that it does not belong to"]
        #expect(try violations(after: last - 1, through: last) == found)
        #expect(try violations(after: 0, through: last - 1) == [])
        #expect(try violations(after: 0, through: last) == found)
    }

    /// What a run finds, by its events.
    func prove() throws -> [String] {
        let before = try wallet.service.events(ProofFinished.type).count
        _ = try wallet.service.call(RunProof.self, Nothing(), from: .audit).get()
        try wallet.service.step()
        #expect(try wallet.service.events(ProofFinished.type).count == before + 1)
        #expect(try wallet.count("SELECT COUNT(*) FROM runtime_sagas") == 0)
        let last = try wallet.service.reader().first("SELECT body FROM runtime_events ORDER BY sequence DESC LIMIT 1") {
            try $0.value(0, as: [UInt8].self)
        }
        let body = try #require(last)
        guard try WireCoding().decode(EventAttributes.self, from: body).type == ProofViolated.type else { return [] }
        return try WireCoding().decode(Verdict.self, from: body).data.found
    }

    func edit(_ statements: [StaticString]) throws {
        let database = try Connection.openWriter(at: wallet.service.directory.appending(path: "service.db").path)
        try database.run("PRAGMA foreign_keys = OFF")
        for statement in statements { try database.run(statement) }
        try wallet.service.restart()
    }

    @Test("finds nothing where all is well, and tells how far it looked")
    func sound() throws {
        #expect(try prove() == [])
        #expect(try wallet.count("SELECT COUNT(*) FROM proofs WHERE checked = total AND violations = 0") == 1)
        #expect(try wallet.service.events(ProofFinished.type).map(\.severity) == [.info])
    }

    @Test("names what was edited behind the service's back")
    func edited() throws {
        let edits: [([StaticString], String)] = [
            (
                ["UPDATE ledger_accounts SET balance = balance + 1 WHERE bucket = 'deposit' AND balance = 700"],
                "shows 701, its postings 700"
            ),
            (
                [
                    "DROP TRIGGER ledger_postings_keep",
                    "UPDATE ledger_postings SET amount = amount + 5 WHERE transaction_number = 1 AND amount > 0",
                ], "transaction 1 is off by 5"
            ),
            (
                ["DROP TRIGGER ledger_postings_stay", "DELETE FROM ledger_postings WHERE transaction_number = 3"],
                "transaction 3 has 0 postings"
            ),
            (
                ["DROP TRIGGER ledger_transactions_stay", "DELETE FROM ledger_transactions WHERE number = 4"],
                "transactions are missing from 4 to 4"
            ),
            (
                [
                    "DROP TRIGGER ledger_transactions_stay",
                    "DELETE FROM ledger_transactions WHERE number = (SELECT MAX(number) FROM ledger_transactions)",
                ], "postings from transaction"
            ),
            (
                [
                    "DROP TRIGGER ledger_transactions_keep",
                    "UPDATE ledger_transactions SET kind = 'adjustment' WHERE number = 1",
                ], "was not credited as it says"
            ),
            (
                [
                    "DROP TRIGGER ledger_transactions_keep",
                    "UPDATE ledger_transactions SET time = time - 1 WHERE number = 5",
                ], "transaction 5 is of a time before"
            ),
            (
                [
                    "DROP TRIGGER hold_captures_stay",
                    "DELETE FROM hold_captures WHERE deposit = 200",
                ], "brought into escrow what was not captured"
            ),
            (["UPDATE holds SET state = 'released' WHERE state = 'open'"], "the open holds took 0"),
            (["UPDATE usage SET stake = stake + 7 WHERE won = 0"], "days count 307 staked, the ledger 300"),
            (["UPDATE usage SET won = 0"], "days count 0 won, the ledger 150"),
            (["UPDATE usage SET deposit = 1"], "other deposits than were asked for"),
            (
                ["DROP TRIGGER outside_entries_stay", "DELETE FROM outside_entries"],
                "transaction 1 is not to be reconciled as it was posted"
            ),
        ]
        for (statements, complaint) in edits {
            let tests = try ProofTests()
            try tests.edit(statements)
            let found = try tests.prove()
            #expect(found.contains { $0.contains(complaint) }, "\(complaint) in \(found)")
            let told = try tests.wallet.service.events(ProofViolated.type)
            #expect(told.map(\.severity) == [.critical])
        }
    }

    @Test("agrees with the check of everything at once where many were busy, however the steps fall")
    func many() throws {
        for round in 0..<700 {
            let hold = wallet.newHold()
            _ = try wallet.place(hold, WalletUnderTest.money("0.01"), of: round % 3 == 0 ? ann : bob).get()
            if round % 5 == 0 { _ = try wallet.release(hold).get() } else { _ = try wallet.capture(hold).get() }
        }
        #expect(try wallet.violations() == [])
        #expect(try prove() == [])
        #expect(try wallet.service.events(ProofAdvanced.type).count > 5)
    }

    @Test("goes on after a restart in the middle, and what is posted meanwhile is no fault")
    func meanwhile() throws {
        for _ in 0..<400 {
            let hold = wallet.newHold()
            _ = try wallet.place(hold, WalletUnderTest.money("0.01"), of: ann).get()
            _ = try wallet.capture(hold).get()
        }
        var header = Header(.call)
        header[.operation] = RunProof.name
        header[.reference] = "prove"
        header.set(.sequence, 1)
        header.set(.floor, 1)
        header.set(.incarnation, 1)
        let call = Delivery(peer: ServiceName.audit.rawValue, route: [2], header: header, body: Array("{}".utf8))
        _ = try wallet.service.node.step([.delivery(call)], at: wallet.service.now)
        for _ in 0..<3 { _ = try wallet.service.node.step([], at: wallet.service.now) }
        #expect(try wallet.count("SELECT COUNT(*) FROM proofs WHERE finished_at IS NULL AND checked > 0") == 1)
        try wallet.service.restart()
        let hold = wallet.newHold()
        _ = try wallet.place(hold, WalletUnderTest.money("0.01"), of: ann).get()
        _ = try wallet.capture(hold).get()
        try wallet.service.step()
        #expect(try wallet.service.events(ProofFinished.type).count == 1)
        #expect(try wallet.service.events(ProofViolated.type).isEmpty)
    }

    @Test("runs by itself soon after each start, and then as often as it is told to")
    func schedule() throws {
        #expect(try wallet.service.events(ProofStarted.type).isEmpty)
        wallet.service.now = wallet.service.now.adding(seconds: 59)
        try wallet.service.step()
        #expect(try wallet.service.events(ProofStarted.type).isEmpty)
        try wallet.service.restart()
        for round in 1...2 {
            wallet.service.now = wallet.service.now.adding(seconds: round == 1 ? 1 : 3600)
            try wallet.service.step()
            #expect(try wallet.service.events(ProofFinished.type).count == round)
        }
        try wallet.service.restart()
        wallet.service.now = wallet.service.now.adding(seconds: ProofSchedule.secondsAfterStart)
        try wallet.service.step()
        #expect(try wallet.service.events(ProofFinished.type).count == 3)
        var settings = WalletSettings()
        settings.proofSeconds = 60
        try wallet.service.restart(as: WalletService.definition(settings))
        wallet.service.now = wallet.service.now.adding(seconds: 60)
        try wallet.service.step()
        #expect(try wallet.service.events(ProofFinished.type).count == 4)
        wallet.service.now = wallet.service.now.adding(seconds: 3540)
        try wallet.service.step()
        #expect(try wallet.service.events(ProofFinished.type).count == 5)
    }

    @Test("runs anew behind one that was under way at a start, and saw nothing of what was written before that")
    func underWayAtStart() throws {
        let running: StaticString =
            "INSERT INTO proofs (id, started_at, total) VALUES (x'01900000000070008000000000000abc', 1, 1)"
        let database = try Connection.openWriter(
            at: wallet.service.directory.appending(path: "service.db").path)
        try database.run(running)
        wallet.service.now = wallet.service.now.adding(seconds: ProofSchedule.secondsAfterStart)
        try wallet.service.step()
        #expect(try wallet.service.events(ProofStarted.type).isEmpty)
        try database.run("UPDATE proofs SET finished_at = 2")
        wallet.service.now = wallet.service.now.adding(seconds: ProofSchedule.secondsAfterStart)
        try wallet.service.step()
        #expect(try wallet.service.events(ProofFinished.type).count == 1)
    }

    @Test("is asked for by audit alone, and keeps the last runs only")
    func asked() throws {
        for sender in [ServiceName.betting, .gateway, .identity] {
            #expect(try wallet.service.call(RunProof.self, Nothing(), from: sender).status == 403)
        }
        for _ in 0..<(ProofRecord.kept + 5) { #expect(try prove() == []) }
        #expect(try wallet.count("SELECT COUNT(*) FROM proofs") == ProofRecord.kept)
    }
}
