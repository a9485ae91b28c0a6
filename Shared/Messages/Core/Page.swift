/// One page of a list, and the cursor of the next one or null.
public struct Page<Item: Codable & Sendable>: Codable, Sendable {
    public let items: [Item]
    public let next: String?

    public init(items: [Item], next: String?) { (self.items, self.next) = (items, next) }

    enum CodingKeys: String, CodingKey { case items, next }

    /// Written out because `next` is always there, null at the end.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(items, forKey: .items)
        try container.encode(next, forKey: .next)
    }
}

extension Page: SchemaProviding {
    public static var schema: Schema {
        let item = try? Reflection(Item.self).schema
        var next = Schema(type: .string)
        next.nullable = true
        return .object(
            ["items": .array(of: item ?? Schema(type: .object)), "next": next], required: ["items", "next"])
    }

    public static var sample: Page {
        let item = try? Reflection(Item.self).sample
        return Page(items: item.map { [$0] } ?? [], next: nil)
    }
}

/// How many items a page may hold: 1 to 200, 50 where nothing is said.
public struct PageLimit: Hashable, Sendable, SchemaProviding {
    public static let standard = PageLimit(trusted: 50)
    public static let most = PageLimit(trusted: 200)
    public let count: Int

    private init(trusted count: Int) { self.count = count }

    public init(from decoder: any Decoder) throws {
        count = try decoder.singleValueContainer().decode(Int.self)
        guard (1...200).contains(count) else { throw decoder.invalid("a number from 1 to 200") }
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(count)
    }

    public static var schema: Schema { Schema(type: .integer, minimum: 1, maximum: 200) }
    public static var sample: PageLimit { standard }
}

public enum CursorRule: TextRule {
    public static let length = 1...200
    public static let sample = "019aa2f5-3c00-7000-8000-000000000001"
}

/// Where a page ended; clients give it back as it is.
public typealias Cursor = Text<CursorRule>

/// The `next` of a reply that says more than a page's items: always there, null at the end.
public struct NextPage: Hashable, Sendable, SchemaProviding {
    public let cursor: String?

    public init(_ cursor: String?) { self.cursor = cursor }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        cursor = container.decodeNil() ? nil : try container.decode(String.self)
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(cursor)
    }

    public static var schema: Schema {
        var schema = Schema(type: .string)
        schema.nullable = true
        return schema
    }
    public static var sample: NextPage { NextPage(nil) }
}
