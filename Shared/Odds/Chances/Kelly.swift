/// Kelly's criterion: what to stake, as parts of one's money, so that it grows fastest.
public struct Kelly: Sendable {
    /// A price and how likely its outcome is.
    public struct Bet: Sendable {
        public let price: Price
        public let probability: Probability

        public init(_ price: Price, _ probability: Probability) {
            (self.price, self.probability) = (price, probability)
        }

        var p: Double { probability.value }
        var profit: Double { price.profit.value }
        var worth: Worth { Worth(of: price, at: probability) }
    }

    /// Of one's money.
    public typealias Part = Double

    public enum Fault: String, Error, CaseIterable {
        case settings = "settings_out_of_range"
        case tooManyBets = "too_many_bets"
        case probabilitiesAboveOne = "probabilities_above_one"
        case notConverged = "not_converged"
    }

    /// The part of the full stake that one takes, and the most that one stakes on anything, both above 0 and up to 1.
    public let fraction: Part
    public let cap: Part

    public init(fraction: Part = 1, cap: Part = 1) throws(Fault) {
        guard fraction > 0, fraction <= 1, cap > 0, cap <= 1 else { throw .settings }
        (self.fraction, self.cap) = (fraction, cap)
    }

    /// Of what the criterion says. It never asks for more than all, and never for less than nothing.
    func bounded(_ full: Double) -> Double { min(cap, fraction * max(0, min(1, full))) }

    public func stake(on bet: Bet) -> Part { bounded(bet.worth.kelly) }

    public static let mostExclusive = Book.mostOutcomes

    /// Of one event's outcomes at most one comes true, though not all need be here. Those are backed that pay more than
    /// what is kept back does: with R = (1 − Σp) / (1 − Σ1/d) over the backed ones, each has p − R/d.
    public func stakes(onExclusive bets: [Bet]) throws(Fault) -> [Part] {
        guard bets.count <= Self.mostExclusive else { throw .tooManyBets }
        // A sum of rounded probabilities may be above one by their last digits.
        let rest = 1 - bets.reduce(0) { $0 + $1.p }
        guard rest > -1e-9 else { throw .probabilitiesAboveOne }
        let best = bets.indices.sorted { left, right in
            let (one, other) = (bets[left], bets[right])
            return (one.p * (1 + one.profit), right) > (other.p * (1 + other.profit), left)
        }
        var (kept, probability, price) = (1.0, 1.0, 1.0)
        var backed = 0
        for index in best {
            let bet = bets[index]
            guard bet.p * (1 + bet.profit) > kept else { break }
            (probability, price, backed) = (probability - bet.p, price - bet.price.implied, backed + 1)
            // Where everything that can happen is backed nothing is kept back.
            guard probability > 1e-12, price > 0 else {
                kept = 0
                continue
            }
            kept = probability / price
        }
        var stakes = [Double](repeating: 0, count: bets.count)
        for index in best.prefix(backed) {
            stakes[index] = bounded(bets[index].p - kept * bets[index].price.implied)
        }
        return stakes
    }
}
