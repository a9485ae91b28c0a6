import Foundation
import Host
import Messages
import Storage

/// A large pool's settlement: how many bets a second, and how long each of its steps holds betting's loop and the wallet's.
struct PoolBenchmark {
    let home: Home
    let bets: Int
    private let names = ["first", "second"]

    func run() throws {
        let keys = KeyRing(home)
        let bettors = try Bettors(count: 1, keys: keys)
        for (isWon, wallet) in [(true, Optional(home.database(of: .wallet))), (false, nil)] {
            let path = home.database(of: .betting) + (isWon ? "" : "-cancelled")
            let (event, plays, pool) = try prepare(path, by: bettors.people[0], keys)
            if let wallet {
                try ServicePair(betting: path, wallet: wallet, keys: keys).close()
                try PoolFiller.fund(event, with: pool, in: wallet)
            }
            Report.progress("\(bets) bets are there")
            let pair = try ServicePair(betting: path, wallet: wallet, keys: keys)
            let time = try settle(event, isWon ? plays[0] : nil, pair, path, by: bettors.people[0])
            try verify(event, path, wallet, pool)
            report(isWon ? "Paying out a pool" : "Giving a pool back (betting alone)", time, pair)
            try pair.close()
        }
    }

    private func prepare(
        _ path: String, by organizer: Bettors.Person, _ keys: KeyRing
    ) throws -> (ID<BettingEvent>, [ID<Play>], Int64) {
        let pair = try ServicePair(betting: path, wallet: nil, keys: keys)
        let request = CreateEvent.Request(
            name: Title(trusted: "Benchmark"), startsAt: SystemClock.now.adding(seconds: 3600),
            currency: CurrencyCode(trusted: "EUR"), takeoutPercent: DecimalText(units: 25, scale: 1))
        let event = try pair.command(CreateEvent.self, request, by: organizer).id
        let plays = try names.map {
            try pair.command(AddPlay.self, .init(event: event, name: Title(trusted: $0)), by: organizer).id
        }
        _ = try pair.command(OpenEvent.self, .init(event: event), by: organizer)
        try pair.close()
        try PoolFiller(path: path, event: event, plays: plays, people: max(1, bets / 4)).add(bets: bets)
        let pool = try Connection.openReader(at: path).first("SELECT pool FROM event") {
            try $0.value(0, as: Int64.self)
        }
        return (event, plays, pool ?? 0)
    }

    /// From the organizer's word to the end.
    /// - Parameter winner: nil for an event that is called off.
    private func settle(
        _ event: ID<BettingEvent>, _ winner: ID<Play>?, _ pair: ServicePair, _ path: String,
        by organizer: Bettors.Person
    ) throws -> Int64 {
        if let winner {
            _ = try pair.command(StartEvent.self, .init(event: event), by: organizer)
            let score = ScorePlay.Request(event: event, play: winner, score: 1)
            _ = try pair.command(ScorePlay.self, score, by: organizer)
        }
        pair.forgetSteps()
        let begun = monotonicNanoseconds()
        _ =
            winner == nil
            ? try pair.command(CancelEvent.self, .init(event: event), by: organizer)
            : try pair.command(FinishEvent.self, .init(event: event), by: organizer)
        let reader = try Connection.openReader(at: path)
        while try reader.first("SELECT 1 FROM runtime_sagas LIMIT 1", read: { _ in true }) != nil { try pair.turn() }
        return monotonicNanoseconds() - begun
    }

    private func verify(_ event: ID<BettingEvent>, _ path: String, _ wallet: String?, _ pool: Int64) throws {
        let isDone = try Connection.openReader(at: path).first(
            """
            SELECT status IN ('finished', 'cancelled') AND closed = ?
                AND takeout + paid + refunded = ? FROM event JOIN settlement ON event = id WHERE id = ?
            """, bets, pool, event
        ) { try $0.value(0, as: Bool.self) }
        guard isDone == true else { throw BenchmarkFault("the pool is not given out") }
        guard let wallet else { return }
        let left = try Connection.openReader(at: wallet).first(
            "SELECT balance FROM ledger_accounts WHERE owner_kind = 'escrow'"
        ) { try $0.value(0, as: Int64.self) }
        guard left == 0 else { throw BenchmarkFault("\(left ?? -1) is left in escrow") }
    }

    private func report(_ title: String, _ time: Int64, _ pair: ServicePair) {
        Report.title("\(title) of \(bets) bets")
        Report.row("bets, all steps", Figures(operations: bets, nanoseconds: time))
        for (name, steps) in [("steps of betting", pair.bettingSteps), ("steps of the wallet", pair.walletSteps)] {
            guard !steps.isEmpty else { continue }
            let figures = Figures(operations: steps.count, nanoseconds: steps.reduce(0, +), latencies: steps)
            Report.row(name, figures)
            Report.say(Report.padded("the longest of them", 44) + String(format: "%10.2f ms", figures.latency(1) ?? 0))
        }
    }
}
