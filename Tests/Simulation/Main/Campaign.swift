import Foundation
import Simulation

/// Runs many seeds in several processes and sums up.
struct Campaign {
    let options: Options

    func run() -> Int32 {
        let began = Date()
        let crews = (0..<options.jobs).map { Crew(options: options, number: UInt64($0)) }
        let board = Scoreboard(total: options.seeds)
        DispatchQueue.concurrentPerform(iterations: crews.count) { crews[$0].run(board) }
        let (summary, failure) = board.result()
        Terminal.say(summary.text(seconds: Date().timeIntervalSince(began)))
        if let failure {
            Terminal.say("FAILED: seed \(failure.seed): \(failure.reason)")
            Terminal.say("replay: scripts/simulate --seed \(failure.seed) --steps \(options.world.steps) --trace")
            return 1
        }
        return verify(summary)
    }

    /// The same seed must give the same trace in another process; and with many seeds every fault must have hit every
    /// step of every saga.
    private func verify(_ summary: Summary) -> Int32 {
        let again = try? World(seed: options.first, options: options.world).run()
        guard let first = summary.hashes[options.first], first == again?.hash else {
            Terminal.say("FAILED: seed \(options.first) had another trace when it was run again")
            return 1
        }
        Terminal.say("seed \(options.first) run again: the same trace \(first)")
        let missed = summary.missed
        guard options.seeds >= Campaign.seedsForCoverage, !missed.isEmpty else { return 0 }
        Terminal.say("FAILED: never hit: " + missed.joined(separator: "; "))
        return 1
    }

    static let seedsForCoverage: UInt64 = 100
}
