/// How one seed's run went.
public struct RunReport: Sendable, Codable {
    public let seed: UInt64
    public let hash: String
    public let steps: Int
    public let messages: Int
    /// Simulated milliseconds.
    public let duration: Int64
    public let faults: FaultCount
    /// Operations by how they ended.
    public let outcomes: [String: Int]
    public let violation: Violation?
}

extension World {
    func report(_ violation: Violation?) -> RunReport {
        var outcomes: [String: Int] = [:]
        for submission in clients.flatMap(\.submissions) { outcomes[submission.outcome, default: 0] += 1 }
        return RunReport(
            seed: seed, hash: trace.text, steps: steps, messages: messages, duration: now - World.beginning,
            faults: faults, outcomes: outcomes, violation: violation)
    }
}

extension Submission {
    /// Its kind and how it ended, for the statistics.
    fileprivate var outcome: String {
        switch verdict {
        case nil: "\(call.operation) unknown"
        case .fenced?: "\(call.operation) fenced"
        case .answered(let answer)?:
            answer.isSuccess ? "\(call.operation) done" : "\(call.operation) \(answer.code)"
        }
    }
}
