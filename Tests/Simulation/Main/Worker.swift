import Foundation
import Simulation

/// Runs every so-manieth seed and writes a line of JSON before and after each, for the campaign that started it. A
/// process of its own, so that a trap in the product ends one seed and not all of them.
struct Worker {
    let options: Options

    func run() -> Int32 {
        var seed = options.first
        let end = options.first + options.seeds
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        while seed < end {
            Terminal.say("start \(seed)")
            do {
                let report = try World(seed: seed, options: options.world).run()
                Terminal.say("report " + String(decoding: try encoder.encode(report), as: UTF8.self))
                if report.violation != nil { return 1 }
            } catch {
                Terminal.complain("seed \(seed): \(error)")
                return 1
            }
            seed += options.stride
        }
        return 0
    }
}
