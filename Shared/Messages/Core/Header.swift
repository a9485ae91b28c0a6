/// The header frame of every message: a first line that names protocol and kind, then one `key value` line a field.
/// It is text so that a client in any language builds and reads it with a split.
///
///     croupier/1 command
///     operation betting.place-bet
///     id 7c9e…
public struct Header: Sendable, Equatable {
    public enum Kind: String, Sendable {
        /// A client's command: done once for its id within its caller's scope.
        case command
        /// A service's durable call: done once for its sequence, in order.
        case call
        case query
        case reply
    }

    public enum Field: String, Sendable, CaseIterable {
        /// The operation's wire name.
        case operation
        /// A command's idempotency identity.
        case id
        /// Chosen by who asks, given back with the answer.
        case reference
        /// The time in milliseconds since 1970 until which it may still be begun.
        case deadline
        /// W3C trace context.
        case trace
        /// What the identity service vouches for: who the caller is.
        case statement
        /// From where and with what a client asks, as the gateway saw it.
        case address, agent
        /// A call's dense number, the lowest its sender still waits for, and the sender's incarnation.
        case sequence, floor, incarnation
        /// On whose behalf a service calls.
        case actor
        /// A reply's HTTP status and the path of what was created.
        case status, location
        /// In the answer to a request for events: the number of the last event there is. In that to a command or call:
        /// the number of the last event that there was when it was answered, its own among them.
        case head
        /// In the refusal of a request for events, in base64url: the link of the event behind which they go on.
        case link
    }

    public static let protocolName = "croupier/1"
    /// The longest header that is read.
    public static let byteLimit = 8192

    public let kind: Kind
    private var values: [(field: Field, text: String)] = []

    public init(_ kind: Kind) { self.kind = kind }

    /// Setting a text with a line break in it would add fields; such a text is refused by dropping it.
    public subscript(field: Field) -> String? {
        get { values.first { $0.field == field }?.text }
        set {
            values.removeAll { $0.field == field }
            if let newValue, !newValue.utf8.contains(10) { values.append((field, newValue)) }
        }
    }

    public func number(_ field: Field) -> Int64? { self[field].flatMap { Int64($0) } }

    public mutating func set(_ field: Field, _ number: Int64) { self[field] = String(number) }

    public static func == (left: Header, right: Header) -> Bool { left.bytes == right.bytes }
}

// MARK: - Bytes

extension Header {
    public var bytes: [UInt8] {
        var bytes = Array(Header.protocolName.utf8)
        bytes.reserveCapacity(256)
        bytes.append(UInt8(ascii: " "))
        bytes.append(contentsOf: kind.rawValue.utf8)
        for (field, text) in values {
            bytes.append(10)
            bytes.append(contentsOf: field.rawValue.utf8)
            bytes.append(UInt8(ascii: " "))
            bytes.append(contentsOf: text.utf8)
        }
        return bytes
    }

    /// Nil where the bytes are no header of this protocol. Fields that this version does not know are passed over.
    ///
    /// Read in place, since every message of the platform passes here: only the values become texts.
    public init?(bytes: [UInt8]) {
        guard bytes.count <= Header.byteLimit else { return nil }
        var rest: ArraySlice<UInt8>? = bytes[...]
        guard let first = Header.line(&rest), let (name, kindName) = Header.words(of: first),
            name.elementsEqual(Header.protocolName.utf8),
            let kind = String(validating: kindName, as: UTF8.self).flatMap(Kind.init)
        else { return nil }
        self.kind = kind
        values.reserveCapacity(Field.allCases.count)
        while let line = Header.line(&rest) {
            guard let (key, value) = Header.words(of: line), let text = String(validating: value, as: UTF8.self)
            else { return nil }
            guard let field = Header.names.first(where: { $0.name.elementsEqual(key) })?.field else {
                guard String(validating: key, as: UTF8.self) != nil else { return nil }
                continue
            }
            if self[field] != nil { return nil }
            values.append((field, text))
        }
    }

    private static let names = Field.allCases.map { (field: $0, name: Array($0.rawValue.utf8)) }

    /// Takes the next line off. A line break at the end is followed by one more line, an empty one.
    private static func line(_ rest: inout ArraySlice<UInt8>?) -> ArraySlice<UInt8>? {
        guard let text = rest else { return nil }
        guard let end = text.firstIndex(of: 10) else {
            rest = nil
            return text
        }
        rest = text[(end + 1)...]
        return text[..<end]
    }

    private static func words(of line: ArraySlice<UInt8>) -> (key: ArraySlice<UInt8>, value: ArraySlice<UInt8>)? {
        guard let space = line.firstIndex(of: UInt8(ascii: " ")) else { return nil }
        return (line[..<space], line[(space + 1)...])
    }
}
