// Reads a type's schema off its own `Decodable` conformance: the type is decoded from a decoder that has no input but
// notes every key and type that is asked for, and hands out each leaf's sample. So the schema cannot differ from what
// the type reads, and the decoded value is an example of it.

/// A type's schema and an example of it.
public struct Reflection<Value: Decodable> {
    public let schema: Schema
    public let sample: Value

    public init(_ type: Value.Type) throws {
        (schema, sample) = try reflect(type)
    }
}

private func reflect<Value: Decodable>(_ type: Value.Type) throws -> (Schema, Value) {
    if let leaf = type as? any SchemaProviding.Type, let sample = leaf.sample as? Value { return (leaf.schema, sample) }
    switch type {
    case is String.Type: return (Schema(type: .string), try cast("text"))
    case is Bool.Type: return (Schema(type: .boolean), try cast(true))
    case is Int64.Type: return (Schema(type: .integer), try cast(Int64(1)))
    case is Int.Type: return (Schema(type: .integer), try cast(1))
    default: break
    }
    let recorder = Recorder()
    let sample = try Value(from: ReflectingDecoder(recorder: recorder))
    return (recorder.schema, sample)
}

private func cast<Value>(_ sample: Any) throws -> Value {
    guard let value = sample as? Value else { throw ReflectionUnsupported(type: "\(Value.self)") }
    return value
}

/// A message uses a type that has no schema: an error in the program, found when its catalogue is made.
public struct ReflectionUnsupported: Error {
    public let type: String
}

private final class Recorder {
    var schema = Schema.object([:], required: [])

    func note(_ key: String, _ property: Schema, required: Bool) {
        schema.properties?[key] = property
        if required { schema.required = ((schema.required ?? []) + [key]).sorted() }
    }
}

private struct ReflectingDecoder: Decoder {
    let recorder: Recorder
    var codingPath: [any CodingKey] { [] }
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedDecodingContainer<Key> {
        KeyedDecodingContainer(KeyedReflection<Key>(recorder: recorder))
    }
    func unkeyedContainer() -> any UnkeyedDecodingContainer { ElementReflection(recorder: recorder) }
    func singleValueContainer() throws -> any SingleValueDecodingContainer {
        throw ReflectionUnsupported(type: "a type that is one value and names no schema")
    }
}

private struct KeyedReflection<Key: CodingKey>: KeyedDecodingContainerProtocol {
    let recorder: Recorder
    var codingPath: [any CodingKey] { [] }
    var allKeys: [Key] { [] }

    func contains(_ key: Key) -> Bool { true }
    func decodeNil(forKey key: Key) -> Bool { false }

    func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value {
        let (schema, sample) = try reflect(type)
        recorder.note(key.stringValue, schema, required: true)
        return sample
    }

    func decodeIfPresent<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value? {
        let (schema, sample) = try reflect(type)
        recorder.note(key.stringValue, schema, required: false)
        return sample
    }

    // Synthesized conformances ask for the basic types by overloads of their own, each of which has a default that
    // would bypass the note.
    func decodeIfPresent(_ type: Bool.Type, forKey key: Key) throws -> Bool? { try optional(key) }
    func decodeIfPresent(_ type: String.Type, forKey key: Key) throws -> String? { try optional(key) }
    func decodeIfPresent(_ type: Int.Type, forKey key: Key) throws -> Int? { try optional(key) }
    func decodeIfPresent(_ type: Int64.Type, forKey key: Key) throws -> Int64? { try optional(key) }

    private func optional<Value: Decodable>(_ key: Key) throws -> Value? {
        let (schema, sample) = try reflect(Value.self)
        recorder.note(key.stringValue, schema, required: false)
        return sample
    }

    func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type, forKey key: Key
    ) throws -> KeyedDecodingContainer<Nested> { throw ReflectionUnsupported(type: "a nested container") }
    func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
        throw ReflectionUnsupported(type: "a nested container")
    }
    func superDecoder() throws -> any Decoder { throw ReflectionUnsupported(type: "a class") }
    func superDecoder(forKey key: Key) throws -> any Decoder { throw ReflectionUnsupported(type: "a class") }
}

/// An array's container: it holds one element, which tells what all are like.
private struct ElementReflection: UnkeyedDecodingContainer {
    let recorder: Recorder
    var codingPath: [any CodingKey] { [] }
    var count: Int? { 1 }
    var isAtEnd: Bool { currentIndex > 0 }
    private(set) var currentIndex = 0

    init(recorder: Recorder) { self.recorder = recorder }

    mutating func decodeNil() -> Bool { false }

    mutating func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
        let (schema, sample) = try reflect(type)
        recorder.schema = .array(of: schema)
        currentIndex += 1
        return sample
    }

    mutating func nestedContainer<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
        throw ReflectionUnsupported(type: "a nested container")
    }
    mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
        throw ReflectionUnsupported(type: "a nested container")
    }
    mutating func superDecoder() throws -> any Decoder { throw ReflectionUnsupported(type: "a class") }
}
