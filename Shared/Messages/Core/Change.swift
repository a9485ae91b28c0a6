/// A field of a JSON Merge Patch (RFC 7396): left out it keeps what is there, null clears it, a value takes its place.
/// For what cannot be cleared a plain optional is right.
public enum Change<Value: Codable & Sendable>: Sendable {
    case keep, clear
    case set(Value)

    /// What is there afterwards.
    public func applied(to value: Value?) -> Value? {
        switch self {
        case .keep: value
        case .clear: nil
        case .set(let value): value
        }
    }
}

extension Change: Equatable where Value: Equatable {}

extension Change: SchemaProviding {
    /// Only the container that would hold the field knows whether it is there: see the overloads below.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        self = container.decodeNil() ? .clear : .set(try container.decode(Value.self))
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        if case .set(let value) = self { try container.encode(value) } else { try container.encodeNil() }
    }

    public static var schema: Schema {
        var schema = (try? Reflection(Value.self).schema) ?? Schema(type: .object)
        schema.nullable = true
        return schema
    }

    public static var sample: Change {
        (try? Reflection(Value.self).sample).map { .set($0) } ?? .clear
    }
}

// The synthesized conformances of messages find these before the general forms, which know no absence.

extension KeyedDecodingContainer {
    public func decode<Value>(_ type: Change<Value>.Type, forKey key: Key) throws -> Change<Value> {
        guard contains(key) else { return .keep }
        return try decodeIfPresent(type, forKey: key) ?? .clear
    }
}

extension KeyedEncodingContainer {
    public mutating func encode<Value>(_ change: Change<Value>, forKey key: Key) throws {
        switch change {
        case .keep: break
        case .clear: try encodeNil(forKey: key)
        case .set(let value): try encode(value, forKey: key)
        }
    }
}
