import Messages

/// What an event's own bytes say of where it belongs.
public struct EventFacts: Equatable, Sendable {
    public let source: String
    public let incarnation: Int64
    public let sequence: Int64

    public init(source: String, incarnation: Int64, sequence: Int64) {
        (self.source, self.incarnation, self.sequence) = (source, incarnation, sequence)
    }

    private static let prefix = "/croupier/"

    /// Nil where the bytes are no event. Such bytes are kept in the log too, at the place where one was to come.
    public init?(_ body: [UInt8]) {
        var (source, incarnation, sequence): (String?, Int64?, Int64?)
        var reader = JSONReader(body)
        do {
            try reader.object { name, value in
                switch name {
                case "source": source = String(decoding: try value.string(), as: UTF8.self)
                case "incarnation": incarnation = try value.integer()
                case "sequence": sequence = try EventFacts.number(&value)
                default: break
                }
            }
            try reader.end()
        } catch {
            return nil
        }
        guard let source, let incarnation, let sequence, incarnation > 0, sequence > 0,
            source.utf8.starts(with: EventFacts.prefix.utf8)
        else { return nil }
        self.init(
            source: String(Substring(source.utf8.dropFirst(EventFacts.prefix.utf8.count))), incarnation: incarnation,
            sequence: sequence)
    }

    /// A text of digits, or the plain number of events from before.
    private static func number(_ value: inout JSONReader) throws -> Int64 {
        guard value.isAtText else { return try value.integer() }
        guard let number = EventNumber(text: String(decoding: try value.string(), as: UTF8.self)) else {
            throw JSONReader.Fault()
        }
        return number.value
    }

    public var text: String { "\(source)/\(incarnation)/\(sequence)" }
}
