/// What may stand behind a command.
struct Option: Sendable {
    let name: String
    /// What its value is, for the help; nil for a flag.
    let value: String?
    let help: String

    init(_ name: String, _ value: String? = nil, _ help: String) {
        (self.name, self.value, self.help) = (name, value, help)
    }

    var usage: String { "--\(name)" + (value.map { " \($0)" } ?? "") }
}

/// The words behind a command, read by the options that it has.
struct Arguments {
    private(set) var words: [String] = []
    private var values: [String: [String]] = [:]
    private let options: [Option]

    init(_ arguments: [String], _ options: [Option]) throws {
        self.options = options
        var rest = arguments[...]
        while let word = rest.popFirst() {
            guard word.hasPrefix("--"), word.count > 2 else {
                words.append(word)
                continue
            }
            let parts = word.dropFirst(2).split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let option = options.first(where: { $0.name == parts[0] }) else {
                throw UsageFault("there is no option --\(parts[0])")
            }
            if let value = option.value {
                guard let given = parts.count == 2 ? String(parts[1]) : rest.popFirst() else {
                    throw UsageFault("--\(option.name) takes a value: \(value)")
                }
                values[option.name, default: []].append(given)
            } else {
                guard parts.count == 1 else { throw UsageFault("--\(option.name) takes no value") }
                values[option.name] = []
            }
        }
    }

    func has(_ name: String) -> Bool { values[name] != nil }

    func all(_ name: String) -> [String] { values[name] ?? [] }

    /// The last one that was given.
    func value(_ name: String) -> String? { values[name]?.last }

    func number(_ name: String, _ range: ClosedRange<Int64>) throws -> Int64? {
        guard let text = value(name) else { return nil }
        return try Arguments.number(text, "--\(name)", range)
    }

    static func number(_ text: String, _ name: String, _ range: ClosedRange<Int64>) throws -> Int64 {
        guard let number = Int64(text), range.contains(number) else {
            throw UsageFault("\(name) is a number from \(range.lowerBound) to \(range.upperBound), not \(text)")
        }
        return number
    }

    /// Exactly so many words.
    func expect(_ names: String...) throws {
        guard words.count == names.count else {
            throw UsageFault(names.isEmpty ? "expected no more words" : "expected \(names.joined(separator: " "))")
        }
    }
}
