/// What a piece of text must be like; the rule's type stands in the message, so that no field is without one.
public protocol TextRule: Sendable {
    static var length: ClosedRange<Int> { get }
    /// For the documents; `accepts` is what decides.
    static var pattern: String? { get }
    static var format: String? { get }
    static var sample: String { get }
    /// What right input looks like, for the error.
    static var expected: String { get }
    static func accepts(_ text: String) -> Bool
}

extension TextRule {
    public static var pattern: String? { nil }
    public static var format: String? { nil }
    public static var expected: String {
        "\(length.lowerBound) to \(length.upperBound) characters, no control characters"
    }
    public static func accepts(_ text: String) -> Bool { true }
}

/// Text that keeps a rule: its length in Unicode scalars, no control characters, and what the rule adds.
public struct Text<Rule: TextRule>: Hashable, Sendable {
    public let text: String

    public init?(_ text: String) {
        let scalars = text.unicodeScalars
        guard Rule.length.contains(scalars.count), Rule.accepts(text),
            scalars.allSatisfy({ $0.value >= 0x20 && !(0x7f...0x9f).contains($0.value) })
        else { return nil }
        self.text = text
    }

    /// For text that comes from the platform's own storage.
    public init(trusted text: String) { self.text = text }
}

extension Text: Codable, SchemaProviding {
    public init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        guard let value = Text(text) else { throw decoder.invalid(Rule.expected) }
        self = value
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }

    public static var schema: Schema {
        Schema(
            type: .string, format: Rule.format, pattern: Rule.pattern, minLength: Rule.length.lowerBound,
            maxLength: Rule.length.upperBound)
    }
    public static var sample: Text { Text(trusted: Rule.sample) }
}

// MARK: - Rules that several services share

/// A name or title that people read.
public enum TitleRule: NameRule {
    public static let length = 1...200
    public static let sample = "Sunday final"
}

/// A longer remark.
public enum NoteRule: TextRule {
    public static let length = 1...2000
    public static let sample = "Seen on the bank's statement"
    public static let expected =
        "\(length.lowerBound) to \(length.upperBound) characters with something to be seen, no control characters"

    public static func accepts(_ text: String) -> Bool { VisibleText.shows(text) }
}

/// A short key of an outside system.
public enum KeyRule: NameRule {
    public static let length = 1...100
    public static let sample = "football"
}

public typealias Title = Text<TitleRule>
public typealias Note = Text<NoteRule>
public typealias OutsideKey = Text<KeyRule>
