/// A moment, or a whole day of whoever asks: one end of a range of time in a query.
public enum TimeOrDay: Hashable, Sendable {
    case time(Timestamp)
    case day(Day)
}

extension TimeOrDay: SchemaProviding {
    public init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        if let day = Day(text) {
            self = .day(day)
        } else if let time = Timestamp(text) {
            self = .time(time)
        } else {
            throw decoder.invalid("an RFC 3339 time such as \(Timestamp.sample.text), or a date such as 2030-01-01")
        }
    }

    public func encode(to encoder: any Encoder) throws {
        switch self {
        case .time(let time): try time.encode(to: encoder)
        case .day(let day): try day.encode(to: encoder)
        }
    }

    public static var schema: Schema { Schema(type: .string, minLength: 10, maxLength: 35) }
    public static var sample: TimeOrDay { .time(.sample) }
}
