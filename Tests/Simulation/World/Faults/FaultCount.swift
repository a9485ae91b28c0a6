/// How often each fault was injected, and at which step of which saga.
public struct FaultCount: Sendable, Codable {
    public private(set) var total = [Int](repeating: 0, count: FaultKind.allCases.count)
    /// By `saga/step`, one number a kind.
    public private(set) var bySagaStep: [String: [Int]] = [:]

    public init() {}

    mutating func add(_ kind: FaultKind, at steps: [String] = []) {
        total[kind.rawValue] += 1
        for step in steps { bySagaStep[step, default: Self.zeros][kind.rawValue] += 1 }
    }

    /// Has every step in the table, hit or not.
    mutating func know(_ step: String) { bySagaStep[step, default: Self.zeros][0] += 0 }

    public mutating func add(_ other: FaultCount) {
        for index in total.indices { total[index] += other.total[index] }
        for (step, counts) in other.bySagaStep.sorted(by: { $0.key < $1.key }) {
            for index in counts.indices { bySagaStep[step, default: Self.zeros][index] += counts[index] }
        }
    }

    public var sum: Int { total.reduce(0, +) }

    private static var zeros: [Int] { [Int](repeating: 0, count: FaultKind.allCases.count) }
}
