import Messages
import Runtime
import Storage
import TestSupport
import Testing

@testable import Wallet

extension ServiceUnderTest {
    private struct Verdict: Decodable {
        let data: ProofViolated
    }

    /// What a check of the books finds, by its events.
    func proveBooks() throws -> [String] {
        let before = try events(ProofFinished.type).count
        _ = try call(RunProof.self, Nothing(), from: .audit).get()
        try step()
        #expect(try events(ProofFinished.type).count == before + 1)
        let last = try reader().first("SELECT body FROM runtime_events ORDER BY sequence DESC LIMIT 1") {
            try $0.value(0, as: [UInt8].self)
        }
        let body = try #require(last)
        guard try WireCoding().decode(EventAttributes.self, from: body).type == ProofViolated.type else { return [] }
        return try WireCoding().decode(Verdict.self, from: body).data.found
    }

    /// Changes the tables behind the service's back while it does not run, with nothing in the way.
    func tamper(_ statements: [StaticString]) throws {
        let database = try Connection.openWriter(at: directory.appending(path: "service.db").path)
        try database.run("PRAGMA foreign_keys = OFF")
        for trigger in LedgerSealTests.triggers { try database.run(trigger) }
        for statement in statements { try database.run(statement) }
        try restart()
    }
}

@Suite("Seals of the ledger")
struct LedgerSealTests {
    let wallet: WalletUnderTest
    let ann = TestUsers.statement(1)

    static let triggers: [StaticString] = [
        "DROP TRIGGER IF EXISTS ledger_transactions_keep", "DROP TRIGGER IF EXISTS ledger_transactions_stay",
        "DROP TRIGGER IF EXISTS ledger_postings_keep", "DROP TRIGGER IF EXISTS ledger_postings_stay",
        "DROP TRIGGER IF EXISTS ledger_accounts_keep", "DROP TRIGGER IF EXISTS withdrawals_keep_address",
        "DROP TRIGGER IF EXISTS transaction_words_keep", "DROP TRIGGER IF EXISTS transaction_words_stay",
    ]
    /// Makes all that is counted from postings fit them.
    static let balanced: [StaticString] = [
        """
        UPDATE ledger_postings SET balance = (SELECT SUM(q.amount) FROM ledger_postings q
            WHERE q.account = ledger_postings.account AND q.transaction_number <= ledger_postings.transaction_number)
        """,
        """
        UPDATE ledger_accounts SET
            balance = (SELECT SUM(amount) FROM ledger_postings WHERE account = number),
            version = (SELECT COUNT(*) FROM ledger_postings WHERE account = number)
        WHERE number IN (SELECT account FROM ledger_postings)
        """,
    ]
    static let forgery: [StaticString] = [
        """
        INSERT INTO ledger_transactions
        SELECT 6, x'0190000000007000800000000000ffff', kind, entity, metadata, actor, causation, time, reverses, group_id,
            seal
        FROM ledger_transactions WHERE number = 5
        """,
        """
        INSERT INTO ledger_postings
        SELECT 6, account, amount, 0 FROM ledger_postings WHERE transaction_number = 5
        """,
    ]
    static let cut: [StaticString] = [
        "DELETE FROM ledger_postings WHERE transaction_number = 5", "DELETE FROM transaction_reasons WHERE number = 5",
        "DELETE FROM transaction_words WHERE number = 5", "DELETE FROM ledger_transactions WHERE number = 5",
    ]

    /// 1 a deposit, 2 winnings of an admin's, 3 a withdrawal that waits, 4 and 5 more of an admin's.
    init() throws {
        wallet = try WalletUnderTest(forgotten: MemoryOfTheForgotten())
        try wallet.deposit("10", to: ann)
        _ = try wallet.adjust("5", .credit, .winning, of: ann).get()
        _ = try wallet.withdraw("2", by: ann).get()
        _ = try wallet.adjust("1", of: ann).get()
        _ = try wallet.adjust("2", of: ann).get()
    }

    @Test("hold where nobody did anything, through restarts and later transactions")
    func sound() throws {
        #expect(try wallet.service.proveBooks() == [])
        try wallet.service.restart()
        _ = try wallet.adjust("3", of: ann).get()
        #expect(try wallet.service.proveBooks() == [])
        #expect(try wallet.count("SELECT COUNT(*) FROM ledger_transactions WHERE seal IS NULL") == 0)
        #expect(try wallet.service.events(LedgerSealed.type).count == 1)
    }

