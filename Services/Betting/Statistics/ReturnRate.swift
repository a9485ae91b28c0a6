import Messages

/// What a stake brought in percent of it, in hundredths of a percent: exact, and rounded half to even.
enum ReturnRate {
    /// Nil where nothing was staked. What is more than can be counted is the most that can.
    static func points(net: Amount, staked: Amount) -> Int64? {
        guard staked > .zero else { return nil }
        let (whole, rest) = (Int128(net.units) * 10_000).quotientAndRemainder(dividingBy: Int128(staked.units))
        let (twice, divisor) = (rest.magnitude * 2, UInt128(staked.units))
        let isUp = twice > divisor || (twice == divisor && !whole.isMultiple(of: 2))
        let rounded = isUp ? whole + (net.units < 0 ? -1 : 1) : whole
        return Int64(clamping: rounded)
    }

    static func text(net: Amount, staked: Amount) -> DecimalText? {
        points(net: net, staked: staked).map { DecimalText(units: $0, scale: 2) }
    }
}
