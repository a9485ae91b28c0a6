/// A JSON object as some other service wrote it, handed on without knowing what is in it.
public struct RawJSON: Sendable, Equatable, SchemaProviding {
    fileprivate let tree: JSONTree

    public init(from decoder: any Decoder) throws {
        tree = try JSONTree(from: decoder)
        guard case .object = tree else { throw decoder.invalid("a JSON object") }
    }

    public func encode(to encoder: any Encoder) throws { try tree.encode(to: encoder) }

    private init(_ tree: JSONTree) { self.tree = tree }

    public static var schema: Schema {
        var schema = Schema(type: .object)
        schema.additionalProperties = true
        return schema
    }
    public static var sample: RawJSON { RawJSON(.object(["type": .string("betting.bet-placed")])) }
}

/// JSON of any shape. Numbers are whole: nothing on this platform is a float.
private enum JSONTree: Codable, Sendable, Equatable {
    case null
    case boolean(Bool)
    case integer(Int64)
    case string(String)
    case array([JSONTree])
    case object([String: JSONTree])

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let text = try? container.decode(String.self) {
            self = .string(text)
        } else if let object = try? container.decode([String: JSONTree].self) {
            self = .object(object)
        } else if let array = try? container.decode([JSONTree].self) {
            self = .array(array)
        } else if let boolean = try? container.decode(Bool.self) {
            self = .boolean(boolean)
        } else {
            self = .integer(try container.decode(Int64.self))
        }
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .null: try container.encodeNil()
        case .boolean(let value): try container.encode(value)
        case .integer(let value): try container.encode(value)
        case .string(let value): try container.encode(value)
        case .array(let value): try container.encode(value)
        case .object(let value): try container.encode(value)
        }
    }
}
