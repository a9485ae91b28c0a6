import FoundationEssentials

/// JSON as the platform writes it: keys sorted, so that equal values are equal bytes. One instance serves one thread.
public final class WireCoding {
    private let encoder = JSONEncoder()
    private let decoder = JSONDecoder()

    public init() {
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    }

    public func encode(_ value: some Encodable) throws -> [UInt8] {
        // The most frequent reply between services; an encoder takes a microsecond to find out that it is empty.
        if value is Nothing { return [UInt8(ascii: "{"), UInt8(ascii: "}")] }
        return [UInt8](try encoder.encode(value))
    }

    public func decode<Value: Decodable>(_ type: Value.Type, from bytes: [UInt8]) throws -> Value {
        try decoder.decode(type, from: Data(bytes))
    }

    /// Decodes what came from outside: an error names the field by JSON pointer and says what would be right.
    public func decodeInput<Value: Decodable>(_ type: Value.Type, from bytes: [UInt8]) throws(InputFault) -> Value {
        do {
            return try decoder.decode(type, from: Data(bytes))
        } catch let error as DecodingError {
            throw InputFault(error)
        } catch {
            throw InputFault.notJSON
        }
    }
}

/// Why bytes are not the message they should be.
public enum InputFault: Error, Equatable {
    case notJSON
    case field(Problem.FieldError)

    init(_ error: DecodingError) {
        switch error {
        case .keyNotFound(let key, let context):
            self = .at(context.codingPath + [key], "required", "this field is required")
        case .typeMismatch(_, let context), .valueNotFound(_, let context):
            self = .at(context.codingPath, "wrong_type", "this field is of another type")
        case .dataCorrupted(let context):
            if context.codingPath.isEmpty {
                self = .notJSON
            } else {
                self = .at(context.codingPath, "invalid_format", context.debugDescription)
            }
        @unknown default:
            self = .notJSON
        }
    }

    private static func at(_ path: [any CodingKey], _ code: String, _ detail: String) -> InputFault {
        let steps = path.map { key in key.intValue.map { String($0) } ?? key.stringValue }
        let escaped = steps.map { $0.replacing("~", with: "~0").replacing("/", with: "~1") }
        return .field(.init(pointer: escaped.map { "/" + $0 }.joined(), code: code, detail: detail))
    }
}
