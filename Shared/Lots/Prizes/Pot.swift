/// What there is to win from: what was sold, less what the raffle's rules take off first, and the jackpot beside it.
/// All sums are in smallest units of the raffle's one currency.
public struct Pot: Hashable, Sendable {
    /// Parts are hundredths of a per cent, of which this many are the whole.
    public static let whole: Int64 = 10_000

    /// What was sold and not voided.
    public let gross: Int64
    /// What fees and taxes take where prizes are parts of what is net; nothing where they are parts of the gross.
    public let fees: Int64
    public let taxes: Int64
    /// What the organizer put in before the first sale, and what earlier raffles left.
    public let jackpot: Int64

    /// Why there is no such pot or prize, by a stable code.
    public enum Fault: String, Error, CaseIterable {
        case negative = "negative_sum"
        case badRate = "bad_rate"
        case ratesAboveWhole = "rates_above_whole"
        case sharesAboveWhole = "shares_above_whole"
        case jackpotTwice = "jackpot_twice"
        case jackpotForEach = "jackpot_for_each"
        case badWinners = "bad_winners"
        case tooLarge = "sum_too_large"
    }

    /// What prizes are parts of.
    public var base: Int64 { gross - fees - taxes }

    /// - Parameters:
    ///   - feeRate: in basis points of the gross, zero where prizes are parts of the gross; likewise `taxRate`.
    ///   - seeded: what the organizer put in.
    ///   - rolledIn: what earlier raffles left.
    ///
    /// Fees and taxes together are taken to the nearest unit, a half to the even one; the taxes are what of this is not
    /// fees. So never more is taken than there is, as could be were each rounded by itself.
    public init(
        gross: Int64, feeRate: Int64 = 0, taxRate: Int64 = 0, seeded: Int64 = 0, rolledIn: Int64 = 0
    ) throws(Fault) {
        guard gross >= 0, seeded >= 0, rolledIn >= 0 else { throw .negative }
        guard (0...Self.whole).contains(feeRate), (0...Self.whole).contains(taxRate) else { throw .badRate }
        guard feeRate + taxRate <= Self.whole else { throw .ratesAboveWhole }
        let (jackpot, overflow) = seeded.addingReportingOverflow(rolledIn)
        guard !overflow, !jackpot.addingReportingOverflow(gross).overflow else { throw .tooLarge }
        let taken = Self.nearest(gross, feeRate + taxRate)
        (self.gross, self.jackpot) = (gross, jackpot)
        fees = min(Self.nearest(gross, feeRate), taken)
        taxes = taken - fees
    }

    /// A part of a sum, cut down.
    static func part(_ sum: Int64, _ rate: Int64) -> Int64 { Int64(Int128(sum) * Int128(rate) / Int128(whole)) }

    /// A part of a sum, a half to the even unit.
    private static func nearest(_ sum: Int64, _ rate: Int64) -> Int64 {
        let (units, rest) = (Int128(sum) * Int128(rate)).quotientAndRemainder(dividingBy: Int128(whole))
        let isUp = rest * 2 > whole || (rest * 2 == whole && !units.isMultiple(of: 2))
        return Int64(units) + (isUp ? 1 : 0)
    }
}
