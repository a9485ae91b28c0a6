/// Personal data that only the service holding the person's key can read: a nonce and what was encrypted under it, in
/// base64url. Destroying the key destroys the data in every copy, while hashes over the sealed form stay valid.
public struct Sealed: Hashable, Sendable, SchemaProviding {
    public let text: String

    public init(text: String) { self.text = text }

    public init(from decoder: any Decoder) throws {
        text = try decoder.singleValueContainer().decode(String.self)
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }

    public static var schema: Schema { Schema(type: .string, pattern: "^[A-Za-z0-9_-]+$") }
    public static var sample: Sealed { Sealed(text: "c2VhbGVk") }
}
