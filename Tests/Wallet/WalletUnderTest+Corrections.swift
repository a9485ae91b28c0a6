import Messages
import Runtime
import TestSupport
import Testing

@testable import Wallet

extension WalletUnderTest {
    static let reason = Note(trusted: "asked for in a test")

    func adjust(
        _ amount: String, _ direction: AdjustBalance.Direction = .credit, _ bucket: FreeBucket = .deposit,
        of user: Statement, _ currency: String = "EUR", by admin: Statement? = nil
    ) throws -> ServiceUnderTest.Answer<LedgerEntry> {
        let request = AdjustBalance.Request(
            userID: user.user, bucket: bucket, amount: try Self.money(amount, currency), direction: direction,
            reason: Self.reason)
        return try service.ask(AdjustBalance.self, request, by: admin ?? self.admin)
    }

    func award(_ amount: String, to user: Statement, by admin: Statement? = nil) throws
        -> ServiceUnderTest.Answer<LedgerEntry>
    {
        let request = AwardBonus.Request(userID: user.user, amount: try Self.money(amount), reason: Self.reason)
        return try service.ask(AwardBonus.self, request, by: admin ?? self.admin)
    }

    func reverse(
        _ id: ID<LedgerTransaction>, by admin: Statement? = nil
    ) throws -> ServiceUnderTest.Answer<LedgerEntry> {
        try service.ask(
            ReverseTransaction.self, .init(transactionID: id, reason: Self.reason), by: admin ?? self.admin)
    }

    /// The newest transaction of a kind.
    func last(_ kind: TransactionKind) throws -> ID<LedgerTransaction> {
        try #require(
            try service.reader().first(
                "SELECT id FROM ledger_transactions WHERE kind = ? ORDER BY number DESC LIMIT 1", kind
            ) { try $0.value(0) })
    }

    func freeze(_ user: Statement, version: Int64 = 1) throws {
        try take(PersonStanding(user: user.user, version: version, state: .frozen))
    }

    func entry(_ id: ID<LedgerTransaction>) throws -> LedgerEntry {
        try service.ask(GetLedgerTransaction.self, .init(transactionID: id), by: admin).get()
    }

    func usage(_ user: Statement) throws -> String {
        try service.reader().first(
            "SELECT SUM(stake), SUM(won), SUM(deposit) FROM usage WHERE user = ?", user.user
        ) { row in try (0..<3).map { String(try row.value($0, as: Int64.self)) }.joined(separator: " ") } ?? "none"
    }
}
