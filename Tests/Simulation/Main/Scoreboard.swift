import Foundation
import Simulation

/// What all crews have found so far.
final class Scoreboard: @unchecked Sendable {  // every access holds the lock
    struct Failure {
        let seed: UInt64
        let reason: String
    }

    private let lock = NSLock()
    private let total: UInt64
    private var summary = Summary()
    private var failure: Failure?

    init(total: UInt64) { self.total = total }

    func add(_ report: RunReport) {
        lock.withLock {
            summary.add(report)
            if summary.seeds % 20 == 0 { Terminal.complain("\(summary.seeds) of \(total) seeds") }
        }
        if let violation = report.violation { fail(report.seed, "\(violation)") }
    }

    func fail(_ seed: UInt64, _ reason: String) {
        lock.withLock {
            if failure.map({ seed < $0.seed }) ?? true { failure = Failure(seed: seed, reason: reason) }
        }
    }

    /// Whether a seed need not be run any more, since one before it has failed.
    func isMoot(_ seed: UInt64) -> Bool { lock.withLock { failure.map { $0.seed < seed } ?? false } }

    func result() -> (Summary, Failure?) { lock.withLock { (summary, failure) } }
}
