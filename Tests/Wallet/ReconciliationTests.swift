import Messages
import Runtime
import Storage
import TestSupport
import Testing

@testable import Wallet

/// What comes from a bank's account, held against the ledger.
struct ReconciliationTests {
    typealias Row = ImportReconciliation.Row

    let wallet: WalletUnderTest
    let ann = TestUsers.statement(1)
    let auditor = TestUsers.statement(901, roles: [.player, .auditor])
    /// The tests' day.
    let today = Day(Timestamp(milliseconds: 1_800_000_000_000))

    init() throws { wallet = try WalletUnderTest() }

    func row(
        _ name: String, _ amount: String, _ days: Int64? = 0, time: Timestamp? = nil, currency: String = "EUR",
        _ direction: OutsideDirection = .in, reference: String? = nil
    ) throws -> Row {
        Row(
            externalID: TransferHash(trusted: name), date: days.map { today.adding(days: $0) }, time: time,
            direction: direction, amount: try WalletUnderTest.money(amount, currency),
            reference: reference.map(BankWords.init(trusted:)))
    }

    func take(_ rows: [Row], source: String = "bank") throws -> ServiceUnderTest.Answer<Reconciliation> {
        let rows = try #require(UpTo<1000, Row>(rows))
        return try wallet.service.ask(
            ImportReconciliation.self, .init(source: OutsideKey(trusted: source), rows: rows), by: wallet.admin)
    }

    func rows(of id: ID<Reconciliation>, _ state: ReconciliationRow.State? = nil) throws -> [ReconciliationRow] {
        try wallet.service.ask(ListReconciliationRows.self, .init(id: id, state: state), by: auditor).get().items
    }

    func states(of id: ID<Reconciliation>) throws -> [String] { try rows(of: id).map(\.state.rawValue) }

    func get(_ id: ID<Reconciliation>) throws -> Reconciliation {
        try wallet.service.ask(GetReconciliation.self, .init(id: id), by: auditor).get()
    }

    /// The ledger transactions that brought money in, oldest first.
    func transactions() throws -> [ID<LedgerTransaction>] {
        try wallet.service.reader().rows(
            """
            SELECT t.id FROM outside_entries o JOIN ledger_transactions t ON t.number = o.transaction_number
            ORDER BY t.number
            """
        ) { try $0.value(0) }
    }

    // MARK: - Importing

    @Test("takes rows in, matches them by themselves and shows what is left on both sides")
    func imported() throws {
        try wallet.deposit("10", to: ann)
        try wallet.deposit("7", to: ann)
        let answer = try take([row("a", "10"), row("b", "3")])
        #expect(answer.status == 201)
        let taken = try answer.get()
        #expect(taken.state == .open)
        #expect(taken.counts == .init(total: 2, auto: 1, matched: 0, unmatched: 1, disregarded: 0))
        let left = try #require(try get(taken.id).left)
        #expect(left.rows.map(\.externalID.text) == ["b"] && left.rowCount == 1)
        #expect(try left.entries.map(\.transactionID) == [transactions()[1]] && left.entryCount == 1)
        #expect(left.entries.first?.amount.amount.text == "7.00" && left.entries.first?.direction == .in)
        #expect(try wallet.buckets(of: ann) == "17.00 0.00 0.00 0.00")
        #expect(try wallet.violations() == [])
    }

    @Test("imports a row once, however its source's name and its own are written, and nothing of that import")
    func once() throws {
        let first = try take([row("0xAb", "1")]).get()
        for name in ["0xAb", "0xaB", "ab"] {
            let again = try take([row("new", "1"), row(name, "2")], source: "BANK")
            #expect(again.status == 409 && again.code == "row_imported")
            #expect(again.problem?.errors.map(\.pointer) == ["/rows/1/external_id"])
        }
        #expect(try take([row("c", "1"), row("c", "1")]).problem?.errors.map(\.pointer) == ["/rows/1/external_id"])
        #expect(try wallet.count("SELECT COUNT(*) FROM reconciliation_rows") == 1)
        #expect(try wallet.count("SELECT COUNT(*) FROM reconciliations") == 1)
        #expect(try take([row("0xAb", "1")], source: "other bank").status == 201)
        let listed = try wallet.service.ask(ListReconciliations.self, .init(), by: auditor).get().items
        #expect(listed.count == 2 && listed.contains { $0.id == first.id })
    }

