import Foundation
import Host

// Measures, and prints figures and ratios of the same run. It judges nothing: a slow machine is no fault.

let usage = "usage: croupier-bench wallet|start HOME PROGRAMS [ROUNDS]\n"
let arguments = Array(CommandLine.arguments.dropFirst())
guard (3...4).contains(arguments.count), let rounds = Int(arguments.dropFirst(3).first ?? "3"), rounds > 0 else {
    FileHandle.standardError.write(Data(usage.utf8))
    exit(64)
}
let (home, programs) = (Home(arguments[1]), arguments[2])

do {
    switch arguments[0] {
    case "wallet": try WalletBenchmark(home: home, programs: programs, rounds: rounds).run()
    case "start": try StartBenchmark(home: home, programs: programs).run()
    default:
        FileHandle.standardError.write(Data(usage.utf8))
        exit(64)
    }
} catch {
    FileHandle.standardError.write(Data("croupier-bench: \(error)\n".utf8))
    exit(1)
}
