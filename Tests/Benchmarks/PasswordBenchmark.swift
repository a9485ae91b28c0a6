import Crypto
import Dispatch
import Synchronization

/// Bare argon2id, as often as the workers of one service can: what sign-ins cannot be faster than.
struct PasswordBenchmark {
    /// As many as a service has for heavy work.
    static let workers = 2
    static let seconds: Int64 = 5

    let signInsPerSecond: Double

    func run() throws {
        let password = Array("a long password".utf8)
        let text = try PasswordHash.hash(
            password: password, salt: Array(repeating: 7, count: PasswordHash.saltByteCount), cost: .interactive)
        let count = Mutex(0)
        let began = monotonicNanoseconds()
        DispatchQueue.concurrentPerform(iterations: PasswordBenchmark.workers) { _ in
            while monotonicNanoseconds() - began < PasswordBenchmark.seconds * 1_000_000_000 {
                guard PasswordHash.verify(password, against: text) else { return }
                count.withLock { $0 += 1 }
            }
        }
        let figures = Figures(operations: count.withLock { $0 }, nanoseconds: monotonicNanoseconds() - began)
        guard figures.operations > 0 else { throw BenchmarkFault("the password did not verify") }
        Report.row("bare argon2id, \(PasswordBenchmark.workers) workers", figures)
        Report.say(
            Report.padded("sign-ins / bare argon2id", 44) + Report.decimals(signInsPerSecond / figures.perSecond))
    }
}
