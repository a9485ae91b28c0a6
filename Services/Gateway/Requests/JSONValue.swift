import FoundationEssentials
import Messages

/// A JSON text as a tree. There is no case for floats: a number that is not a 64-bit integer is known only as such.
enum JSONValue: Sendable, Equatable {
    case null
    case boolean(Bool)
    case integer(Int64)
    /// A number that no message carries: it has decimals or is out of range.
    case number
    case string(String)
    case array([JSONValue])
    case object([String: JSONValue])

    /// How many names of members there are in it, on all levels.
    var memberCount: Int {
        switch self {
        case .array(let items): items.reduce(0) { $0 + $1.memberCount }
        case .object(let members): members.values.reduce(members.count) { $0 + $1.memberCount }
        default: 0
        }
    }
}

// MARK: - Decoding

extension JSONValue: DecodableWithConfiguration {
    /// The schema only says what to try first, since every wrong guess costs a thrown error; it refuses nothing.
    init(from decoder: any Decoder, configuration schema: Schema?) throws {
        let single = try decoder.singleValueContainer()
        if single.decodeNil() {
            self = .null
            return
        }
        let guesses = [schema?.type].compactMap { $0 } + [.object, .string, .integer, .boolean, .array]
        for guess in guesses {
            if let value = try JSONValue.decoded(as: guess, decoder, single, schema) {
                self = value
                return
            }
        }
        self = .number
    }

    private static func decoded(
        as kind: Schema.Kind, _ decoder: any Decoder, _ single: any SingleValueDecodingContainer, _ schema: Schema?
    ) throws -> JSONValue? {
        switch kind {
        case .string:
            // Text that cannot be read, such as one with half a surrogate pair, is no value of another kind either.
            do { return .string(try single.decode(String.self)) } catch DecodingError.typeMismatch { return nil }
        case .integer: return (try? single.decode(Int64.self)).map { .integer($0) }
        case .boolean: return (try? single.decode(Bool.self)).map { .boolean($0) }
        case .array:
            guard var container = try? decoder.unkeyedContainer() else { return nil }
            var items: [JSONValue] = []
            while !container.isAtEnd {
                items.append(try container.decode(JSONValue.self, configuration: schema?.items))
            }
            return .array(items)
        case .object:
            guard let container = try? decoder.container(keyedBy: MemberName.self) else { return nil }
            var members: [String: JSONValue] = [:]
            for key in container.allKeys {
                let property = schema?.properties?[key.stringValue]
                members[key.stringValue] = try container.decode(JSONValue.self, forKey: key, configuration: property)
            }
            return .object(members)
        }
    }
}

struct MemberName: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }

    init(_ text: String) { stringValue = text }
    init?(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
}

// MARK: - Encoding

extension JSONValue: Encodable {
    func encode(to encoder: any Encoder) throws {
        var single = encoder.singleValueContainer()
        switch self {
        case .null: try single.encodeNil()
        case .boolean(let value): try single.encode(value)
        case .integer(let value): try single.encode(value)
        case .string(let value): try single.encode(value)
        case .array(let items): try single.encode(items)
        case .object(let members): try single.encode(members)
        case .number:
            let context = EncodingError.Context(codingPath: encoder.codingPath, debugDescription: "no 64-bit integer")
            throw EncodingError.invalidValue(self, context)
        }
    }
}

// MARK: - Writing documents

extension JSONValue: ExpressibleByStringLiteral, ExpressibleByDictionaryLiteral, ExpressibleByArrayLiteral {
    init(stringLiteral value: String) { self = .string(value) }
    init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
    init(dictionaryLiteral elements: (String, JSONValue)...) {
        self = .object(Dictionary(elements) { _, last in last })
    }
}
