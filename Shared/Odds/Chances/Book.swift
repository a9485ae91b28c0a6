/// A market's prices for outcomes of which exactly one comes true.
public struct Book: Sendable {
    public let prices: [Price]
    let implied: [Double]
    /// How much the implied probabilities together are above one: what the book lives on. Below zero it pays whoever
    /// backs everything.
    public let overround: Double

    public static let mostOutcomes = 200

    public enum Fault: String, Error, CaseIterable {
        case oneSided = "one_sided_book"
        case tooManyOutcomes = "too_many_outcomes"

        public var detail: String {
            switch self {
            case .oneSided: "a book has at least two outcomes"
            case .tooManyOutcomes: "a book has at most \(mostOutcomes) outcomes"
            }
        }
    }

    public init(_ prices: [Price]) throws(Fault) {
        if prices.count < 2 { throw .oneSided }
        if prices.count > Self.mostOutcomes { throw .tooManyOutcomes }
        self.prices = prices
        implied = prices.map(\.implied)
        overround = Self.excess(of: prices)
    }

    public var impliedProbabilities: [Probability] { prices.map { Probability(impliedBy: $0) } }

    /// Of two outcomes it is taken from the longer side, so that nothing is lost by subtracting from one.
    private static func excess(of prices: [Price]) -> Double {
        prices.dropFirst().reduce(0) { $0 + $1.implied } - prices[0].impliedAgainst
    }

    /// A book is fair where its margin is no more than its own rounding.
    var isFair: Bool { overround.magnitude <= Double(prices.count) * 0x1p-52 }
}

/// A market without its margin.
public struct FairBook: Sendable, Equatable {
    /// They sum to one.
    public let probabilities: [Probability]
    /// The exponent, the share of insiders or the ratio that the method found; nil for those that look for none.
    public let parameter: Double?

    /// Decimal prices at which the book would have no margin.
    public var prices: [Double] { probabilities.map { 1 / $0.value } }
}
