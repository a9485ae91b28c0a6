/// A whole number between two bounds that its type names, so that the schema states them.
public struct WholeNumber<let least: Int, let most: Int>: Hashable, Sendable {
    public let value: Int64

    /// Nil where it is out of bounds.
    public init?(_ value: Int64) {
        guard (Int64(least)...Int64(most)).contains(value) else { return nil }
        self.value = value
    }

    /// For a number of the platform's own.
    public init(trusted value: Int64) { self.value = value }
}

extension WholeNumber: SchemaProviding {
    public init(from decoder: any Decoder) throws {
        let number = try decoder.singleValueContainer().decode(Int64.self)
        guard let value = Self(number) else { throw decoder.invalid("a number from \(least) to \(most)") }
        self = value
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(value)
    }

    public static var schema: Schema { Schema(type: .integer, minimum: Int64(least), maximum: Int64(most)) }
    public static var sample: Self { Self(trusted: Int64(max(least, 1))) }
}
