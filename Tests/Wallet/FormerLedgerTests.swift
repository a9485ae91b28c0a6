import Messages
import Runtime
import Storage
import TestSupport
import Testing

@testable import Wallet

/// A wallet that had transactions before they were sealed.
@Suite("A ledger from before there were seals")
struct FormerLedgerTests {
    let service: ServiceUnderTest

    init() throws { try self.init(with: []) }

    private init(with more: [StaticString]) throws {
        let migrations = WalletSchema.all.prefix { $0.name != WalletSchema.ledgerSeals.name }
        let former = ServiceDefinition(name: .wallet, migrations: Array(migrations), operations: [], events: [])
        service = try ServiceUnderTest(former)
        let database = try Connection.openWriter(at: service.directory.appending(path: "service.db").path)
        for statement: StaticString in [
            "INSERT INTO ledger_accounts VALUES (1, 'house', CAST('adjustment' AS BLOB), 1, 'main', -60, 3)",
            "INSERT INTO ledger_accounts VALUES (2, 'user', x'01900000000070008000000000000001', 1, 'deposit', 60, 3)",
            """
            WITH n (n) AS (VALUES (1), (2), (3))
            INSERT INTO ledger_transactions (number, id, kind, entity, metadata, actor, causation, time)
            SELECT n, CAST('0123456789abcde' || n AS BLOB), 'adjustment', 'user/1', '{}', 'user:1', 'test', n FROM n
            """,
            """
            INSERT INTO ledger_postings VALUES (1, 1, -10, -10), (1, 2, 10, 10), (2, 1, -20, -30), (2, 2, 20, 30),
                (3, 1, -30, -60), (3, 2, 30, 60)
            """,
            "INSERT INTO transaction_reasons VALUES (2, 'it was asked for')",
        ] + more { try database.run(statement) }
        try service.restart(as: WalletService.definition())
    }

    @Test("is taken as it is found, once, and goes on sealed")
    func migrated() throws {
        #expect(try service.proveBooks() == [])
        try service.restart()
        let told = try service.events(LedgerSealed.type)
        #expect(told.count == 1)
        #expect(try service.proveBooks() == [])
    }

    @Test("is held to what it was then")
    func held() throws {
        for (statement, expected) in [
            (
                "UPDATE ledger_transactions SET actor = 'user:2' WHERE number = 2",
                "the transactions up to 3 are not what they were when the ledger was first sealed"
            ),
            (
                "DELETE FROM transaction_reasons",
                "the reason or address of transaction 2 is not what was written"
            ),
            (
                "UPDATE transaction_reasons SET reason = 'it was not'",
                "the reason or address of transaction 2 is not what was written"
            ),
        ] as [(StaticString, String)] {
            let tests = try FormerLedgerTests()
            try tests.service.tamper([statement])
            #expect(try tests.service.proveBooks() == [expected])
        }
    }

    @Test("is not sealed anew where all that its seals lay in was taken away")
    func stripped() throws {
        try service.tamper([
            "UPDATE ledger_transactions SET actor = 'user:2' WHERE number = 2",
            "UPDATE runtime_self SET head_mark = NULL, head_seal = NULL",
        ])
        #expect(
            try service.proveBooks() == [
                "the transactions up to 3 are not what they were when the ledger was first sealed"
            ])
        #expect(try service.events(LedgerSealed.type).count == 1)
        #expect(try service.events(HistoryAltered.type).count == 1)
    }

    @Test("is not blamed for what was forgotten of it before")
    func forgotten() throws {
        let withdrawal: StaticString = """
            INSERT INTO withdrawals (id, user, currency, amount, to_address, hold, placed, created_at)
            VALUES (x'01900000000070008000000000000011', x'01900000000070008000000000000001', 1, 10, 'forgotten',
                x'01900000000070008000000000000012', 1, 1)
            """
        let person: StaticString =
            """
            INSERT INTO runtime_forgotten (person, forgotten_at, state)
            VALUES (x'01900000000070008000000000000001', 1, 'gone')
            """
        let blame = "transaction 1 has words that were not said of it"
        #expect(try !FormerLedgerTests(with: [withdrawal, person]).service.proveBooks().contains(blame))
        #expect(try FormerLedgerTests(with: [withdrawal]).service.proveBooks().contains(blame))
    }
}
