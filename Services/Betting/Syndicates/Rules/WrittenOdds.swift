import Messages
import Odds

/// Odds as friends write them down: "5/1", "evens", "2.5" or, with a sign, "-110".
struct WrittenOdds {
    let price: Price

    /// What is no odds, or says that nothing could be won, is a fault with what would be right.
    struct Fault: Error {
        let detail: String
    }

    init(_ text: String) throws(Fault) {
        let words = text.lowercased()
        let notation = WrittenOdds.notation(of: words)
        do {
            price = try Price(words == "even" ? "evens" : words, as: notation)
        } catch {
            throw Fault(detail: error.detail(notation))
        }
    }

    /// Letters and strokes are fractions', and only American odds have a sign.
    private static func notation(of text: String) -> Notation {
        if text.contains("/") || text.hasPrefix("ev") { return .fractional }
        return text.hasPrefix("+") || text.hasPrefix("-") ? .american : .decimal
    }

    /// What a won bet returns, cut down to whole units: the stake, unless it was free, and the profit.
    func returned(on stake: Amount, isFree: Bool) throws(AmountOverflow) -> Amount {
        do {
            return Amount(try Returns.of(stake.units, times: isFree ? price.profit : price.decimal))
        } catch {
            throw AmountOverflow()
        }
    }
}
