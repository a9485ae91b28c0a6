/// A fraction of whole numbers, held exactly and in lowest terms. What does not fit 64 bits is an error, never a wrap.
public struct Rational: Hashable, Comparable, Sendable {
    public let numerator: Int64
    /// More than zero.
    public let denominator: Int64

    /// A result left the range of 64-bit terms, or something was divided by zero.
    public struct Overflow: Error, Equatable {}

    public static let zero = Rational(trusted: 0, 1)
    public static let one = Rational(trusted: 1, 1)

    public init(_ numerator: Int64, _ denominator: Int64 = 1) throws(Overflow) {
        try self.init(wide: Int128(numerator), Int128(denominator))
    }

    init(wide numerator: Int128, _ denominator: Int128) throws(Overflow) {
        guard denominator != 0, numerator != .min, denominator != .min else { throw Overflow() }
        let divisor = Self.divisor(numerator.magnitude, denominator.magnitude) * (denominator < 0 ? -1 : 1)
        guard let over = Int64(exactly: numerator / divisor), let under = Int64(exactly: denominator / divisor),
            over != .min
        else { throw Overflow() }
        (self.numerator, self.denominator) = (over, under)
    }

    private init(trusted numerator: Int64, _ denominator: Int64) {
        (self.numerator, self.denominator) = (numerator, denominator)
    }

    private static func divisor(_ left: UInt128, _ right: UInt128) -> Int128 {
        var (left, right) = (left, right)
        while right != 0 { (left, right) = (right, left % right) }
        return Int128(left)
    }

    // Two products of 64-bit numbers, neither of which is the least, and their sum fit 128 bits.

    public static func + (left: Rational, right: Rational) throws(Overflow) -> Rational {
        try Rational(wide: left.crossed(right) + right.crossed(left), left.under(right))
    }

    public static func - (left: Rational, right: Rational) throws(Overflow) -> Rational {
        try Rational(wide: left.crossed(right) - right.crossed(left), left.under(right))
    }

    public static func * (left: Rational, right: Rational) throws(Overflow) -> Rational {
        try Rational(wide: Int128(left.numerator) * Int128(right.numerator), left.under(right))
    }

    public static func / (left: Rational, right: Rational) throws(Overflow) -> Rational {
        try Rational(wide: left.crossed(right), Int128(left.denominator) * Int128(right.numerator))
    }

    public static func < (left: Rational, right: Rational) -> Bool { left.crossed(right) < right.crossed(left) }

    private func crossed(_ other: Rational) -> Int128 { Int128(numerator) * Int128(other.denominator) }
    private func under(_ other: Rational) -> Int128 { Int128(denominator) * Int128(other.denominator) }
}

/// Which whole number is taken where the exact one lies between two.
public enum Rounding: Sendable, CaseIterable {
    /// The lower one. Of odds, in every format, that is the worse price for who takes them.
    case down
    /// The nearer one; of two equally near ones that which is farther from zero.
    case nearest
    /// The higher one, which is the better price.
    case up
}

extension Rational {
    /// This number times `scale` as a whole number, and whether nothing was lost.
    public func units(scale: Int64 = 1, _ rounding: Rounding) throws(Overflow) -> (units: Int64, isExact: Bool) {
        let (quotient, rest) = (Int128(numerator) * Int128(scale)).quotientAndRemainder(
            dividingBy: Int128(denominator))
        let (sign, isHalf): (Int128, Bool) = (rest.signum(), rest.magnitude * 2 >= UInt128(denominator))
        let step: Int128 =
            switch rounding {
            case .down: min(sign, 0)
            case .up: max(sign, 0)
            case .nearest: isHalf ? sign : 0
            }
        guard let units = Int64(exactly: quotient + step) else { throw Overflow() }
        return (units, rest == 0)
    }
}
