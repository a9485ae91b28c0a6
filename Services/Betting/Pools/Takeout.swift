import Messages
import Runtime

/// What the house keeps of a pool, counted in basis points: hundredths of a percent.
enum Takeout {
    /// The takeout of a pool, rounded to the nearest unit and a half to the even one.
    static func amount(of pool: Amount, basisPoints: Int64) -> Amount {
        let product = Int128(pool.units) * Int128(basisPoints)
        let (quotient, rest) = product.quotientAndRemainder(dividingBy: 10_000)
        let isUp = rest > 5_000 || (rest == 5_000 && !quotient.isMultiple(of: 2))
        // It cannot leave 64 bits: it is at most the pool.
        return Amount(Int64(truncatingIfNeeded: quotient + (isUp ? 1 : 0)))
    }

    /// Basis points of a client's percentage; nothing where none is given.
    static func basisPoints(ofPercent percent: DecimalText?, at pointer: String = "/takeout_pct") throws -> Int64 {
        guard let percent else { return 0 }
        let points = try? percent.units(scale: 2)
        guard let points, (0..<10_000).contains(points), !percent.text.hasPrefix("-") else {
            throw Rejection.field(
                pointer, "out_of_range", "expected a percentage from 0 to under 100 with at most 2 decimals")
        }
        return points
    }

    /// The percentage without needless zeros.
    static func percent(basisPoints: Int64) -> DecimalText {
        if basisPoints.isMultiple(of: 100) { return DecimalText(units: basisPoints / 100, scale: 0) }
        if basisPoints.isMultiple(of: 10) { return DecimalText(units: basisPoints / 10, scale: 1) }
        return DecimalText(units: basisPoints, scale: 2)
    }
}
