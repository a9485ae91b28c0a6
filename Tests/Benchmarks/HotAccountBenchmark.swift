import Foundation
import Host
import Messages
import Storage

/// Stakes of one event that everybody bets on beside as many over a thousand events: the ledger writes to one account's row
/// over and over, or to another's each time. In turns, in one database, with as many a commit as a loaded wallet has.
struct HotAccountBenchmark {
    let home: Home
    var rounds = 3
    var people = 1000
    var escrows = 1000
    var count = 40_000
    private let batch = 512

    func run() throws {
        let keys = KeyRing(home)
        let bettors = try Bettors(count: people, keys: keys)
        let path = home.database(of: .wallet)
        let wallet = try WalletInProcess(database: path, keys: keys)
        try wallet.fund(bettors)
        var book = HoldCalls(bettors)
        // All accounts are open before anything is measured.
        for number in [1, escrows] {
            let holds = try book.make(escrows)
            try wallet.run(holds, of: book, batch: batch)
            try wallet.run(try book.captures(of: holds, into: number), of: book, batch: batch)
        }
        var (places, hot, uniform, payments): ([Figures], [Figures], [Figures], [Figures]) = ([], [], [], [])
        for round in 0..<rounds {
            // Who goes first is no advantage.
            for number in round % 2 == 0 ? [1, escrows] : [escrows, 1] {
                let holds = try book.make(count)
                places.append(try measure(holds, book, wallet))
                let figures = try measure(try book.captures(of: holds, into: number), book, wallet)
                if number == 1 { hot.append(figures) } else { uniform.append(figures) }
            }
            let commands = try book.payments(count, each: 100, from: "event/1-0")
            payments.append(try measure(commands, book, wallet, batch: 4, operations: count))
            Report.progress("round \(round + 1) of \(rounds)")
        }
        try wallet.close()
        try verify(path)
        report(places, hot, uniform, payments)
    }

    private func measure(
        _ calls: [HoldCalls.Call], _ book: HoldCalls, _ wallet: WalletInProcess, batch: Int? = nil,
        operations: Int? = nil
    ) throws -> Figures {
        let begun = monotonicNanoseconds()
        try wallet.run(calls, of: book, batch: batch ?? self.batch)
        return Figures(operations: operations ?? calls.count, nanoseconds: monotonicNanoseconds() - begun)
    }

    /// What was measured was really done.
    private func verify(_ path: String) throws {
        let database = try Connection.openReader(at: path)
        let captures = try database.first("SELECT COUNT(*) FROM hold_captures") { try $0.value(0, as: Int.self) }
        let sum = try database.first("SELECT SUM(balance) FROM ledger_accounts") { try $0.value(0, as: Int64.self) }
        guard captures == 2 * (rounds * count + escrows), sum == 0 else {
            throw BenchmarkFault("\(captures ?? 0) captures, and accounts that sum to \(sum ?? 0)")
        }
    }

    private func report(_ places: [Figures], _ hot: [Figures], _ uniform: [Figures], _ payments: [Figures]) {
        Report.title("Stakes and payouts in the wallet, \(batch) a commit (the middle of \(rounds) rounds)")
        let rows = [
            ("holds placed", places), ("captured into \(escrows) escrows", uniform),
            ("captured into one escrow", hot), ("paid out of one escrow, 100 a command", payments),
        ]
        for (name, figures) in rows { if let middle = figures.middle { Report.row(name, middle) } }
        let ratios = zip(hot, uniform).map { $0.perSecond / $1.perSecond }.sorted()
        Report.ratio("one escrow / \(escrows) escrows", ratios[ratios.count / 2], aim: 0.9)
    }
}
