/// Counts requests by operation: how many ended with which status, and how long they took.
struct RequestMetrics {
    static let bounds: [Int64] = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000]

    struct Figures {
        var statuses: [Int: Int64] = [:]
        /// How many took as long as each bound and longer than the one before; the last had no bound.
        var durations = [Int64](repeating: 0, count: RequestMetrics.bounds.count + 1)
        var totalMilliseconds: Int64 = 0
        var count: Int64 = 0
    }

    private(set) var operations: [String: Figures] = [:]

    mutating func record(_ operation: String, status: Int, milliseconds: Int64) {
        let bucket = RequestMetrics.bounds.firstIndex { milliseconds <= $0 } ?? RequestMetrics.bounds.count
        operations[operation, default: Figures()].add(status: status, milliseconds, bucket)
    }
}

extension RequestMetrics.Figures {
    fileprivate mutating func add(status: Int, _ milliseconds: Int64, _ bucket: Int) {
        statuses[status, default: 0] += 1
        durations[bucket] += 1
        totalMilliseconds += milliseconds
        count += 1
    }
}