    @Test("names the row that is wrong, and takes none")
    func wrong() throws {
        let good = try row("a", "1")
        let time = wallet.service.now
        let wrong: [(Row, String, String)] = [
            (try row("b", "1.001"), "/rows/1/amount/amount", "too_many_decimals"),
            (try row("b", "-1"), "/rows/1/amount/amount", "not_positive"),
            (try row("b", "1", currency: "DOGE"), "/rows/1/amount/currency", "unknown_currency"),
            (try row("b", "1", nil), "/rows/1/date", "required"),
            (try row("b", "1", 0, time: time), "/rows/1/date", "invalid_format"),
        ]
        for (row, pointer, code) in wrong {
            let answer = try take([good, row])
            #expect(answer.status == 422)
            #expect(answer.problem?.errors.map(\.pointer) == [pointer])
            #expect(answer.problem?.errors.map(\.code) == [code])
        }
        #expect(try take([]).status == 422)
        #expect(try wallet.count("SELECT COUNT(*) FROM reconciliation_rows") == 0)
        #expect(try wallet.count("SELECT COUNT(*) FROM reconciliations") == 0)
    }

    @Test("takes a thousand rows, matched in steps, and no row or entry twice")
    func many() throws {
        for _ in 0..<60 { try wallet.deposit("5", to: ann) }
        let taken = try take((0..<1000).map { try row("row-\($0)", "5") }).get()
        try wallet.service.step()
        let counts = try get(taken.id).counts
        #expect(counts.auto == 60 && counts.unmatched == 940)
        #expect(try get(taken.id).state == .open)
        #expect(try wallet.count("SELECT COUNT(DISTINCT entry) FROM reconciliation_rows") == 60)
        #expect(try get(taken.id).left?.rows.count == 100)
        #expect(try get(taken.id).left?.rowCount == 940)
    }

    // MARK: - Matching

    @Test("matches up to seven days away in UTC, either way", arguments: [-8, -7, 0, 7, 8] as [Int64])
    func window(days: Int64) throws {
        try wallet.deposit("10", to: ann)
        let id = try take([row("a", "10", days)]).get().id
        #expect(try states(of: id) == [abs(days) <= 7 ? "auto" : "unmatched"])
    }

    @Test("matches by exact amount, currency and direction only")
    func exact() throws {
        try wallet.deposit("10", to: ann)
        let id = try take([
            row("a", "10.01"), row("b", "10", currency: "USD"), row("c", "10", 0, .out), row("d", "9.99"),
        ]).get().id
        #expect(try states(of: id) == Array(repeating: "unmatched", count: 4))
    }

    @Test("prefers the transfer that the row names, and then what is nearest")
    func preferred() throws {
        let start = wallet.service.now
        for turn in 0..<3 {
            wallet.service.now = start.adding(seconds: Int64(turn) * 36_000)
            let deposit = try wallet.request(WalletUnderTest.money("10"), by: ann, hash: "0xHash\(turn)").get()
            _ = try wallet.approve(deposit.id).get()
        }
        let entries = try transactions()
        let id = try take([
            row("a", "10", 3), row("b", "10", 1, reference: "hash0"), row("c", "10", nil, time: start),
        ]).get().id
        let found = try rows(of: id).map(\.transactionID)
        #expect(found == [entries[2], entries[0], entries[1]])
    }

