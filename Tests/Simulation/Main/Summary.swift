import Foundation
import Simulation

/// Many reports in one.
struct Summary: Sendable {
    private(set) var seeds = 0
    private(set) var hashes: [UInt64: String] = [:]
    private var steps = 0
    private var messages = 0
    private var duration: Int64 = 0
    private var faults = FaultCount()
    private var outcomes: [String: Int] = [:]

    mutating func add(_ report: RunReport) {
        seeds += 1
        hashes[report.seed] = report.hash
        steps += report.steps
        messages += report.messages
        duration += report.duration
        faults.add(report.faults)
        for (outcome, count) in report.outcomes { outcomes[outcome, default: 0] += count }
    }

    private var operations: Int { outcomes.values.reduce(0, +) }

    /// The steps of sagas that a kind of fault never hit.
    var missed: [String] { faults.missed }

    func text(seconds: Double?) -> String {
        var lines = ["operations:"]
        for (outcome, count) in outcomes.sorted(by: { $0.key < $1.key }) {
            lines.append("  \(pad(count, 8))  \(outcome)")
        }
        lines.append("faults injected:")
        for kind in FaultKind.allCases { lines.append("  \(pad(faults.total[kind.rawValue], 8))  \(kind.name)") }
        lines.append("fault kind × saga step:")
        lines.append("  " + FaultKind.sagaKinds.map { pad($0.name, 22) }.joined() + "    reached  step")
        for (step, counts) in faults.bySagaStep.sorted(by: { $0.key < $1.key }) {
            lines.append(
                "  " + FaultKind.sagaKinds.map { pad("\(counts[$0.rawValue])", 22) }.joined()
                    + pad("\(faults.reached[step] ?? 0)", 11) + "  \(step)")
        }
        lines.append(
            "\(seeds) seeds, \(steps) steps, \(messages) messages, \(operations) operations, \(faults.sum) faults, "
                + "\(duration / 1000) simulated seconds")
        if let seconds {
            let perSecond = Double(operations) / seconds
            lines.append(
                String(
                    format: "%.1f s: %.2f seeds/s, %.0f steps/s, %.0f operations/s", seconds, Double(seeds) / seconds,
                    Double(steps) / seconds, perSecond))
        }
        return lines.joined(separator: "\n")
    }

    private func pad(_ number: Int, _ width: Int) -> String { pad("\(number)", width) }
    private func pad(_ text: String, _ width: Int) -> String {
        String(repeating: " ", count: max(1, width - text.count)) + text
    }
}
