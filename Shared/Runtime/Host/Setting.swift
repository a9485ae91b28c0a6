/// One thing that can be configured: by flag, else by environment, else by default.
public struct Setting: Sendable {
    public let name: String
    public let fallback: String
    public let help: String

    public init(_ name: String, default fallback: String, _ help: String) {
        (self.name, self.fallback, self.help) = (name, fallback, help)
    }

    /// `--admin-email` is also `CROUPIER_ADMIN_EMAIL`.
    var variable: String { "CROUPIER_" + name.uppercased().replacing("-", with: "_") }
}

/// What a process was told: every setting has a value, and nothing unknown was said.
public struct Configuration: Sendable {
    private let values: [String: String]

    public enum Problem: Error, Equatable {
        case helpAsked
        case unknownFlag(String)
        case missingValue(String)
        case notANumber(String)
        case neitherTrueNorFalse(String)
    }

    public init(_ settings: [Setting], arguments: [String], environment: [String: String]) throws(Problem) {
        var values: [String: String] = [:]
        for setting in settings { values[setting.name] = environment[setting.variable] ?? setting.fallback }
        var rest = arguments[...]
        while let argument = rest.popFirst() {
            if argument == "--help" || argument == "-h" { throw .helpAsked }
            let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let name = String(parts[0].dropFirst(2))
            guard parts[0].hasPrefix("--"), values[name] != nil else { throw .unknownFlag(argument) }
            if parts.count == 2 {
                values[name] = String(parts[1])
            } else if let value = rest.popFirst() {
                values[name] = value
            } else {
                throw .missingValue(argument)
            }
        }
        self.values = values
    }

    public subscript(name: String) -> String {
        guard let value = values[name] else { preconditionFailure("no setting \(name)") }
        return value
    }

    public func number(_ name: String) throws(Problem) -> Int {
        guard let number = Int(self[name]) else { throw .notANumber(name) }
        return number
    }

    public func truth(_ name: String) throws(Problem) -> Bool {
        guard let truth = Bool(self[name]) else { throw .neitherTrueNorFalse(name) }
        return truth
    }

    /// All settings, as `--help` shows them.
    public static func help(program: String, _ settings: [Setting]) -> String {
        let lines = settings.map { setting in
            let fallback = setting.fallback.isEmpty ? "" : " (default: \(setting.fallback))"
            return "  --\(setting.name) VALUE, or \(setting.variable)\n        \(setting.help)\(fallback)"
        }
        return "usage: \(program) [--setting VALUE …]\n\n" + lines.joined(separator: "\n") + "\n"
    }
}
