/// What a price is worth in whole million-millionths, cut down: what things are put in order by that are kept.
public struct Ranks: Sendable, Equatable {
    public let edge: Int64
    public let expectedValue: Int64
    public let kelly: Int64

    public static let one: Int64 = 1_000_000_000_000

    /// A price is at most a million, and so is what it is worth: all of it fits.
    public init(_ worth: Worth) {
        func units(_ value: Double) -> Int64 { Int64((value * Double(Ranks.one)).rounded(.down)) }
        (edge, expectedValue, kelly) = (units(worth.edge), units(worth.expectedValue), units(worth.kelly))
    }

    /// The same of a number that somebody asks about; nil for what is none, or beyond all ranks.
    public static func of(_ text: String) -> Int64? {
        guard let value = Figure.value(text), value.magnitude <= 4_000_000 else { return nil }
        return Int64((value * Double(one)).rounded(.down))
    }
}
