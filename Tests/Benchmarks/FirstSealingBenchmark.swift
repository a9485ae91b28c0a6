import Foundation
import Host
import Messages
import Storage

/// How long the first start takes on a ledger from before there were seals, which goes through all of it at once, and how long
/// the next.
struct FirstSealingBenchmark {
    let home: Home
    let transactions: Int

    func run() throws {
        let keys = KeyRing(home)
        let path = home.database(of: .wallet)
        let wallet = try WalletInProcess(database: path, keys: keys)
        try wallet.fund(try Bettors(count: 1, keys: keys))
        try wallet.close()
        try LedgerFiller(path: path).add(transactions: transactions)
        try makeOld(path)
        Report.progress("a ledger of \(transactions) transactions without seals is there")
        Report.title("The first start on an old ledger (\(transactions) transactions without seals)")
        for name in ["sealed for the first time", "started once more"] {
            let begun = monotonicNanoseconds()
            let wallet = try WalletInProcess(database: path, keys: keys)
            let nanoseconds = monotonicNanoseconds() - begun
            try wallet.close()
            Report.say(Report.padded(name, 44) + String(format: "%10.0f ms", Double(nanoseconds) / 1e6))
            if name.hasPrefix("sealed") {
                Report.row("transactions", Figures(operations: transactions, nanoseconds: nanoseconds))
            }
        }
        let sealed = try Connection.openReader(at: path).first("SELECT state FROM ledger_trust") {
            try $0.value(0, as: String.self)
        }
        guard sealed != "doubted" else { throw BenchmarkFault("the ledger is doubted") }
    }

    /// As it was before the wallet knew of seals, of its events' and its ledger's.
    private func makeOld(_ path: String) throws {
        let database = try FloorDatabase(path: path)
        for sql in [
            "DROP TRIGGER ledger_transactions_keep", "UPDATE ledger_transactions SET seal = NULL",
            "DROP TRIGGER runtime_events_keep",
            """
            UPDATE runtime_events SET seal = NULL,
                body = CAST(replace(CAST(body AS TEXT), 'wallet.ledger-sealed', 'wallet.ledger-former') AS BLOB)
            """,
            """
            UPDATE runtime_self SET head_sequence = NULL, head_link = NULL, sealed_from = NULL, head_seal = NULL,
                head_mark = NULL
            """,
            "DELETE FROM ledger_trust",
        ] { try database.statement(sql).run() }
    }
}
