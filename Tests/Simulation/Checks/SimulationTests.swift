import Simulation
import Testing

@Suite("The simulated world", .serialized)
struct SimulationTests {
    private func run(_ seed: UInt64, steps: Int = 2_000) throws -> RunReport {
        var options = WorldOptions()
        options.steps = steps
        return try World(seed: seed, options: options).run()
    }

    @Test("keeps every promise under all faults", arguments: 1...2 as ClosedRange<UInt64>)
    func keepsPromises(seed: UInt64) throws {
        let report = try run(seed)
        #expect(report.violation == nil)
        #expect(report.steps >= 2_000)
        #expect(report.faults.sum > 0)
    }

    @Test("goes the same way for the same seed, and another for another")
    func isDeterministic() throws {
        let first = try run(7, steps: 1_000)
        let again = try run(7, steps: 1_000)
        #expect(first.hash == again.hash)
        #expect(first.steps == again.steps)
        #expect(try run(8, steps: 1_000).hash != first.hash)
    }

    @Test("does what clients want where nothing goes wrong")
    func worksInPeace() throws {
        var options = WorldOptions()
        options.steps = 4_000
        options.isFaulty = false
        let report = try World(seed: 1, options: options).run()
        #expect(report.violation == nil)
        #expect(report.faults.sum == 0)
        #expect(report.outcomes["betting.place-bet done", default: 0] > 0)
    }
}
