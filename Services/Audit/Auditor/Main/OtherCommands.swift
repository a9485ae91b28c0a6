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
            event's bytes in --event FILE.
            """,
        options: KeySource.verifierOptions + [
            Option("event", "FILE", "the event's bytes, where FILE is a proof alone")
        ],
        run: runReceipt)

    private struct ReceiptLine: Encodable {
        let verified = true
        let index: Int64
        let type: String?
        let size: Int64
    }

    private static func runReceipt(_ arguments: Arguments, _ output: Output) throws -> ExitCode {
        try arguments.expect("FILE")
        let keys = try KeySource(arguments: arguments).logKeys()
        let event = try arguments.value("event").map(contents)
        let file = try ReceiptFile(try contents(of: arguments.words[0]), event: event)
        guard !file.items.isEmpty else { throw Finding(.malformedLine, "there is no receipt in it") }
        for item in file.items {
            let head = try item.receipt.verify(keys)
            try output.result(
                "verified: event \(item.receipt.index)\(item.type.map { ", \($0)," } ?? "") is in the log of \(head.size) events",
                ReceiptLine(index: item.receipt.index, type: item.type, size: head.size))
        }
        if file.isPart { Output.warn("the answer says that there are more receipts than it holds") }
        return .verified
    }

    private static func contents(of path: String) throws -> [UInt8] {
        guard let data = FileManager.default.contents(atPath: path) else { throw Unchecked("there is no file \(path)") }
        guard data.count <= ReceiptFile.byteLimit else { throw Unchecked("\(path) is longer than any receipt") }
        return [UInt8](data)
    }
}

// MARK: - Checks

extension Command {
    static let checks = Command(
        name: "checks", words: "",
        summary: "Show what the platform's checks of itself have found",
        explanation: "This is the platform's own word, and ends with 1 where a check has found something.",
        options: AuditLine.options, run: runChecks)

    private static func runChecks(_ arguments: Arguments, _ output: Output) throws -> ExitCode {
        try arguments.expect()
        let checks = try AuditLine(arguments).ask(ListAuditChecks.self, Nothing()).items
        for check in checks {
            try output.result(text(of: check), check)
        }
        return checks.allSatisfy { $0.violations == 0 } ? .verified : .violated
    }

    private static func text(of check: AuditCheck) -> String {
        let end = check.finishedAt.map { ", \($0.text)" } ?? ""
        let head =
            "\(check.check.rawValue) of \(check.service.rawValue): \(check.state.rawValue)\(end), \(check.checked) of \(check.total) looked at, "
            + (check.violations == 0 ? "all as it must be" : "\(check.violations) NOT AS THEY MUST BE")
        return ([head] + check.found.map { "  \($0)" }).joined(separator: "\n")
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
