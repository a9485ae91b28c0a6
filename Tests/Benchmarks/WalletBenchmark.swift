import Foundation
import Host
import Messages
import Storage
import Transport

/// Holds placed through ZeroMQ, beside one commit each and beside the floor, in turns on the same disk.
struct WalletBenchmark {
    let home: Home
    let programs: String
    var rounds = 3
    var people = 1000
    var batched = 60_000

    private var oneCommitPath: String { home.database(of: .wallet) + ".one" }
    private var floorPath: String { home.database(of: .wallet) + ".floor" }

    func run() throws {
        let keys = KeyRing(home)
        let bettors = try Bettors(count: people, keys: keys)
        var book = try prepare(bettors, keys)
        let live = home.database(of: .wallet)
        for copy in [oneCommitPath, floorPath] { try FileManager.default.copyItem(atPath: live, toPath: copy) }
        let single = try WalletInProcess(database: oneCommitPath, keys: keys)
        var singleBook = book
        let floor = try Floor(database: floorPath, bettors: bettors, sample: .init(.openReader(at: floorPath)))
        let context = try MessagingContext()
        let question = try StatusQuestion(.wallet, home: home, keys: keys, context: context)
        let wallet = try ChildProcess(.wallet, programs: programs, home: home)
        try question.waitForAnswer()
        let line = try HoldLine(home: home, keys: keys, context: context)

        var processorSeconds = 0.0
        var runs: [[Figures]] = Array(repeating: [], count: 6)
        for round in 0..<rounds {
            runs[0].append(try checked(live, "the wallet") { try line.run(book.make(2000), of: book, inFlight: 1) })
            runs[1].append(
                try checked(live, "the wallet") { try line.run(book.make(batched / 2), of: book, inFlight: 64) })
            let used = try wallet.processorSeconds
            runs[2].append(
                try checked(live, "the wallet") { try line.run(book.make(batched), of: book, inFlight: 1024) })
            processorSeconds += try wallet.processorSeconds - used
            runs[3].append(
                try checked(oneCommitPath, "one commit each") { try place(singleBook.make(2000), singleBook, single) })
            runs[4].append(try checked(floorPath, "the floor") { try floor.run(4000, batch: 1) })
            runs[5].append(try checked(floorPath, "the floor") { try floor.run(batched, batch: 512) })
            Report.progress("round \(round + 1) of \(rounds)")
        }
        try wallet.stop()
        report(runs, microsecondsEach: processorSeconds * 1e6 / Double(rounds * batched))
    }

    private func report(_ runs: [[Figures]], microsecondsEach: Double) {
        Report.title("Holds in the wallet (the middle of \(rounds) rounds)")
        let names = [
            "through ZeroMQ, 1 in flight", "through ZeroMQ, 64 in flight", "through ZeroMQ, 1024 in flight",
            "service in process, one commit each", "bare SQLite, one commit each",
            "bare SQLite, 512 a commit (the floor)",
        ]
        for (name, figures) in zip(names, runs.compactMap(\.middle)) { Report.row(name, figures) }
        let each = String(format: "%10.1f µs", microsecondsEach)
        Report.say(Report.padded("1024 in flight: the wallet's processor time", 44) + each + " an operation")
        Report.ratio("1024 in flight / the floor", ratio(runs[2], runs[5]), aim: 0.25)
        Report.ratio("1024 in flight / one commit each", ratio(runs[2], runs[3]), aim: 5)
    }

    /// The middle one of the rounds' own ratios: what a disk and its neighbours do changes between rounds more than within
    /// one.
    private func ratio(_ figures: [Figures], _ others: [Figures]) -> Double {
        let ratios = zip(figures, others).map { $0.perSecond / $1.perSecond }.sorted()
        return ratios[ratios.count / 2]
    }

    /// A database in which everybody has money and has placed a hold, so that all accounts are open.
    private func prepare(_ bettors: Bettors, _ keys: KeyRing) throws -> HoldCalls {
        let wallet = try WalletInProcess(database: home.database(of: .wallet), keys: keys)
        try wallet.fund(bettors)
        var book = HoldCalls(bettors)
        _ = try place(book.make(people), book, wallet)
        try wallet.close()
        return book
    }

    private func place(_ calls: [HoldCalls.Call], _ book: HoldCalls, _ wallet: WalletInProcess) throws -> Figures {
        var latencies: [Int64] = []
        let begun = monotonicNanoseconds()
        for call in calls {
            let now = monotonicNanoseconds()
            try wallet.place(call, header: book.header(of: call, floor: call.sequence))
            latencies.append(monotonicNanoseconds() - now)
        }
        return Figures(operations: calls.count, nanoseconds: monotonicNanoseconds() - begun, latencies: latencies)
    }

    private func checked(_ path: String, _ who: String, _ measure: () throws -> Figures) throws -> Figures {
        let reader = try Connection.openReader(at: path)
        let before = try WalletRows(reader)
        let figures = try measure()
        try WalletRows.require(figures.operations, since: before, in: reader, who)
        return figures
    }
}
