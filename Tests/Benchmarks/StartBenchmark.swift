import Foundation
import Host
import Messages
import Transport

/// Starts the six services one after the other, measures each until it answers, and looks at their memory when all have
/// come to rest.
struct StartBenchmark {
    let home: Home
    let programs: String

    private static let rest: TimeInterval = 3

    func run() throws {
        let keys = KeyRing(home)
        let context = try MessagingContext()
        var started: [(name: ServiceName, process: ChildProcess, milliseconds: Double)] = []
        for service in ServiceName.allCases {
            let question = try StatusQuestion(service, home: home, keys: keys, context: context)
            let begun = monotonicNanoseconds()
            let process = try ChildProcess(service, programs: programs, home: home)
            try question.waitForAnswer()
            started.append((service, process, Double(monotonicNanoseconds() - begun) / 1e6))
        }
        Thread.sleep(forTimeInterval: StartBenchmark.rest)
        for (name, process, milliseconds) in started {
            let memory = try process.residentMebibytes
            Report.say(
                Report.padded(name.rawValue, 44)
                    + String(format: "%10.0f ms to ready   %6.1f MiB at rest", milliseconds, memory))
        }
        for (_, process, _) in started.reversed() { try process.stop() }
    }
}
