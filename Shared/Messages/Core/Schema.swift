/// What JSON a type reads and writes, in JSON Schema's words. Services announce it; the gateway validates by it and
/// publishes it.
public struct Schema: Codable, Sendable, Equatable {
    public enum Kind: String, Codable, Sendable { case object, array, string, integer, boolean }

    public var type: Kind
    /// True where null may stand instead.
    public var nullable = false
    public var format: String?
    public var pattern: String?
    public var minLength: Int?
    public var maxLength: Int?
    public var minimum: Int64?
    public var maximum: Int64?
    public var maxItems: Int?
    public var maxProperties: Int?
    public var values: [String]?
    public var properties: [String: Schema]?
    public var required: [String]?
    public var additionalProperties: Bool?
    /// The ways in which the value may be written, of which exactly one fits. `type` is then the first one's, for readers
    /// that know of no others.
    public var alternatives: [Schema]?
    /// An array's element; kept in a list because a struct cannot hold itself.
    private var element: [Schema]?
    /// What each member of an object is whose members may have any name.
    private var member: [Schema]?

    public var items: Schema? { element?.first }
    public var members: Schema? { member?.first }

    enum CodingKeys: String, CodingKey {
        case type, format, pattern, minLength, maxLength, minimum, maximum, maxItems, maxProperties, values = "enum"
        case properties, required, additionalProperties, element = "items", alternatives = "oneOf"
    }

    public init(
        type: Kind, format: String? = nil, pattern: String? = nil, minLength: Int? = nil, maxLength: Int? = nil,
        minimum: Int64? = nil, maximum: Int64? = nil, values: [String]? = nil
    ) {
        (self.type, self.format, self.pattern, self.values) = (type, format, pattern, values)
        (self.minLength, self.maxLength, self.minimum, self.maximum) = (minLength, maxLength, minimum, maximum)
    }

    public static func array(of element: Schema, atMost count: Int? = nil) -> Schema {
        var schema = Schema(type: .array)
        schema.element = [element]
        schema.maxItems = count
        return schema
    }

    /// An object whose members have names that only the sender knows.
    public static func map(of member: Schema, atMost count: Int) -> Schema {
        var schema = Schema(type: .object)
        schema.member = [member]
        schema.maxProperties = count
        return schema
    }

    /// What may be written in several ways that no value confuses.
    public static func oneOf(_ first: Schema, _ others: Schema...) -> Schema {
        var schema = Schema(type: first.type)
        schema.alternatives = [first] + others
        return schema
    }

    public static func object(_ properties: [String: Schema], required: [String]) -> Schema {
        var schema = Schema(type: .object)
        schema.properties = properties
        schema.required = required.isEmpty ? nil : required.sorted()
        schema.additionalProperties = false
        return schema
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        if let kinds = try? container.decode([String].self, forKey: .type) {
            guard let kind = kinds.first.flatMap(Kind.init), kinds.dropFirst() == ["null"] else {
                throw decoder.invalid("a JSON type, or one and null")
            }
            (type, nullable) = (kind, true)
        } else {
            type = try container.decode(Kind.self, forKey: .type)
        }
        format = try container.decodeIfPresent(String.self, forKey: .format)
        pattern = try container.decodeIfPresent(String.self, forKey: .pattern)
        minLength = try container.decodeIfPresent(Int.self, forKey: .minLength)
        maxLength = try container.decodeIfPresent(Int.self, forKey: .maxLength)
        minimum = try container.decodeIfPresent(Int64.self, forKey: .minimum)
        maximum = try container.decodeIfPresent(Int64.self, forKey: .maximum)
        maxItems = try container.decodeIfPresent(Int.self, forKey: .maxItems)
        maxProperties = try container.decodeIfPresent(Int.self, forKey: .maxProperties)
        values = try container.decodeIfPresent([String].self, forKey: .values)
        properties = try container.decodeIfPresent([String: Schema].self, forKey: .properties)
        required = try container.decodeIfPresent([String].self, forKey: .required)
        if let schema = try? container.decodeIfPresent(Schema.self, forKey: .additionalProperties) {
            member = [schema]
        } else {
            additionalProperties = try container.decodeIfPresent(Bool.self, forKey: .additionalProperties)
        }
        alternatives = try container.decodeIfPresent([Schema].self, forKey: .alternatives)
        element = try container.decodeIfPresent(Schema.self, forKey: .element).map { [$0] }
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        if nullable {
            try container.encode([type.rawValue, "null"], forKey: .type)
        } else {
            try container.encode(type, forKey: .type)
        }
        try container.encodeIfPresent(format, forKey: .format)
        try container.encodeIfPresent(pattern, forKey: .pattern)
        try container.encodeIfPresent(minLength, forKey: .minLength)
        try container.encodeIfPresent(maxLength, forKey: .maxLength)
        try container.encodeIfPresent(minimum, forKey: .minimum)
        try container.encodeIfPresent(maximum, forKey: .maximum)
        try container.encodeIfPresent(maxItems, forKey: .maxItems)
        try container.encodeIfPresent(maxProperties, forKey: .maxProperties)
        try container.encodeIfPresent(values, forKey: .values)
        try container.encodeIfPresent(properties, forKey: .properties)
        try container.encodeIfPresent(required, forKey: .required)
        try container.encodeIfPresent(additionalProperties, forKey: .additionalProperties)
        try container.encodeIfPresent(members, forKey: .additionalProperties)
        try container.encodeIfPresent(items, forKey: .element)
        try container.encodeIfPresent(alternatives, forKey: .alternatives)
    }
}

/// A value type that describes its own JSON and gives an example of itself.
public protocol SchemaProviding: Codable, Sendable {
    static var schema: Schema { get }
    static var sample: Self { get }
}

/// An enumeration on the wire. A reader that meets a value of a newer version reads the fallback where the type has one.
public protocol WireEnum: RawRepresentable, CaseIterable, SchemaProviding where RawValue == String {
    static var fallback: Self? { get }
}

extension WireEnum {
    public static var fallback: Self? { nil }

    private static var known: [Self] { allCases.filter { $0.rawValue != fallback?.rawValue } }

    public static var schema: Schema { Schema(type: .string, values: known.map(\.rawValue)) }

    public static var sample: Self {
        guard let first = known.first else { preconditionFailure("\(Self.self) has no case") }
        return first
    }

    public init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        guard let value = Self(rawValue: text) ?? Self.fallback else {
            throw decoder.invalid("one of " + Self.known.map(\.rawValue).joined(separator: ", "))
        }
        self = value
    }
}

extension Decoder {
    /// The error for a value that is of the right JSON type and still not right; `expected` says what would be.
    func invalid(_ expected: String) -> DecodingError {
        .dataCorrupted(DecodingError.Context(codingPath: codingPath, debugDescription: "expected \(expected)"))
    }
}
