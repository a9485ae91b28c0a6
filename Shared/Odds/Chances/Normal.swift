import Glibc

/// The functions that the C library has and Swift's has not.
enum Normal {
    /// The standard normal distribution, by the complement of the error function: exact to the last digits in both tails.
    static func distribution(_ x: Double) -> Double { 0.5 * erfc(-x / 2.0.squareRoot()) }

    static func logarithm(_ x: Double) -> Double { log(x) }
    static func logarithm(onePlus x: Double) -> Double { log1p(x) }
    static func exponential(_ x: Double) -> Double { exp(x) }
}

/// What is expected to be counted, as a normal distribution: points, yards, goals.
public struct LineModel: Sendable {
    public let mean: Double
    public let sigma: Double

    public enum Fault: String, Error, CaseIterable {
        case notFinite = "not_finite"
        case notPositive = "sigma_not_positive"
    }

    /// `floor` is the least spread that is believed: a model that has seen few games is surer of itself than it may be.
    public init(mean: Double, sigma: Double, floor: Double) throws(Fault) {
        guard mean.isFinite, sigma.isFinite, floor.isFinite else { throw .notFinite }
        guard floor > 0, sigma >= 0 else { throw .notPositive }
        (self.mean, self.sigma) = (mean, max(sigma, floor))
    }

    /// How likely what is counted is above, below or on a line. The three sum to one.
    public struct Chances: Sendable, Equatable {
        public let over: Double
        public let under: Double
        public let push: Double

        // What a bet on a side wins by, whose stake comes back with a push. Nil where there is no doubt.
        public var overUnlessPush: Probability? { Probability(over / (over + under)) }
        public var underUnlessPush: Probability? { Probability(under / (over + under)) }
    }

    /// Where only whole numbers are counted, a whole line has a push, and the half next to it belongs to it.
    public func chances(line: Double, countsWhole: Bool) throws(Fault) -> Chances {
        guard line.isFinite else { throw .notFinite }
        guard countsWhole, line == line.rounded() else {
            let over = Normal.distribution((mean - line) / sigma)
            return Chances(over: over, under: Normal.distribution((line - mean) / sigma), push: 0)
        }
        let over = Normal.distribution((mean - line - 0.5) / sigma)
        let under = Normal.distribution((line - 0.5 - mean) / sigma)
        return Chances(over: over, under: under, push: max(0, 1 - over - under))
    }
}
