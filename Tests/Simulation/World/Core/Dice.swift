/// Chance that a seed decides (SplitMix64). Whole numbers only, so that every machine rolls alike.
struct Dice: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }

    /// True so many times in ten thousand.
    mutating func chance(_ perTenThousand: Int) -> Bool {
        perTenThousand > 0 && Int(next() % 10_000) < perTenThousand
    }

    mutating func number(_ range: ClosedRange<Int64>) -> Int64 {
        range.lowerBound + Int64(next() % UInt64(range.upperBound - range.lowerBound + 1))
    }

    /// Mostly short, so that many faults leave time for other things; long enough, now and then, for all that waits to give up.
    mutating func span(_ range: ClosedRange<Int64>, seldom longest: Int64) -> Int64 {
        number(chance(1500) ? range.lowerBound...longest : range)
    }

    mutating func index(below count: Int) -> Int { Int(next() % UInt64(count)) }

    mutating func pick<Element>(_ elements: [Element]) -> Element { elements[index(below: elements.count)] }

    /// Dice of its own for a part of the world, so that its rolls do not shift when another part rolls more often.
    static func forked(from seed: UInt64, _ part: UInt64) -> Dice {
        var dice = Dice(seed: seed &* 0x2545_f491_4f6c_dd1d ^ part &* 0x9e6c_63d0_876a_3f6b)
        _ = dice.next()
        return dice
    }
}
