@testable import Odds

/// Numbers by chance that are the same in each run.
struct Draw: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    /// SplitMix64
    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ mixed >> 27) &* 0x94d0_49bb_1331_11eb
        return mixed ^ mixed >> 31
    }

    /// A price of any size, from any format.
    mutating func price() -> Price {
        let largest: Int64 = [10, 100, 10_000, 1_000_000, 1_000_000_000].randomElement(using: &self) ?? 10
        while true {
            let (over, under) = (
                Int64.random(in: 1...largest, using: &self), Int64.random(in: 1...largest, using: &self)
            )
            if let profit = try? Rational(over, under), let price = try? Price(profit: profit) { return price }
        }
    }

    /// A price between 1.01 and 101, such as books have.
    mutating func usualPrice() -> Price {
        let cents = Int64.random(in: 1...(Bool.random(using: &self) ? 300 : 10_000), using: &self)
        guard let profit = try? Rational(cents, 100), let price = try? Price(profit: profit) else { return price() }
        return price
    }

    mutating func probability() -> Probability {
        while true {
            let value = Double.random(in: 0...1, using: &self)
            if let probability = Probability(value) { return probability }
        }
    }

    /// Prices that together are above one, but not as far as a power of them would leave nothing of the longer ones.
    mutating func book() -> Book {
        while true {
            let prices = (0..<Int.random(in: 2...12, using: &self)).map { _ in usualPrice() }
            if let book = try? Book(prices), book.overround > 0, book.overround < 0.5 { return book }
        }
    }
}
