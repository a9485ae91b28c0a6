/// An event's dense number as it stands in the event. CloudEvents' own integers end at 32 bits, and their `sequence` is a text
/// whose order is that of the events: so it is written with leading zeros. Events from before have a plain number.
public struct EventNumber: Codable, Sendable, Hashable {
    private static let digits = 19

    public let value: Int64

    public init(_ value: Int64) { self.value = value }

    /// Nil for what is not written in digits alone.
    public init?(text: String) {
        guard (1...EventNumber.digits).contains(text.utf8.count),
            text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let value = Int64(text)
        else { return nil }
        self.value = value
    }

    public var text: String {
        let plain = String(value)
        return value < 0 ? plain : String(repeating: "0", count: EventNumber.digits - plain.utf8.count) + plain
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let value = try? container.decode(Int64.self) {
            self.value = value
        } else if let number = EventNumber(text: try container.decode(String.self)) {
            self = number
        } else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "expected digits")
        }
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }
}
