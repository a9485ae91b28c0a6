import Auditor
import Dispatch
import Foundation
import Glibc
import Transparency

extension Command {
    static let verify = Command(
        name: "verify", words: "FILE --key KEY",
        summary: "Check an export without a connection",
        explanation: """
            FILE is what GET /v1/audit/export answered; - is standard input. Checked are the signature of its checkpoint, every event's
            hash, proof, number and link, and that the file is whole. Each fault is named with its line. A file of any length is read
            in the same memory. What filters left out cannot be missed: that nothing is missing shows in an export without them.
            Which events were asked for is the file's own word, which nobody has signed: it is told, and with --whole the file must be
            of the whole log.
            A witness cosigns a moment after the log signs, so that the latest of an export may wait for it: with --witness-key it
            is said how far the cosignatures go, and with --all-cosigned they must go to the end.
            """,
        options: KeySource.verifierOptions + [
            Option("all-cosigned", nil, "the witnesses must have cosigned all of it, and not the beginning alone"),
            Option("whole", nil, "it must be of the whole log, with nothing left out"), Option.knownBreak,
        ], run: runVerify)

    private static func runVerify(_ arguments: Arguments, _ output: Output) throws -> ExitCode {
        try arguments.expect("FILE")
        let keys = try KeySource(arguments: arguments).logKeys()
        let isDemanded = arguments.has("all-cosigned")
        guard !isDemanded || !keys.witnesses.isEmpty else {
            throw UsageFault("--all-cosigned takes --witness-key, which says whose cosignatures are meant")
        }
        let demands = ExportVerifier.Demands(
            cosignatures: isDemanded, whole: arguments.has("whole"),
            knownBreaks: Set(arguments.all(Option.knownBreak.name)))
        let report = try report(of: InputFile(arguments.words[0]), keys, demands)
        for finding in report.findings.first { try output.finding(finding) }
        try output.result(summary(of: report), Summary(report))
        return report.findings.count == 0 ? .verified : .violated
    }

    private struct Summary: Encodable {
        let verified: Bool
        let events: Int64
        let freed: Int64
        /// Of how many the log itself tells.
        let freedTold: Int64
        let unreadable: Int64
        let size: Int64?
        let root: String?
        /// What the file says that it is of.
        let fromIndex: Int64?
        let toIndex: Int64?
        let filters: [String: String]?
        let cosigned: Int64?
        let findings: Int64

        enum CodingKeys: String, CodingKey {
            case verified, events, freed, unreadable, size, root, filters, cosigned, findings
            case freedTold = "freed_told", fromIndex = "from_index", toIndex = "to_index"
        }

        init(_ report: ExportReport) {
            (events, unreadable) = (report.events, report.unreadable)
            (freed, freedTold) = (report.freed, report.freedTold)
            (size, root) = (report.head?.size, report.head.map { Base64.encode($0.root) })
            (fromIndex, toIndex) = (report.scope?.range.lowerBound, report.scope?.range.upperBound)
            (filters, cosigned) = (report.scope?.filters, report.cosigned)
            (findings, verified) = (report.findings.count, report.findings.count == 0)
        }
    }

    private static func summary(of report: ExportReport) -> String {
        let count = report.findings.count
        guard let head = report.head else { return "nothing could be verified: the checkpoint is not one of this log" }
        let root = "of the log of \(head.size) events with the root \(Base64.encode(head.root))"
        guard count == 0 else {
            return "\(count) \(count == 1 ? "thing is" : "things are") wrong in \(report.events) events \(root)"
        }
        let freed =
            report.freed == 0
            ? ""
            : "; of \(report.freed) the bytes are not kept any more, and events in it tell of \(report.freedTold) such"
        let cosigned = report.cosigned.map {
            $0 == head.size ? "; all of it is cosigned" : "; the first \($0) are cosigned"
        }
        let unreadable = report.unreadable == 0 ? "" : "; \(report.unreadable) are no readable events"
        return "verified \(report.events) events \(root)\(scope(of: report))\(cosigned ?? "")\(freed)\(unreadable)"
    }

    private static func scope(of report: ExportReport) -> String {
        guard let scope = report.scope, !report.isWhole else { return "" }
        let filters = scope.filters.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
        return "; asked for were \(scope.range.lowerBound) to \(scope.range.upperBound)"
            + (filters.isEmpty ? "" : " with " + filters.joined(separator: ", "))
    }

    /// Of each block one core computes the chain over the lines, and another all the rest.
    private static func report(
        of file: InputFile, _ keys: LogKeys, _ demands: ExportVerifier.Demands
    ) throws -> ExportReport {
        var (reader, chain) = (LineReader(), ExportChain())
        var verifier = ExportVerifier(keys: keys, demands: demands)
        var progress = Progress()
        while !reader.isBeyondLimit, let block = try file.nextBlock() {
            let lines = reader.take(block)
            // Each of the two turns touches what the other does not.
            nonisolated(unsafe) var (left, right) = (chain, verifier)
            DispatchQueue.concurrentPerform(iterations: 2) { turn in
                if turn == 0 {
                    for line in lines { left.take(line) }
                } else {
                    for line in lines { right.take(line) }
                }
            }
            (chain, verifier) = (left, right)
            progress.tell(verifier.events, of: verifier.expected)
        }
        progress.clear()
        return verifier.finish(reader, chain: chain)
    }
}
