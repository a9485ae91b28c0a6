/// An amount of some currency in its smallest unit. Arithmetic that would not fit is an error, never a wrap or a trap.
public struct Amount: Hashable, Comparable, Sendable {
    public let units: Int64

    public init(_ units: Int64) { self.units = units }

    public static let zero = Amount(0)

    public static func < (left: Amount, right: Amount) -> Bool { left.units < right.units }

    public static func + (left: Amount, right: Amount) throws(AmountOverflow) -> Amount {
        let (units, overflow) = left.units.addingReportingOverflow(right.units)
        if overflow { throw AmountOverflow() }
        return Amount(units)
    }

    public static func - (left: Amount, right: Amount) throws(AmountOverflow) -> Amount {
        let (units, overflow) = left.units.subtractingReportingOverflow(right.units)
        if overflow { throw AmountOverflow() }
        return Amount(units)
    }

    public static func += (left: inout Amount, right: Amount) throws(AmountOverflow) { left = try left + right }
    public static func -= (left: inout Amount, right: Amount) throws(AmountOverflow) { left = try left - right }
}

/// A sum left the range of 64-bit smallest units.
public struct AmountOverflow: Error, Equatable {
    public init() {}
}

extension Sequence where Element == Amount {
    public func total() throws(AmountOverflow) -> Amount {
        var sum = Amount.zero
        for amount in self { try sum += amount }
        return sum
    }
}