    @Test("lets an admin match by hand what fits, once on both sides")
    func byHand() throws {
        try wallet.deposit("10", to: ann)
        try wallet.deposit("7", to: ann)
        let id = try take([row("a", "10"), row("b", "10"), row("c", "7", 0), row("d", "7", 5)]).get().id
        let (all, entries) = (try rows(of: id), try transactions())
        func match(_ row: Int, _ entry: ID<LedgerTransaction>) throws -> ServiceUnderTest.Answer<ReconciliationRow> {
            try wallet.service.ask(
                MatchReconciliationRow.self, .init(id: id, row: all[row].id, transactionID: entry), by: wallet.admin)
        }
        #expect(try match(1, entries[0]).code == "entry_matched")
        #expect(try match(0, entries[0]).code == "row_state")
        #expect(try restore(all[0], of: id).get().state == .unmatched)
        #expect(try match(2, entries[0]).code == "row_state")
        #expect(try match(3, entries[0]).code == "amount_differs")
        #expect(try match(1, ID(high: 1, low: 1)).code == "no_such_entry")
        let matched = try match(1, entries[0]).get()
        #expect(matched.state == .matched && matched.transactionID == entries[0])
        #expect(try states(of: id) == ["unmatched", "matched", "auto", "unmatched"])
        #expect(try restore(all[1], of: id).get().transactionID == nil)
        #expect(try match(0, entries[0]).get().state == .matched)
        let old = try take([row("e", "12", -20)]).get().id
        try wallet.deposit("12", to: ann)
        let far = try wallet.service.ask(
            MatchReconciliationRow.self,
            .init(id: old, row: rows(of: old)[0].id, transactionID: transactions()[2]), by: wallet.admin)
        #expect(far.code == "too_far_apart")
        #expect(try wallet.violations() == [])
    }

    func restore(
        _ row: ReconciliationRow, of id: ID<Reconciliation>
    ) throws -> ServiceUnderTest.Answer<ReconciliationRow> {
        try wallet.service.ask(RestoreReconciliationRow.self, .init(id: id, row: row.id), by: wallet.admin)
    }

    // MARK: - Closing

    @Test("is confirmed when nothing is unmatched or differences are accepted, and never changes after that")
    func confirmed() throws {
        try wallet.deposit("10", to: ann)
        let id = try take([row("a", "10"), row("b", "3")]).get().id
        let all = try rows(of: id)
        func confirm(_ accepts: Bool? = nil) throws -> ServiceUnderTest.Answer<Reconciliation> {
            try wallet.service.ask(
                ConfirmReconciliation.self, .init(id: id, acceptDifferences: accepts), by: wallet.admin)
        }
        func disregard(_ row: Int) throws -> ServiceUnderTest.Answer<ReconciliationRow> {
            let note = Note(trusted: "a fee of the bank's")
            return try wallet.service.ask(
                DisregardReconciliationRow.self, .init(id: id, row: all[row].id, note: note), by: wallet.admin)
        }
        #expect(try confirm().code == "rows_unmatched")
        #expect(try confirm(false).status == 409)
        #expect(try disregard(0).code == "row_state")
        #expect(try disregard(1).get().note?.text == "a fee of the bank's")
        #expect(try restore(all[1], of: id).get().note == nil)
        #expect(try restore(all[1], of: id).code == "row_state")
        let done = try confirm(true).get()
        #expect(done.state == .confirmed && done.differencesAccepted && done.confirmedAt != nil)
        #expect(try confirm(true).code == "reconciliation_confirmed")
        #expect(try disregard(1).code == "reconciliation_confirmed")
        #expect(try restore(all[0], of: id).code == "reconciliation_confirmed")
        #expect(try wallet.service.events(ReconciliationConfirmed.type).count == 1)
        let writer = try Connection.openWriter(at: wallet.service.directory.appending(path: "service.db").path)
        #expect(throws: StorageError.self) {
            try writer.run("UPDATE reconciliation_rows SET state = 'unmatched', entry = NULL WHERE position = 1")
        }
    }

    @Test("is read by auditors and changed by admins only")
    func roles() throws {
        let id = try take([row("a", "1")]).get().id
        for operation in [auditor, ann] {
            let answer = try wallet.service.ask(ConfirmReconciliation.self, .init(id: id), by: operation)
            #expect(answer.status == 403)
        }
        #expect(try wallet.service.ask(GetReconciliation.self, .init(id: id), by: ann).status == 403)
        let unknown = GetReconciliation.Request(id: ID(high: 1, low: 1))
        #expect(try wallet.service.ask(GetReconciliation.self, unknown, by: auditor).status == 404)
    }
}
