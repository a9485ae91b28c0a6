import Auditor
import Foundation

/// One of the things that the program does.
struct Command: Sendable {
    /// One or two words.
    let name: String
    /// What stands behind the name, for the help.
    let words: String
    let summary: String
    /// More for the help.
    let explanation: String
    let options: [Option]
    let run: @Sendable (Arguments, Output) throws -> ExitCode

    static let shared = [
        Option("json", nil, "one JSON object a line, for programs"), Option("help", nil, "this text"),
    ]
    static let all = [
        tail, follow, verify, prove, receiptVerify, checks, keys,
    ]

    var help: String {
        let known = options + Command.shared
        let width = known.map(\.usage.count).max() ?? 0
        let lines = known.map { option in
            "  \(option.usage)" + String(repeating: " ", count: width - option.usage.count + 2) + option.help
        }
        return """
            \(summary).

            usage: croupier-auditor \(name)\(words.isEmpty ? "" : " " + words) [options]

            \(explanation)

            options:
            \(lines.joined(separator: "\n"))

            \(Command.exitCodes)

            """
    }

    static let exitCodes = """
        exit codes: 0 all is verified; 1 something does not verify, and the output says what; 2 it could not be checked
        (no answer, no file, no key); 64 the command line is wrong
        """

    static var help: String {
        let width = all.map(\.name.count).max() ?? 0
        let lines = all.map { command in
            "  \(command.name)" + String(repeating: " ", count: width - command.name.count + 2) + command.summary
        }
        return """
            Checks the audit log from public keys alone.

            usage: croupier-auditor COMMAND [options]       croupier-auditor COMMAND --help says more

            \(lines.joined(separator: "\n"))

            \(exitCodes)

            """
    }

    /// Finds the command and does it.
    static func run(_ words: [String]) throws -> ExitCode {
        guard let first = words.first else { throw UsageFault("a command is missing") }
        if ["--help", "help", "-h"].contains(first) {
            Output(isJSON: false).line(help)
            return .verified
        }
        let found = all.first { words.starts(with: $0.name.split(separator: " ").map(String.init)) }
        guard let command = found else {
            let longer = all.filter { $0.name.hasPrefix(first + " ") }
            guard !longer.isEmpty else { throw UsageFault("there is no command \(first)") }
            guard words.contains("--help") else {
                throw UsageFault("\(first) goes on with \(longer.map(\.name).joined(separator: " or "))")
            }
            for command in longer { Output(isJSON: false).line(command.help) }
            return .verified
        }
        let rest = Array(words.dropFirst(command.name.split(separator: " ").count))
        if rest.contains("--help") {
            Output(isJSON: false).line(command.help)
            return .verified
        }
        let arguments = try Arguments(rest, command.options + shared)
        return try command.run(arguments, Output(isJSON: arguments.has("json")))
    }
}