    @Test("find each transaction that is not as it was written, whatever else was made to fit it")
    func tampered() throws {
        let edits: [([StaticString], Set<String>)] = [
            (LedgerSealTests.forgery, ["transaction 6 is not as this service wrote it where it stands"]),
            (
                LedgerSealTests.forgery + ["UPDATE ledger_transactions SET seal = NULL WHERE number = 6"],
                ["transaction 6 has no seal: this service did not write it"]
            ),
            (
                // The balances that the next one led to are others with it.
                ["UPDATE ledger_postings SET amount = amount * 2 WHERE transaction_number = 4"],
                [
                    "transaction 4 is not as this service wrote it where it stands",
                    "transaction 5 is not as this service wrote it where it stands",
                ]
            ),
            (
                ["UPDATE ledger_transactions SET actor = 'user:somebody' WHERE number = 4"],
                ["transaction 4 is not as this service wrote it where it stands"]
            ),
            (
                ["UPDATE transaction_reasons SET reason = 'asked for by another' WHERE number = 4"],
                ["the reason or address of transaction 4 is not what was written"]
            ),
            (
                ["DELETE FROM transaction_reasons WHERE number = 4"],
                ["the reason or address of transaction 4 is not what was written"]
            ),
            (
                ["INSERT INTO transaction_reasons (number, reason) VALUES (1, 'it was asked for')"],
                ["transaction 1 has words that were not said of it"]
            ),
            (
                ["UPDATE withdrawals SET to_address = 'DE00 another account'"],
                ["the reason or address of transaction 3 is not what was written"]
            ),
            (
                ["UPDATE withdrawals SET to_address = 'forgotten'"],
                ["the reason or address of transaction 3 is not what was written"]
            ),
            (
                [
                    "UPDATE ledger_transactions SET number = -4 WHERE number = 4",
                    "UPDATE ledger_transactions SET number = 4 WHERE number = 5",
                    "UPDATE ledger_transactions SET number = 5 WHERE number = -4",
                    "UPDATE ledger_postings SET transaction_number = -4 WHERE transaction_number = 4",
                    "UPDATE ledger_postings SET transaction_number = 4 WHERE transaction_number = 5",
                    "UPDATE ledger_postings SET transaction_number = 5 WHERE transaction_number = -4",
                ],
                [
                    "transaction 4 is not as this service wrote it where it stands",
                    "transaction 5 is not as this service wrote it where it stands",
                    "transaction 5 is not the last that this service wrote",
                ]
            ),
            (
                LedgerSealTests.cut, ["transactions are missing from 5 to 5, which were the last"]
            ),
            (
                ["UPDATE ledger_transactions SET seal = NULL"],
                Set((1...5).map { "transaction \($0) has no seal: this service did not write it" })
                    .union(["transaction 5 is not the last that this service wrote"])
            ),
        ]
        for (statements, expected) in edits {
            let tests = try LedgerSealTests()
            try tests.wallet.service.tamper(statements + LedgerSealTests.balanced)
            let found = try Set(tests.wallet.service.proveBooks())
            #expect(found == expected)
        }
    }

    @Test("find what was put before the first, or far behind the last, and the check comes to its end")
    func outside() throws {
        for (number, expected) in [
            (-1, ["transaction -1 stands before the first"]),
            (
                .max,
                [
                    "transaction \(Int64.max) cannot be held against its seal, since the one before it is missing",
                    "transactions are missing from 6 to \(Int64.max - 1)",
                ]
            ),
        ] as [(Int64, Set<String>)] {
            let tests = try LedgerSealTests()
            let database = try tests.wallet.writer()
            // In a currency that nobody has used, so that no balance that is sealed depends on it.
            for statement: StaticString in [
                """
                INSERT INTO ledger_accounts (number, owner_kind, owner, currency, bucket, balance, version)
                SELECT 1000, 'house', CAST('adjustment' AS BLOB), number, 'main', -700, ? FROM currencies WHERE code = 'GBP'
                """,
                """
                INSERT INTO ledger_accounts (number, owner_kind, owner, currency, bucket, balance, version)
                SELECT 1001, 'user', (SELECT owner FROM ledger_accounts WHERE owner_kind = 'user' LIMIT 1), number, 'winning',
                    700, ? FROM currencies WHERE code = 'GBP'
                """,
            ] { try database.run(statement, number < 0 ? 0 : 1) }
            try database.run(
                """
                INSERT INTO ledger_transactions
                SELECT ?, x'0190000000007000800000000000ffff', kind, entity, metadata, actor, causation, time, reverses,
                    group_id, seal FROM ledger_transactions WHERE number = 5
                """, number)
            try database.run("INSERT INTO ledger_postings VALUES (?1, 1000, -700, -700), (?1, 1001, 700, 700)", number)
            try tests.wallet.service.restart()
            let found = try Set(tests.wallet.service.proveBooks())
            #expect(found == expected)
            // And the service goes on.
            _ = try tests.wallet.adjust("1", of: ann).get()
        }
    }

    @Test("are none of what was refused after it was posted")
    func refused() throws {
        let money = try WalletUnderTest.money("1")
        for status in [200, 409] {
            let gift = GrantBonus.Request(
                user: ann.user, money: money, reason: "test/1", reference: ID(high: 1, low: 1))
            #expect(try wallet.service.call(GrantBonus.self, gift, from: .identity).status == status)
        }
        _ = try wallet.adjust("1", of: ann).get()
        #expect(try wallet.service.proveBooks() == [])
    }

