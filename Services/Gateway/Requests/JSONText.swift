import FoundationEssentials
import Messages

/// Reads JSON that comes from outside. The decoder of Foundation accepts more than a careful reader may: it guesses
/// UTF-16 and UTF-32, nests to 512 levels, passes over a comma before a closing bracket, and of two members of one name
/// keeps one without a word. So the text is measured before, and its members are counted again in the tree that came of
/// it.
struct JSONText {
    static let depthLimit = 32
    /// Each value costs the decoder some microseconds, and the gateway's loop is everybody's.
    static let valueLimit = 4000

    enum Fault: Error, Equatable {
        case malformed
        case tooDeep
        case tooMany
        case repeatedName

        var detail: String {
            switch self {
            case .malformed: "the body is not JSON text in UTF-8"
            case .tooDeep: "the body is nested deeper than \(JSONText.depthLimit) levels"
            case .tooMany: "the body has more than \(JSONText.valueLimit) values"
            case .repeatedName: "a name stands twice in one object of the body"
            }
        }
    }

    private let decoder = JSONDecoder()

    func parse(_ bytes: [UInt8], guidedBy schema: Schema?) throws(Fault) -> JSONValue {
        let names = try JSONText.measure(bytes)
        guard String(validating: bytes, as: UTF8.self) != nil,
            let value = try? decoder.decode(JSONValue.self, from: Data(bytes), configuration: schema)
        else { throw .malformed }
        if value.memberCount != names { throw .repeatedName }
        return value
    }

    /// How many members the text writes down: outside of strings, each has one colon and nothing else has any.
    private static func measure(_ bytes: [UInt8]) throws(Fault) -> Int {
        var (names, depth, values) = (0, 0, 0)
        var (isInString, isEscaped, followsComma) = (false, false, false)
        for byte in bytes {
            if byte <= 0x20, !isInString {
                // Foundation takes zero bytes as a sign of another encoding; JSON allows none but these between values.
                guard [0x09, 0x0a, 0x0d, 0x20].contains(byte) else { throw .malformed }
                continue
            }
            if byte < 0x20 { throw .malformed }
            if isInString {
                if isEscaped {
                    isEscaped = false
                } else if byte == UInt8(ascii: "\\") {
                    isEscaped = true
                } else if byte == UInt8(ascii: "\"") {
                    isInString = false
                }
                continue
            }
            let isCloser = byte == UInt8(ascii: "}") || byte == UInt8(ascii: "]")
            if isCloser, followsComma { throw .malformed }
            followsComma = byte == UInt8(ascii: ",")
            if followsComma || byte == UInt8(ascii: "[") || byte == UInt8(ascii: "{") {
                values += 1
                if values > valueLimit { throw .tooMany }
            }
            switch byte {
            case UInt8(ascii: "\""): isInString = true
            case UInt8(ascii: ":"): names += 1
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                depth += 1
                if depth > depthLimit { throw .tooDeep }
            default: if isCloser { depth -= 1 }
            }
        }
        return names
    }
}
