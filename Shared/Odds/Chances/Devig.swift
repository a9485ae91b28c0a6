import Glibc

/// How a book's margin is taken out of its prices. With π a price's implied probability, n the outcomes and Π the sum of π:
public enum DevigMethod: String, Sendable, CaseIterable {
    /// p = π / Π. Always has an answer.
    case proportional
    /// p = π − (Π − 1) / n. Refused where that leaves an outcome with nothing.
    case additive
    /// p = πᵏ for the one k ≥ 1 at which they sum to one.
    case power
    /// Shin's model of insiders: p = (√(z² + 4(1−z)π²/Π) − z) / (2(1−z)) for the one z in [0, 1) at which they sum to one.
    case shin
    /// p = π / (c + π − cπ) for the one c ≥ 1 at which they sum to one: each outcome's odds are c times as long.
    case oddsRatio = "odds_ratio"
}

extension Book {
    public enum DevigFault: Error, Equatable {
        /// The implied probabilities do not reach one: there is no margin that could be taken out.
        case noMargin
        /// The method leaves this outcome without a probability.
        case nothingLeft(outcome: Int)

        public var code: String {
            switch self {
            case .noMargin: "no_margin"
            case .nothingLeft: "nothing_left"
            }
        }
    }

    /// The probabilities without the margin. What has to be looked for is bisected until two neighbouring numbers hold it
    /// between them, which every book comes to: the sum falls steadily from above one at the lower end to below one at the
    /// upper.
    public func withoutMargin(_ method: DevigMethod) throws(DevigFault) -> FairBook {
        if isFair { return try Self.summed(implied, parameter: method.atNoMargin) }
        if overround < 0 { throw .noMargin }
        let (total, count) = (1 + overround, Double(implied.count))
        switch method {
        case .proportional: return try Self.summed(implied, parameter: nil)
        case .additive:
            return try Self.summed(implied.map { $0 - overround / count }, parameter: nil)
        case .power:
            // Of the shortest price the logarithm is taken by what it is short of one, where it has its digits.
            let logs = prices.map { price in price.implied > 0.5 ? log1p(-price.impliedAgainst) : log(price.implied) }
            // There the likeliest outcome alone is at 1/n, and so no other above it.
            let most = -log(count) / (logs.max() ?? -1)
            return try Self.solved(from: 1, to: max(1, most)) { k in logs.map { exp(k * $0) } }
        case .shin:
            let squares = implied.map { $0 * $0 / total }
            // The formula above turned so that nothing is subtracted from what is nearly the same.
            return try Self.solved(from: 0, to: 1) { z in
                squares.map { 2 * $0 / ((z * z + 4 * (1 - z) * $0).squareRoot() + z) }
            }
        case .oddsRatio:
            // There the sum of what each outcome has at most is one.
            let most = prices.reduce(0) { $0 + 1 / $1.profit.value }
            return try Self.solved(from: 1, to: max(1, most)) { c in
                prices.map { $0.implied / ($0.implied + c * $0.impliedAgainst) }
            }
        }
    }

    private static func solved(
        from lower: Double, to upper: Double, _ probabilities: (Double) -> [Double]
    ) throws(DevigFault) -> FairBook {
        let root = Bisection.falling(from: lower, to: upper) { parameter in
            probabilities(parameter).reduce(0, +) - 1
        }
        return try summed(probabilities(root), parameter: root)
    }

    /// The last digits are shared out, so that the sum is one and not nearly one.
    private static func summed(_ values: [Double], parameter: Double?) throws(DevigFault) -> FairBook {
        let total = values.reduce(0, +)
        var probabilities: [Probability] = []
        for (outcome, value) in values.enumerated() {
            guard let probability = Probability(value / total) else {
                // What is nearly certain leaves nothing to another one, which is to be named.
                throw .nothingLeft(outcome: value < total / 2 ? outcome : values.firstIndex(of: values.min() ?? 0) ?? 0)
            }
            probabilities.append(probability)
        }
        return FairBook(probabilities: probabilities, parameter: parameter)
    }
}

extension DevigMethod {
    /// What the method finds where there is nothing to take out.
    fileprivate var atNoMargin: Double? {
        switch self {
        case .proportional, .additive: nil
        case .power, .oddsRatio: 1
        case .shin: 0
        }
    }
}

enum Bisection {
    /// Where a function that falls passes zero, to the last digit: it ends when no number lies between the two sides, which
    /// takes at most some hundred halvings from these bounds.
    static func falling(from lower: Double, to upper: Double, _ function: (Double) -> Double) -> Double {
        var (low, high) = (lower, upper)
        while true {
            let middle = low + (high - low) / 2
            if middle <= low || middle >= high { return middle }
            if function(middle) > 0 { low = middle } else { high = middle }
        }
    }
}
