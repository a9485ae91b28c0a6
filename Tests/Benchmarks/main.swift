import Foundation
import Host

// Measures, and prints figures and ratios of the same run. It judges nothing: a slow machine is no fault.

let usage = """
    usage: croupier-bench wallet HOME PROGRAMS ROUNDS | hot-account HOME ROUNDS | proof HOME | start HOME PROGRAMS
           | session HOME ROUNDS | ledger HOME TRANSACTIONS | audit HOME EVENTS
           | audit-live HOME EVENTS-PER-SECOND SECONDS | tree HOME LEAVES | seals HOME
           | first-sealing HOME TRANSACTIONS | pool HOME BETS | draw FOLDER SCRIPTS TICKETS
           | statistics HOME BETTORS | verify FOLDER PROGRAMS EVENTS | passwords SIGN-INS-PER-SECOND

    """
let arguments = Array(CommandLine.arguments.dropFirst())
let rounds = arguments.last.flatMap { Int($0) }.map { max($0, 1) }

do {
    switch (arguments.first, arguments.count, rounds) {
    case ("wallet", 4, let rounds?):
        try WalletBenchmark(home: Home(arguments[1]), programs: arguments[2], rounds: rounds).run()
    case ("hot-account", 3, let rounds?): try HotAccountBenchmark(home: Home(arguments[1]), rounds: rounds).run()
    case ("proof", 2, _): try ProofBenchmark(home: Home(arguments[1])).run()
    case ("start", 3, _): try StartBenchmark(home: Home(arguments[1]), programs: arguments[2]).run()
    case ("session", 3, let rounds?): try SessionBenchmark(home: Home(arguments[1]), rounds: rounds).run()
    case ("ledger", 3, let most?): try LedgerBenchmark(home: Home(arguments[1]), most: most).run()
    case ("audit", 3, let most?): try AuditBenchmark(home: Home(arguments[1]), most: most).run()
    case ("audit-live", 4, let seconds?):
        try LiveAuditBenchmark(home: Home(arguments[1]), load: Int(arguments[2]) ?? 2000, seconds: seconds).run()
    case ("tree", 3, let leaves?): try TreeBenchmark(home: Home(arguments[1]), leaves: leaves).run()
    case ("seals", 2, _):
        try SealBenchmark(home: Home(arguments[1])).run()
        try LedgerSealBenchmark(home: Home(arguments[1])).run()
    case ("first-sealing", 3, let transactions?):
        try FirstSealingBenchmark(home: Home(arguments[1]), transactions: transactions).run()
    case ("pool", 3, let bets?): try PoolBenchmark(home: Home(arguments[1]), bets: bets).run()
    case ("draw", 4, let tickets?):
        try DrawBenchmark(folder: arguments[1], scripts: arguments[2], tickets: tickets).run()
    case ("statistics", 3, let bettors?):
        try StatisticsBenchmark(home: Home(arguments[1]), bettors: bettors).run()
    case ("verify", 4, let events?):
        try VerifyBenchmark(folder: arguments[1], programs: arguments[2], events: events).run()
    case ("passwords", 2, let rate?): try PasswordBenchmark(signInsPerSecond: Double(rate)).run()
    default:
        FileHandle.standardError.write(Data(usage.utf8))
        exit(64)
    }
} catch {
    FileHandle.standardError.write(Data("croupier-bench: \(error)\n".utf8))
    exit(1)
}
