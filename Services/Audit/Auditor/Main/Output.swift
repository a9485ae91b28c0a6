import Auditor
import Foundation
import Glibc
import Messages

/// What is written: lines for people, or with `--json` one JSON object a line for programs; what is on the way goes to
/// standard error, and only where a person watches.
struct Output {
    let isJSON: Bool
    private let coding = WireCoding()

    init(isJSON: Bool) { self.isJSON = isJSON }

    func line(_ text: String) { Output.write(text + "\n", to: STDOUT_FILENO) }

    func json(_ value: some Encodable) throws { line(String(decoding: try coding.encode(value), as: UTF8.self)) }

    /// The same for people and programs.
    func result(_ text: @autoclosure () -> String, _ value: @autoclosure () -> some Encodable) throws {
        if isJSON { try json(value()) } else { line(text()) }
    }

    func finding(_ finding: Finding) throws {
        try result("NOT VERIFIED  \(finding.text)", FindingLine(finding))
    }

    static func warn(_ text: String) { write("croupier-auditor: \(text)\n", to: STDERR_FILENO) }

    static func write(_ text: String, to descriptor: Int32) {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            // Whoever reads is gone.
            guard count > 0 else { exit(ExitCode.unchecked.rawValue) }
            rest = rest.dropFirst(count)
        }
    }
}

struct FindingLine: Encodable {
    let finding: Finding.Kind
    let detail: String
    let line: Int64?
    let index: Int64?

    init(_ finding: Finding) {
        (self.finding, detail, line, index) = (finding.kind, finding.detail, finding.line, finding.index)
    }
}

/// How far long work is, in one line that writes over itself.
struct Progress {
    private static let pauseNanoseconds: UInt64 = 250_000_000
    private let isShown = isatty(STDERR_FILENO) == 1
    private let start = Progress.now
    private var told: UInt64 = 0

    private static var now: UInt64 { DispatchTime.now().uptimeNanoseconds }

    mutating func tell(_ count: Int64, of total: Int64, from first: Int64 = 0) {
        let now = Progress.now
        guard isShown, now - told > Progress.pauseNanoseconds else { return }
        told = now
        let milliseconds = max(1, Int64(now - start) / 1_000_000)
        let share = total > 0 ? " (\(min(100, count * 100 / total)) %)" : ""
        Output.write(
            "\r\u{1b}[K\(count) events\(share), \((count - first) * 1000 / milliseconds) events/s", to: STDERR_FILENO)
    }

    func clear() { if isShown, told > 0 { Output.write("\r\u{1b}[K", to: STDERR_FILENO) } }
}
