import Glibc

/// What one run of many operations measured.
struct Figures {
    let operations: Int
    let nanoseconds: Int64
    /// Of each operation, from its sending to its answer; empty where operations have none of their own.
    var latencies: [Int64] = []

    var perSecond: Double { Double(operations) / (Double(nanoseconds) / 1e9) }

    /// The latency that this share of the operations stayed below, in milliseconds.
    func latency(_ share: Double) -> Double? {
        guard !latencies.isEmpty else { return nil }
        let sorted = latencies.sorted()
        return Double(sorted[min(sorted.count - 1, Int(Double(sorted.count) * share))]) / 1e6
    }
}

/// A clock that only goes forward.
func monotonicNanoseconds() -> Int64 { nanoseconds(CLOCK_MONOTONIC) }

/// How long this thread has kept a processor busy.
func workNanoseconds() -> Int64 { nanoseconds(CLOCK_THREAD_CPUTIME_ID) }

private func nanoseconds(_ clock: clockid_t) -> Int64 {
    var time = timespec()
    clock_gettime(clock, &time)
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
}

extension [Figures] {
    /// The run whose rate lies in the middle: one that a neighbour on the machine disturbed does not count.
    var middle: Figures? { sorted { $0.perSecond < $1.perSecond }.dropFirst(count / 2).first }
}
