import Crypto
import Host
import Messages
import Storage

/// What it costs the wallet to seal a transaction of its ledger: holds as it places them, and of each what it does for the
/// seal alone, done as often over the same ledger.
struct LedgerSealBenchmark {
    let home: Home
    var people = 200
    var holds = 51_200
    private let batch = 256

    func run() throws {
        let keys = KeyRing(home)
        let path = home.database(of: .wallet) + ".ledger"
        let bettors = try Bettors(count: people, keys: keys)
        let wallet = try WalletInProcess(database: path, keys: keys)
        try wallet.fund(bettors)
        var book = HoldCalls(bettors)
        try wallet.run(try book.make(2 * people), of: book, batch: batch)
        let calls = try book.make(holds)
        let begun = workNanoseconds()
        try wallet.run(calls, of: book, batch: batch)
        let hold = Double(workNanoseconds() - begun) / Double(holds) / 1000
        try wallet.close()
        let seal = try sealing(path, key: try keys.sealKey(of: .wallet))
        Report.title("What a transaction's seal costs the wallet's processor (\(batch) holds a commit)")
        Report.microseconds("a hold", hold)
        Report.microseconds("of it, for the seal of its transaction", seal)
        Report.ratio("holds with / without", (hold - seal) / hold, aim: 0.9)
        try look(path, keys)
    }

    /// What a start looks at where the books were never proven: all of it.
    private func look(_ path: String, _ keys: KeyRing) throws {
        let database = try Connection.openWriter(at: path)
        try database.run("DELETE FROM ledger_trust")
        let count = Int(try WalletRows(database).transactions)
        let begun = monotonicNanoseconds()
        let wallet = try WalletInProcess(database: path, keys: keys)
        let start = monotonicNanoseconds() - begun
        while try isLooking(database) { _ = try wallet.node.step([], at: SystemClock.now) }
        let nanoseconds = monotonicNanoseconds() - begun
        try wallet.close()
        Report.row("entries held against their seals at a start", Figures(operations: count, nanoseconds: nanoseconds))
        let served = String(format: "%10.0f ms", Double(start) / 1e6)
        Report.say(Report.padded("of it, before anybody is served", 44) + served)
    }

    private func isLooking(_ database: Connection) throws -> Bool {
        let state = try database.first("SELECT state FROM ledger_trust") { try $0.value(0, as: String.self) }
        guard state != "doubted" else { throw BenchmarkFault("the ledger is doubted") }
        return state == "looking"
    }

    /// The last row is looked for, all that a hold's transaction says is put together, and hashed.
    private func sealing(_ path: String, key: [UInt8]) throws -> Double {
        let database = try Connection.openWriter(at: path)
        let words = try said(database)
        var checked = 0
        let begun = workNanoseconds()
        for _ in 0..<holds {
            let before = try database.first(
                "SELECT number, seal FROM ledger_transactions ORDER BY number DESC LIMIT 1"
            ) { (try $0.value(0, as: Int64.self), try $0.value(1, as: [UInt8]?.self)) }
            guard let (number, seal) = before, let seal else { throw BenchmarkFault("the ledger has no seals") }
            var content: [UInt8] = []
            content.reserveCapacity(512)
            for word in words {
                withUnsafeBytes(of: Int64(word.utf8.count).bigEndian) { content += $0 }
                content += word.utf8
            }
            for place in 0..<16 { withUnsafeBytes(of: (number + Int64(place)).bigEndian) { content += $0 } }
            checked += try KeyedHash.hash(content + seal, key: key).count
        }
        let spent = Double(workNanoseconds() - begun) / Double(holds) / 1000
        guard checked == holds * KeyedHash.byteCount else { throw BenchmarkFault("a hash of another length") }
        return spent
    }

    /// As the last transaction says it, with the owners, buckets and currencies of its two accounts.
    private func said(_ database: Connection) throws -> [String] {
        let last = try database.first(
            "SELECT kind, entity, metadata, actor, causation FROM ledger_transactions ORDER BY number DESC LIMIT 1"
        ) { row in try (0..<5).map { try row.value($0, as: String.self) } }
        return (last ?? [])
            + Array(repeating: ["user", String(repeating: "u", count: 16), "deposit", "EUR"], count: 2).joined()
    }
}
