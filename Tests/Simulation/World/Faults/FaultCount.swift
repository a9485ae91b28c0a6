/// How often each fault was injected, and at which step of which saga.
public struct FaultCount: Sendable, Codable {
    public private(set) var total = [Int](repeating: 0, count: FaultKind.allCases.count)
    /// By `saga/step`, one number a kind.
    public private(set) var bySagaStep: [String: [Int]] = [:]
    /// By `saga/step`, the kinds that can hit it.
    public private(set) var possible: [String: [Int]] = [:]
    /// By `saga/step`, in how many seeds anything got there while faults were about.
    public private(set) var reached: [String: Int] = [:]

    public init() {}

    mutating func add(_ kind: FaultKind, at steps: [String] = []) {
        total[kind.rawValue] += 1
        for step in steps { bySagaStep[step, default: Self.zeros][kind.rawValue] += 1 }
    }

    mutating func reach(_ steps: [String]) {
        for step in steps { reached[step] = 1 }
    }

    /// Has every step in the table, hit or not.
    mutating func know(_ step: String, _ kinds: [FaultKind]) {
        bySagaStep[step, default: Self.zeros][0] += 0
        possible[step] = kinds.map(\.rawValue)
    }

    /// The steps, each with a kind of fault that could have hit it and never did.
    public var missed: [String] {
        bySagaStep.sorted { $0.key < $1.key }.flatMap { step, counts in
            FaultKind.sagaKinds.filter { possible[step, default: []].contains($0.rawValue) && counts[$0.rawValue] == 0 }
                .map { "\(step) × \($0.name)" }
        }
    }

    public mutating func add(_ other: FaultCount) {
        for index in total.indices { total[index] += other.total[index] }
        possible.merge(other.possible) { _, other in other }
        reached.merge(other.reached, uniquingKeysWith: +)
        for (step, counts) in other.bySagaStep.sorted(by: { $0.key < $1.key }) {
            for index in counts.indices { bySagaStep[step, default: Self.zeros][index] += counts[index] }
        }
    }

    public var sum: Int { total.reduce(0, +) }

    private static var zeros: [Int] { [Int](repeating: 0, count: FaultKind.allCases.count) }
}
