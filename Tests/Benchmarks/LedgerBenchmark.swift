import Foundation
import Host
import Messages
import Runtime
import Storage

/// What a transfer costs while the ledger grows, and what the first page of a statement costs where there is much to state.
struct LedgerBenchmark {
    let home: Home
    /// Up to how many transactions it is filled.
    let most: Int
    private let people = 200

    private var path: String { home.database(of: .wallet) }

    func run() throws {
        let keys = KeyRing(home)
        let bettors = try Bettors(count: people, keys: keys)
        let wallet = try WalletInProcess(database: path, keys: keys)
        try wallet.fund(bettors)
        try wallet.close()
        try growth(HoldCalls(bettors), keys)
        try statements(keys)
    }

    // MARK: - Growth

    /// Beside each size the same transfers are made on a copy that stays as it began, in turns: what the disk and others on
    /// the machine do meanwhile, and what these people's own transfers leave, changes both alike.
    private func growth(_ book: HoldCalls, _ keys: KeyRing) throws {
        Report.title("A transfer while the ledger grows (holds in process, in turns with a ledger that does not)")
        let (emptyPath, begun) = (path + ".empty", try transactions())
        try FileManager.default.copyItem(atPath: path, toPath: emptyPath)
        var books = [book, book]
        for size in [10_000, 100_000, 1_000_000, 10_000_000] where size <= most {
            let there = try transactions() - Int(books[0].lastSequence)
            try LedgerFiller(path: path).add(transactions: size + begun - there)
            Report.progress("the ledger has \(try transactions()) transactions")
            for (batch, batches, name) in [(1, 1500, "one a commit"), (256, 20, "256 a commit")] {
                let costs = try measure([emptyPath, path], &books, batch: batch, batches: batches, keys)
                let aim = size == most && batch == 1 ? "      (aim: under 1.2)" : ""
                say("\(size), \(name)", costs.map(\.time), aim)
                say("\(size), the processor's part of it", costs.map(\.work), "")
            }
        }
    }

    private func say(_ name: String, _ costs: [Double], _ aim: String) {
        let figures = String(format: "%10.2f µs, empty %10.2f µs   × %.2f", costs[1], costs[0], costs[1] / costs[0])
        Report.say(Report.padded(name, 44) + figures + aim)
    }

    private func transactions() throws -> Int {
        Int(try WalletRows(try Connection.openReader(at: path)).transactions)
    }

    /// Of each wallet, microseconds for each transfer, in all and of this thread's work alone.
    private func measure(
        _ paths: [String], _ books: inout [HoldCalls], batch: Int, batches: Int, _ keys: KeyRing
    ) throws -> [(time: Double, work: Double)] {
        let wallets = try paths.map { try WalletInProcess(database: $0, keys: keys) }
        var costs: [[(time: Int64, work: Int64)]] = [[], []]
        for (index, wallet) in wallets.enumerated() {
            // Everybody's accounts are opened, and all that is read is in memory.
            _ = try wallet.place(books[index].make(2 * people), of: books[index])
        }
        for _ in 0..<batches {
            for (index, wallet) in wallets.enumerated() {
                costs[index].append(try wallet.place(books[index].make(batch), of: books[index]))
            }
        }
        for wallet in wallets { try wallet.close() }
        func middle(_ nanoseconds: [Int64]) -> Double {
            Double(nanoseconds.sorted()[batches / 2]) / Double(batch) / 1000
        }
        return costs.map { (middle($0.map(\.time)), middle($0.map(\.work))) }
    }

    // MARK: - Statements

    private func statements(_ keys: KeyRing) throws {
        let pair = try Bettors(count: 2, keys: keys).people
        let counts = [1000, min(most, 1_000_000)]
        for (person, count) in zip(pair, counts) {
            try LedgerFiller(path: path).add(transactions: count, of: [person.user])
        }
        let wallet = try WalletInProcess(database: path, keys: keys)
        let reader = QueryRunner(database: try .openReader(at: path))
        Report.title("A user's questions, by how many transactions moved their money")
        func measure<Q: Query>(_ name: String, _ query: Q.Type, _ request: Q.Request) throws {
            let times = try zip(pair, counts).map { person, count in
                let times = try (0..<200).map { _ in try wallet.ask(query, request, by: person, reader) }
                let middle = Double(times.sorted()[100]) / 1000
                Report.microseconds("\(name), \(count)", middle)
                return middle
            }
            Report.say(
                Report.padded("the same, one beside the other", 44) + String(format: "%10.2f", times[1] / times[0]))
        }
        try measure("statement's first page", GetStatement.self, .init())
        var narrow = ListWalletTransactions.Request()
        narrow.kind = .hold
        try measure("newest transactions of a kind", ListWalletTransactions.self, narrow)
        try measure("balance at a past time", GetPastBalance.self, .init(at: .time(SystemClock.now)))
        try wallet.close()
    }
}

extension WalletInProcess {
    /// Holds that come together and are committed together; in nanoseconds, and of them those of this thread's work.
    fileprivate func place(
        _ calls: [HoldCalls.Call], of book: HoldCalls
    ) throws -> (time: Int64, work: Int64) {
        let deliveries = try calls.map { call in
            guard let header = Header(bytes: book.header(of: call, floor: call.sequence)) else {
                throw BenchmarkFault("the benchmark's header is none")
            }
            return Inbound.delivery(
                Delivery(peer: ServiceName.betting.rawValue, route: [2], header: header, body: call.body))
        }
        let begun = (time: monotonicNanoseconds(), work: workNanoseconds())
        let sent = try node.step(deliveries, at: SystemClock.now)
        let cost = (time: monotonicNanoseconds() - begun.time, work: workNanoseconds() - begun.work)
        let statuses = sent.compactMap { message in
            if case .reply(_, let header, _) = message { header.number(.status) } else { nil }
        }
        guard statuses == Array(repeating: 200, count: calls.count) else { throw BenchmarkFault("a hold was refused") }
        return cost
    }

    /// A question of a person's, from its message to its answer; in nanoseconds.
    fileprivate func ask<Q: Query>(
        _ query: Q.Type, _ request: Q.Request, by person: Bettors.Person, _ reader: QueryRunner
    ) throws -> Int64 {
        var header = Header(.query)
        header[.operation] = Q.name
        header[.reference] = "question"
        header[.statement] = person.toWallet
        let delivery = Delivery(
            peer: ServiceName.gateway.rawValue, route: [1], header: header, body: try coding.encode(request))
        let begun = monotonicNanoseconds()
        for case .query(let task) in try node.step([.delivery(delivery)], at: SystemClock.now) {
            guard case .answered(.reply(_, let answer, let body)) = reader.run(task, at: SystemClock.now),
                answer.number(.status) == 200
            else { throw BenchmarkFault("a question was refused") }
            let time = monotonicNanoseconds() - begun
            guard body.count > 100 else {
                throw BenchmarkFault("an empty answer: \(String(decoding: body, as: UTF8.self))")
            }
            return time
        }
        throw BenchmarkFault("no answer to a question")
    }
}
