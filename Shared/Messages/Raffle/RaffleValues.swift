public enum Raffle {}

/// Where a raffle stands on its way from the first idea to the last winner.
public enum RaffleState: String, WireEnum {
    case created, configured, active, suspended
    case salesClosed = "sales_closed"
    case reconciling, reconciled
    case drawingReady = "drawing_ready"
    case completed, cancelled, unknown

    public static var fallback: RaffleState? { .unknown }
}

/// What percentage prizes are a percentage of.
public enum RevenueCalculation: String, WireEnum {
    case grossRevenue = "gross_revenue"
    /// After the raffle's fee and tax.
    case netRevenue = "net_revenue"
    case unknown

    public static var fallback: RevenueCalculation? { .unknown }
}

/// In which order numbers are given out: one after another, or in an order that only the raffle's key knows.
public enum NumberOrder: String, WireEnum {
    case sequential, permuted, unknown

    public static var fallback: NumberOrder? { .unknown }
}

/// How many tickets a raffle has: 1 to 10,000,000, since configuring it makes them all.
public struct TicketCount: Hashable, Sendable, SchemaProviding {
    public static let range: ClosedRange<Int64> = 1...10_000_000
    public let count: Int64

    public init?(_ count: Int64) {
        guard TicketCount.range.contains(count) else { return nil }
        self.count = count
    }

    /// For a count that comes from the platform's own storage.
    public init(trusted count: Int64) { self.count = count }

    public init(from decoder: any Decoder) throws {
        let number = try decoder.singleValueContainer().decode(Int64.self)
        guard let count = TicketCount(number) else { throw decoder.invalid("a number from 1 to 10000000") }
        self = count
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(count)
    }

    public static var schema: Schema {
        Schema(type: .integer, minimum: range.lowerBound, maximum: range.upperBound)
    }
    public static var sample: TicketCount { TicketCount(trusted: 10_000) }
}
