import Foundation
import Messages
import Runtime
import Storage
import Testing

@testable import Wallet

/// A wallet that had holds before they were captured in parts.
struct HoldMigrationTests {
    private static let before = [
        WalletSchema.ledger, WalletSchema.holds, WalletSchema.deposits, WalletSchema.people, WalletSchema.bonuses,
    ]

    @Test("keeps what holds had done before they were captured in parts")
    func kept() throws {
        let directory = FileManager.default.temporaryDirectory.appending(path: "croupier-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: directory) }
        let database = try Connection.openWriter(at: directory.appending(path: "wallet.db").path)
        try database.migrate(Self.before)
        try fill(database)
        try database.migrate(WalletSchema.all)

        #expect(try WalletInvariants.violations(in: database) == [])
        let states = try database.rows("SELECT state || ' ' || captured FROM holds ORDER BY id") {
            try $0.value(0, as: String.self)
        }
        #expect(states == ["open 0", "captured 10", "released 0", "captured 10"])
        let captures = try database.rows("SELECT posted, deposit, deposit_back FROM hold_captures ORDER BY posted") {
            [try $0.value(0, as: Int64.self), try $0.value(1), try $0.value(2)]
        }
        #expect(captures == [[6, 10, 0], [8, 10, 10]])
        let returns = try database.rows("SELECT posted, capture, deposit FROM hold_returns ORDER BY posted") {
            [try $0.value(0, as: Int64?.self), try $0.value(1), try $0.value(2)]
        }
        #expect(returns == [[7, nil, 10], [9, 8, 10]])
        #expect(try database.integrityProblems() == [])
    }

    /// Four holds of 10 by one user: open, captured, released, and captured and refunded.
    private func fill(_ database: Connection) throws {
        let user = ID<User>(high: 1, low: 1)
        for (kind, bucket) in [("world", "main"), ("user", "deposit"), ("user", "held"), ("escrow", "main")] {
            try database.run(
                "INSERT INTO ledger_accounts (owner_kind, owner, currency, bucket) VALUES (?, ?, 1, ?)", kind,
                kind == "user" ? user.bytes : Array(kind.utf8), bucket)
        }
        let holds = (1...4).map { ID<Hold>(high: 0x0190_ABCD_0000_7000, low: 0x8000_0000_0000_0000 | $0) }
        try post("adjustment", from: 1, to: 2, 100, nil, database)
        for (index, hold) in holds.enumerated() {
            try post("hold", from: 2, to: 3, 10, hold, database)
            try database.run(
                "INSERT INTO holds (id, service, held, deposit, bonus, winning, placed) VALUES (?, ?, 3, 10, 0, 0, ?)",
                hold, "betting", index + 2)
        }
        try post("bet_placed", from: 3, to: 4, 10, holds[1], database)
        try database.run("UPDATE holds SET state = 'captured', escrow = 4 WHERE id = ?", holds[1])
        try post("release", from: 3, to: 2, 10, holds[2], database)
        try database.run("UPDATE holds SET state = 'released' WHERE id = ?", holds[2])
        try post("bet_placed", from: 3, to: 4, 10, holds[3], database)
        try database.run("UPDATE holds SET state = 'captured', escrow = 4 WHERE id = ?", holds[3])
        try post("bet_refund", from: 4, to: 2, 10, holds[3], database)
        try database.run("UPDATE holds SET state = 'refunded' WHERE id = ?", holds[3])
    }

    private func post(
        _ kind: String, from giver: Int64, to taker: Int64, _ amount: Int64, _ hold: ID<Hold>?, _ database: Connection
    ) throws {
        let number = try database.first("SELECT COUNT(*) + 1 FROM ledger_transactions") { try $0.value(0) } ?? Int64(1)
        try database.run(
            """
            INSERT INTO ledger_transactions (id, kind, entity, metadata, actor, causation, time)
            VALUES (?, ?, 'bet/1', ?, 'user:1', 'test', 0)
            """, [UInt8(number)], kind, hold.map(Movement.metadata) ?? "{}")
        for (account, change) in [(giver, -amount), (taker, amount)] {
            try database.run(
                "UPDATE ledger_accounts SET balance = balance + ?, version = version + 1 WHERE number = ?", change,
                account)
            try database.run(
                "INSERT INTO ledger_postings SELECT ?, number, ?, balance FROM ledger_accounts WHERE number = ?",
                number,
                change, account)
        }
    }
}
