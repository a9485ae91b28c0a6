import Simulation

/// Runs one seed and tells how it went.
struct Replay {
    let options: Options

    func run(_ seed: UInt64) -> Int32 {
        var world = options.world
        if options.isTraced { world.tell = { Terminal.say($0) } }
        do {
            let report = try World(seed: seed, options: world).run()
            Terminal.say("seed \(seed): trace \(report.hash)")
            var summary = Summary()
            summary.add(report)
            Terminal.say(summary.text(seconds: nil))
            guard let violation = report.violation else { return 0 }
            Terminal.say("VIOLATED after \(report.steps) steps: \(violation)")
        } catch {
            Terminal.complain("the world could not be made: \(error)")
        }
        return 1
    }
}
