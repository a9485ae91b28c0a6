import Messages
import Odds

extension OutsideResult {
    /// What comes back of a stake, in whole units: an exact fraction of it, cut down once at the very end.
    func returned(_ stake: Amount, at price: Price) throws(AmountOverflow) -> Amount {
        do {
            switch self {
            case .win: return Amount(try Returns.won(stake.units, at: price))
            case .loss: return .zero
            case .push, .void: return stake
            // One half at the price and the other back, as one fraction: nothing is rounded between them.
            case .halfWin:
                let half = try (price.decimal + .one) / Rational(2)
                return Amount(try Returns.of(stake.units, times: half))
            case .halfLoss: return Amount(try Returns.of(stake.units, times: Rational(1, 2)))
            }
        } catch {
            throw AmountOverflow()
        }
    }

    /// Whether the stake is counted as given back, and not as staked.
    var isRefund: Bool { self == .push || self == .void }

    /// The kind of money that comes back.
    var transactionType: TrackedTransactionType {
        switch self {
        case .win, .halfWin: .betPayout
        case .loss, .push, .void, .halfLoss: .betRefund
        }
    }
}

/// Whole billionths, in which probabilities are added up: sums are the same whatever the order.
enum Billionths {
    static let one: Int64 = 1_000_000_000

    /// To the nearest, the upper of two; the text is one that was checked.
    static func of(_ probability: ProbabilityText) -> Int64 {
        let digits = Array(probability.text.utf8.dropFirst(2).prefix(10)).map { Int64($0 - 0x30) }
        let places = digits + Array(repeating: 0, count: 10 - digits.count)
        let units = places.prefix(9).reduce(0) { $0 * 10 + $1 }
        return units + (places[9] >= 5 ? 1 : 0)
    }

    /// The square of how far a probability was from what came: at most one.
    static func squaredMiss(_ held: Int64, cameTrue: Bool) -> Int64 {
        let miss = cameTrue ? one - held : held
        return rounded(Int128(miss) * Int128(miss), by: Int128(one))
    }

    /// A sum divided, to the nearest, half to even.
    static func mean(_ sum: Int64, of count: Int64) -> Int64? {
        count > 0 ? rounded(Int128(sum), by: Int128(count)) : nil
    }

    private static func rounded(_ sum: Int128, by divisor: Int128) -> Int64 {
        let (whole, rest) = sum.quotientAndRemainder(dividingBy: divisor)
        let twice = rest.magnitude * 2
        let isUp = twice > divisor.magnitude || (twice == divisor.magnitude && !whole.isMultiple(of: 2))
        return Int64(clamping: isUp ? whole + sum.signum() : whole)
    }

    static func text(_ units: Int64) -> FigureText { FigureText(trusted: DecimalText(units: units, scale: 9).text) }
}
