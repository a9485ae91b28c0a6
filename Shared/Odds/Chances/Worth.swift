/// What a price is worth to somebody who knows how likely its outcome is.
public struct Worth: Sendable, Equatable {
    /// How much likelier the outcome is than the price says.
    public let edge: Double
    /// The mean profit for each unit staked: p(d − 1) − (1 − p).
    public let expectedValue: Double
    /// The part of one's money that grows it fastest, or 0 where the price is not worth taking.
    public let kelly: Double
    /// The decimal price from which on it is worth taking.
    public let breakEven: Double

    public init(of price: Price, at probability: Probability) {
        let (p, profit) = (probability.value, price.profit.value)
        edge = p - price.implied
        expectedValue = p * profit - (1 - p)
        kelly = max(0, expectedValue / profit)
        breakEven = 1 / p
    }
}

extension Parlay {
    /// How likely it is that all legs win, if they have nothing to do with each other.
    public static func probability(_ legs: [Probability]) -> Double { legs.reduce(1) { $0 * $1.value } }
}

/// How far one's own view is believed against that of many others.
public enum Shrinkage: String, Sendable, CaseIterable {
    /// w·own + (1 − w)·consensus
    case linear
    /// The same with logits, which does not pull long shots as far.
    case logit

    /// Nil for a weight that is not from 0 to 1.
    public func apply(_ own: Probability, toward consensus: Probability, weight: Double) -> Probability? {
        guard weight >= 0, weight <= 1 else { return nil }
        switch self {
        case .linear: return Probability(weight * own.value + (1 - weight) * consensus.value)
        case .logit:
            let logit = weight * own.logit + (1 - weight) * consensus.logit
            return Probability(1 / (1 + Normal.exponential(-logit)))
        }
    }
}

/// What was taken, held against the price at which the market closed: who beats the close does well in the end.
public struct ClosingLineValue: Sendable, Equatable {
    /// How much likelier the outcome was held at the close.
    public let probability: Double
    public let logit: Double
    /// How much more the price paid that was taken, as a part of the closing decimal price.
    public let price: Double
    /// Decided by the exact prices.
    public let beatsClose: Bool

    /// From the two prices as they stand, margins included.
    public init(taken: Price, closing: Price) {
        probability = closing.implied - taken.implied
        logit = Normal.logarithm(taken.profit.value) - Normal.logarithm(closing.profit.value)
        price = taken.decimal.value / closing.decimal.value - 1
        beatsClose = taken > closing
    }

    /// Against what the closing market held without its margin, or any other view of it.
    public init(taken: Price, closing: Probability) {
        let own = Probability(impliedBy: taken)
        probability = closing.value - own.value
        logit = closing.logit - own.logit
        price = taken.decimal.value * closing.value - 1
        beatsClose = closing > own
    }
}