    @Test("find an account that was made somebody else's with all that is in it")
    func accounts() throws {
        try wallet.deposit("1", to: TestUsers.statement(2))
        try wallet.service.tamper([
            """
            UPDATE ledger_accounts SET bucket = 'bonus'
            WHERE bucket = 'deposit' AND number IN (SELECT account FROM ledger_postings WHERE transaction_number = 6)
            """
        ])
        let found = try wallet.service.proveBooks()
        #expect(found.contains("transaction 6 is not as this service wrote it where it stands"))
    }

    @Test("leave a hole where the last was cut off and the service went on")
    func hole() throws {
        try wallet.service.tamper(LedgerSealTests.cut + LedgerSealTests.balanced)
        _ = try wallet.adjust("7", of: ann).get()
        let expected: Set = [
            "transactions are missing from 5 to 5",
            "transaction 6 cannot be held against its seal, since the one before it is missing",
        ]
        #expect(try Set(wallet.service.proveBooks()) == expected)
        _ = try wallet.adjust("8", of: ann).get()
        #expect(try Set(wallet.service.proveBooks()) == expected)
    }

    @Test("go on behind what somebody else put there, which stays named, and alone")
    func behind() throws {
        try wallet.service.tamper(LedgerSealTests.forgery + LedgerSealTests.balanced)
        _ = try wallet.adjust("7", of: ann).get()
        #expect(try wallet.service.proveBooks() == ["transaction 6 is not as this service wrote it where it stands"])
    }

    @Test("of another life of the same ledger do not hold in this one")
    func copied() throws {
        let before = try wallet.service.copy()
        _ = try wallet.adjust("7", of: ann).get()
        let former = try wallet.service.copy()
        try wallet.service.putBack(before, incarnation: 2)
        #expect(try wallet.service.proveBooks() == [])
        _ = try wallet.adjust("9", of: ann).get()
        let database = try wallet.writer()
        try database.run("PRAGMA foreign_keys = OFF")
        for trigger in LedgerSealTests.triggers { try database.run(trigger) }
        try database.run("ATTACH DATABASE ? AS former", former.path)
        for statement: StaticString in [
            "DELETE FROM ledger_transactions WHERE number = 6", "DELETE FROM transaction_words WHERE number = 6",
            "INSERT INTO ledger_transactions SELECT * FROM former.ledger_transactions WHERE number = 6",
            "INSERT INTO transaction_words SELECT * FROM former.transaction_words WHERE number = 6",
            "DELETE FROM ledger_postings WHERE transaction_number = 6",
            "INSERT INTO ledger_postings SELECT * FROM former.ledger_postings WHERE transaction_number = 6",
        ] { try database.run(statement) }
        for statement in LedgerSealTests.balanced { try database.run(statement) }
        try database.run("DETACH DATABASE former")
        try wallet.service.putBack(nil, incarnation: 2)
        #expect(try wallet.service.proveBooks() == ["transaction 6 is not the last that this service wrote"])
        _ = try wallet.adjust("1", of: ann).get()
        #expect(try wallet.service.proveBooks() == ["transaction 7 is not as this service wrote it where it stands"])
    }

    @Test("hold over what stays where a person was forgotten, and nothing else may be gone")
    func forgotten() throws {
        let withdrawal = try wallet.withdraw("1", by: ann).get()
        _ = try wallet.reject(withdrawal.id).get()
        var isDone = false
        for _ in 0..<20 where !isDone {
            isDone = try wallet.service.call(ForgetPerson.self, .init(user: ann.user), from: .identity).get().isDone
        }
        #expect(try wallet.count("SELECT COUNT(*) FROM transaction_reasons") == 0)
        #expect(try wallet.count("SELECT COUNT(*) FROM withdrawals WHERE to_address = 'forgotten'") == 1)
        #expect(try wallet.service.proveBooks() == [])
    }

    @Test("cannot have their end put back alone to where it was")
    func end() throws {
        let database = try wallet.writer()
        let mark = try database.first("SELECT head_mark FROM runtime_self") { try $0.value(0, as: [UInt8].self) }
        _ = try wallet.adjust("7", of: ann).get()
        try wallet.service.restart()
        #expect(try wallet.service.events(HistoryAltered.type).isEmpty)
        try database.run("UPDATE runtime_self SET head_mark = ?", try #require(mark))
        try wallet.service.restart()
        #expect(try wallet.service.events(HistoryAltered.type).count == 1)
    }

    @Test("that are all gone with the head they lay with are missed, by what was told once")
    func stripped() throws {
        try wallet.service.tamper([
            "UPDATE ledger_transactions SET seal = NULL", "UPDATE runtime_self SET head_mark = NULL, head_seal = NULL",
        ])
        #expect(try wallet.service.events(HistoryAltered.type).count == 1)
        #expect(
            try Set(wallet.service.proveBooks())
                == Set((1...5).map { "transaction \($0) has no seal: this service did not write it" }))
    }
}
