import Foundation
import Host
import Messages
import Storage

/// The wallet's check of its own books: how long it takes, how long each of its steps holds the loop, and what it costs
/// those who place holds meanwhile.
struct ProofBenchmark {
    let home: Home
    var people = 1000
    var holds = 120_000
    private let batch = 64

    func run() throws {
        let keys = KeyRing(home)
        let bettors = try Bettors(count: people, keys: keys)
        let path = home.database(of: .wallet)
        let wallet = try WalletInProcess(database: path, keys: keys)
        try wallet.fund(bettors)
        var book = HoldCalls(bettors)
        for escrows in [1, people] {
            let placed = try book.make(holds / 2)
            try wallet.run(placed, of: book, batch: 512)
            try wallet.run(try book.captures(of: placed, into: escrows), of: book, batch: 512)
        }
        let reader = try Connection.openReader(at: path)
        let postings = try WalletRows(reader).postings
        Report.progress("\(postings) postings are there")

        try wallet.beginProof(1)
        var steps: [Int64] = []
        while try isRunning(reader) {
            let begun = monotonicNanoseconds()
            try wallet.turn()
            steps.append(monotonicNanoseconds() - begun)
        }
        let alone = try placing(&book, wallet)
        try wallet.beginProof(2)
        let beside = try placing(&book, wallet)
        guard try isRunning(reader) else { throw BenchmarkFault("the check was over before the holds were") }
        while try isRunning(reader) { try wallet.turn() }
        let violations = try reader.first("SELECT SUM(violations) FROM proofs") { try $0.value(0, as: Int64.self) }
        guard violations == 0 else { throw BenchmarkFault("the check found \(violations ?? 0) things") }
        try wallet.close()
        report(Figures(operations: steps.count, nanoseconds: steps.reduce(0, +), latencies: steps), postings)
        Report.row("holds, \(batch) a commit", alone)
        Report.row("the same beside the check", beside)
    }

    private func isRunning(_ reader: Connection) throws -> Bool {
        try reader.first("SELECT 1 FROM proofs WHERE finished_at IS NULL") { _ in true } ?? false
    }

    private func placing(_ book: inout HoldCalls, _ wallet: WalletInProcess) throws -> Figures {
        let calls = try book.make(batch * 200)
        var latencies: [Int64] = []
        let start = monotonicNanoseconds()
        for first in stride(from: 0, to: calls.count, by: batch) {
            let begun = monotonicNanoseconds()
            try wallet.run(Array(calls[first..<first + batch]), of: book, batch: batch)
            latencies.append(monotonicNanoseconds() - begun)
        }
        return Figures(operations: calls.count, nanoseconds: monotonicNanoseconds() - start, latencies: latencies)
    }

    private func report(_ steps: Figures, _ postings: Int64) {
        Report.title("The check of a wallet's books (\(postings) postings)")
        Report.row("its steps", steps)
        let seconds = Double(steps.nanoseconds) / 1e9 * 1e6 / Double(postings)
        Report.say(Report.padded("the longest step", 44) + String(format: "%10.2f ms", steps.latency(1) ?? 0))
        Report.say(Report.padded("a million postings", 44) + String(format: "%10.1f s", seconds))
    }
}
