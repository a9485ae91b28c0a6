import FoundationEssentials

/// What a body that is taken as it came may be.
public protocol RawBodyRule: Sendable {
    /// Media types, in lower case and without parameters.
    static var contentTypes: [String] { get }
    /// At most as many as the gateway takes of any body: 1 MiB.
    static var byteLimit: Int { get }
    /// What JSON stands in it, for the documents; nil for what is none.
    static var content: Schema? { get }
    static var sample: [UInt8] { get }
}

extension RawBodyRule {
    public static var content: Schema? { nil }
}

/// The bytes of a request's body exactly as they were sent, for what is signed as bytes or is no JSON at all. In
/// messages it is an object with the bytes in base64.
public struct RawBody<Rule: RawBodyRule>: Sendable, Equatable {
    public let contentType: String
    public let bytes: [UInt8]

    public init?(contentType: String, _ bytes: [UInt8]) {
        guard Rule.contentTypes.contains(contentType), (1...Rule.byteLimit).contains(bytes.count) else { return nil }
        (self.contentType, self.bytes) = (contentType, bytes)
    }
}

extension RawBody: SchemaProviding {
    private enum CodingKeys: String, CodingKey { case contentType = "content_type", bytes }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let contentType = try container.decode(String.self, forKey: .contentType)
        let text = try container.decode(String.self, forKey: .bytes)
        guard let data = Data(base64Encoded: text), let body = RawBody(contentType: contentType, [UInt8](data)) else {
            let types = Rule.contentTypes.joined(separator: " or ")
            throw decoder.invalid("1 to \(Rule.byteLimit) bytes of \(types) in base64")
        }
        self = body
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(contentType, forKey: .contentType)
        try container.encode(Data(bytes).base64EncodedString(), forKey: .bytes)
    }

    public static var schema: Schema {
        let type = Schema(type: .string, values: Rule.contentTypes)
        let bytes = Schema(type: .string, format: "byte", minLength: 4, maxLength: (Rule.byteLimit + 2) / 3 * 4)
        return .object(["content_type": type, "bytes": bytes], required: ["content_type", "bytes"])
    }

    public static var sample: RawBody {
        guard let type = Rule.contentTypes.first, let body = RawBody(contentType: type, Rule.sample) else {
            preconditionFailure("a raw body's rule must name a type and accept its own sample")
        }
        return body
    }
}
