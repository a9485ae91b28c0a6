/// A value that is one text on the wire.
protocol TextValue: Encodable {
    var text: String { get }
}

extension ID: TextValue {}
extension Timestamp: TextValue {}
extension DecimalText: TextValue {}
extension CurrencyCode: TextValue {}
extension Text: TextValue {}

// The synthesized conformances of messages and events find these before the general form, which makes an
// encoder and a container for every value it is given. The bytes are the same.

extension KeyedEncodingContainer {
    mutating func encode(_ value: some TextValue, forKey key: Key) throws {
        try encode(value.text, forKey: key)
    }

    mutating func encode(_ value: some WireEnum, forKey key: Key) throws {
        try encode(value.rawValue, forKey: key)
    }
}
