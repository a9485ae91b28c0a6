/// A list that is no longer than its type says: the bound stands in the schema, and a longer list is refused.
public struct UpTo<let limit: Int, Element: Codable & Sendable>: Sendable {
    public let items: [Element]

    /// Nil where there are more than fit.
    public init?(_ items: [Element]) {
        guard items.count <= limit else { return nil }
        self.items = items
    }
}

extension UpTo: SchemaProviding {
    public init(from decoder: any Decoder) throws {
        let items = try decoder.singleValueContainer().decode([Element].self)
        guard let list = Self(items) else { throw decoder.invalid("a list of at most \(limit)") }
        self = list
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(items)
    }

    public static var schema: Schema {
        .array(of: (try? Reflection(Element.self).schema) ?? Schema(type: .object), atMost: limit)
    }

    public static var sample: Self {
        let element = try? Reflection(Element.self).sample
        guard let list = Self(element.map { [$0] } ?? []) else { preconditionFailure("a list must have room for one") }
        return list
    }
}
