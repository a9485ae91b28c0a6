import Auditor
import Foundation
import Messages
import Transparency

// MARK: - Receipts

extension Command {
    static let receiptVerify = Command(
        name: "receipt verify", words: "FILE --key KEY",
        summary: "Check receipts without a connection",
        explanation: """
            FILE is what GET /v1/audit/receipts/{operation_id} answered, one receipt out of it, or the text of a tlog-proof with the
            event's bytes in --event FILE; - is standard input. What is told of an event is what its own bytes say; a receipt whose
            event is not kept any more proves that there was one, and not what it said.
            """,
        options: KeySource.verifierOptions + [
            Option("event", "FILE", "the event's bytes, where FILE is a proof alone")
        ],
        run: runReceipt)

    private struct ReceiptLine: Encodable {
        let verified = true
        let index: Int64
        let type: String?
        let causation: String?
        /// Whether what the event said is known.
        let kept: Bool
        let size: Int64

        init(_ item: ReceiptFile.Item, size: Int64) {
            (index, type, causation) = (item.receipt.index, item.event?.type, item.event?.causation)
            (kept, self.size) = (item.receipt.isKept, size)
        }
    }

    private static func runReceipt(_ arguments: Arguments, _ output: Output) throws -> ExitCode {
        try arguments.expect("FILE")
        let keys = try KeySource(arguments: arguments).logKeys()
        let event = try arguments.value("event").map(contents)
        let file = try ReceiptFile(try contents(of: arguments.words[0]), event: event)
        guard !file.items.isEmpty else { throw Finding(.malformedLine, "there is no receipt in it") }
        for item in file.items {
            let head = try item.receipt.verify(keys)
            let name = item.event.map { ", \($0.type), caused by \($0.causation)," } ?? ""
            let rest = item.receipt.isKept ? "" : "; what it said is not kept any more"
            try output.result(
                "verified: event \(item.receipt.index)\(name) is in the log of \(head.size) events\(rest)",
                ReceiptLine(item, size: head.size))
        }
        if file.isPart { Output.warn("the answer says that there are more receipts than it holds") }
        return .verified
    }

    private static func contents(of path: String) throws -> [UInt8] {
        let file = try InputFile(path)
        var bytes: [UInt8] = []
        while let block = try file.nextBlock() {
            bytes += block
            guard bytes.count <= ReceiptFile.byteLimit else { throw Unchecked("\(path) is longer than any receipt") }
        }
        return bytes
    }
}

// MARK: - Checks

extension Command {
    static let checks = Command(
        name: "checks", words: "",
        summary: "Show what the platform's checks of itself have found",
        explanation: """
            This is the platform's own word. It ends with 1 where a check has found something, and with 2 where one has never run to its
            end: auditors have them run with POST /v1/audit/checks.
            """,
        options: AuditLine.options, run: runChecks)

    private static func runChecks(_ arguments: Arguments, _ output: Output) throws -> ExitCode {
        try arguments.expect()
        let checks = try AuditLine(arguments).ask(ListAuditChecks.self, Nothing()).items
        for check in checks {
            try output.result(text(of: check), check)
        }
        guard checks.allSatisfy({ $0.violations == 0 }) else { return .violated }
        return !checks.isEmpty && checks.allSatisfy { $0.finishedAt != nil && $0.state != .failed }
            ? .verified : .unchecked
    }

    private static func text(of check: AuditCheck) -> String {
        let end = check.finishedAt.map { ", \($0.text)" } ?? ""
        let name = check.name.map { " (\($0.text))" } ?? ""
        let head =
            "\(check.check.rawValue)\(name) of \(check.service.rawValue): \(check.state.rawValue)\(end), "
            + "\(check.checked) of \(check.total) looked at, \(outcome(of: check))"
        return ([head] + check.found.map { "  \($0)" }).joined(separator: "\n")
    }

    private static func outcome(of check: AuditCheck) -> String {
        if check.violations > 0 { return "\(check.violations) NOT AS THEY MUST BE" }
        switch check.state {
        case .never, .asked: return "nothing is known yet"
        case .running: return "all as it must be so far"
        case .finished: return "all as it must be"
        case .failed: return "NOT DONE: \(check.problem ?? "no reason is given")"
        }
    }
}

// MARK: - Keys

extension Command {
    static let keys = Command(
        name: "keys", words: "",
        summary: "Show the public keys that the log says it is known by",
        explanation: """
            A log that lies would lie about its key too: get the keys from somebody else, such as the regulator or the operator's
            papers, and only compare them with these.
            """,
        options: AuditLine.options, run: runKeys)

    private static func runKeys(_ arguments: Arguments, _ output: Output) throws -> ExitCode {
        try arguments.expect()
        for key in try AuditLine(arguments).ask(ListAuditKeys.self, Nothing()).items {
            let end = key.to.map { "  not used since \($0.text)" } ?? ""
            try output.result("\(key.purpose.rawValue)  \(key.verifierKey)\(end)", key)
        }
        Output.warn("these are the log's own words; get the keys from somewhere else, and compare")
        return .verified
    }
}
