import Foundation
import Messages
import Runtime
import Storage
import Testing

@testable import Wallet

final class LedgerTests {
    let directory = FileManager.default.temporaryDirectory.appending(path: "croupier-\(UUID().uuidString)")
    let database: Connection
    let euro: KnownCurrency
    let points: KnownCurrency
    let user = ID<User>(high: 1, low: 1)
    private var ids: UInt64 = 0

    init() throws {
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        database = try .openWriter(at: directory.appending(path: "ledger.db").path)
        try database.migrate(WalletSchema.all)
        euro = try #require(try KnownCurrency.find(CurrencyCode(trusted: "EUR"), in: database))
        points = try #require(try KnownCurrency.find(CurrencyCode(trusted: "POINTS"), in: database))
    }

    deinit { try? FileManager.default.removeItem(at: directory) }

    func ledger() -> Ledger {
        let provenance = Provenance(
            actor: "user:1", causation: "test", time: Timestamp(milliseconds: 1_800_000_000_000))
        return Ledger(database, provenance) { [unowned self] in
            ids += 1
            return ID(high: 1, low: ids)
        }
    }

    let adjustment = Movement(kind: .adjustment, entity: "test/1")

    func balances() throws -> [Int64] {
        try database.rows("SELECT balance FROM ledger_accounts ORDER BY number") { try $0.value(0) }
    }

    @Test("posts any number of postings in several currencies, each summing to zero")
    func balanced() throws {
        let ledger = ledger()
        let accounts = try [
            ledger.account(of: .world, in: euro), ledger.account(of: .user(user), .deposit, in: euro),
            ledger.account(of: .house("fee"), in: euro), ledger.account(of: .world, in: points),
            ledger.account(of: .user(user), .bonus, in: points),
        ]
        try ledger.post(
            adjustment, zip(accounts, [-1000, 900, 100, -7, 7] as [Int64]).map { Posting($0, Amount($1)) })
        #expect(try balances() == [-1000, 900, 100, -7, 7])
        #expect(try WalletInvariants.violations(in: database) == [])
    }

    @Test("refuses a set that is none and leaves every balance alone")
    func refused() throws {
        let ledger = ledger()
        let world = try ledger.account(of: .world, in: euro)
        let deposit = try ledger.account(of: .user(user), .deposit, in: euro)
        let other = try ledger.account(of: .user(user), .deposit, in: points)
        func fault(_ postings: [(Int64, Int64)]) throws -> LedgerFault? {
            do {
                try ledger.post(adjustment, postings.map { Posting($0, Amount($1)) })
                return nil
            } catch let fault as LedgerFault { return fault }
        }
        #expect(try fault([]) == .fewerThanTwoPostings)
        #expect(try fault([(world, -1)]) == .fewerThanTwoPostings)
        #expect(try fault([(world, -5), (deposit, 4)]) == .unbalanced(currency: euro.number))
        #expect(try fault([(world, -5), (other, 5)]) == .unbalanced(currency: euro.number))
        #expect(try fault([(world, 0), (deposit, 0)]) == .zeroPosting)
        #expect(try fault([(world, -5), (deposit, 2), (deposit, 3)]) == .repeatedAccount(deposit))
        #expect(try fault([(world, -5), (99, 5)]) == .unknownAccount(99))
        #expect(try fault([(world, 5), (deposit, -5)]) == .overdrawn(account: deposit))
        #expect(try balances() == [0, 0, 0])
    }

    @Test("refuses a balance that 64 bits cannot hold")
    func overflow() throws {
        let ledger = ledger()
        let world = try ledger.account(of: .world, in: euro)
        let deposit = try ledger.account(of: .user(user), .deposit, in: euro)
        try ledger.post(adjustment, [Posting(world, Amount(-.max)), Posting(deposit, Amount(.max))])
        #expect(throws: AmountOverflow.self) {
            try ledger.post(adjustment, [Posting(world, Amount(-2)), Posting(deposit, Amount(2))])
        }
        #expect(try balances() == [-.max, .max])
        #expect(try WalletInvariants.violations(in: database) == [])
    }

    @Test("does not write over an account that changed since it was read")
    func stale() throws {
        let (first, second) = (ledger(), ledger())
        for ledger in [first, second] {
            _ = try ledger.account(of: .world, in: euro)
            _ = try ledger.account(of: .user(user), .deposit, in: euro)
        }
        let postings = [Posting(1, Amount(-5)), Posting(2, Amount(5))]
        try first.post(adjustment, postings)
        #expect(throws: LedgerFault.accountChangedMeanwhile(1)) { try second.post(adjustment, postings) }
    }

    @Test("lets a transaction be reversed once")
    func reversal() throws {
        let ledger = ledger()
        let world = try ledger.account(of: .world, in: euro)
        let deposit = try ledger.account(of: .user(user), .deposit, in: euro)
        let first = try ledger.post(adjustment, [Posting(world, Amount(-5)), Posting(deposit, Amount(5))])
        let undo = Movement(kind: .adjustment, entity: "test/1", reverses: first.number)
        try ledger.post(undo, [Posting(world, Amount(3)), Posting(deposit, Amount(-3))])
        #expect(throws: StorageError.self) {
            try ledger.post(undo, [Posting(world, Amount(2)), Posting(deposit, Amount(-2))])
        }
    }

    @Test("refuses in the database itself to change or delete what was posted")
    func immutable() throws {
        let ledger = ledger()
        let world = try ledger.account(of: .world, in: euro)
        let deposit = try ledger.account(of: .user(user), .deposit, in: euro)
        try ledger.post(adjustment, [Posting(world, Amount(-5)), Posting(deposit, Amount(5))])
        let attempts: [StaticString] = [
            "UPDATE ledger_postings SET amount = 6 WHERE amount = 5", "DELETE FROM ledger_postings",
            "UPDATE ledger_transactions SET kind = 'bonus'", "DELETE FROM ledger_transactions",
            "UPDATE ledger_accounts SET bucket = 'winning' WHERE bucket = 'deposit'", "DELETE FROM ledger_accounts",
            "UPDATE ledger_accounts SET balance = -1 WHERE bucket = 'deposit'",
        ]
        for attempt in attempts { #expect(throws: StorageError.self, "\(attempt)") { try database.run(attempt) } }
        #expect(try WalletInvariants.violations(in: database) == [])
    }
}
