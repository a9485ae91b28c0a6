import Messages

/// What each place of a contest gets of its prize money: parts rounded down, and the units that rounding leaves over to
/// the best place.
struct PrizeTable: Equatable {
    struct Row: Equatable {
        let places: ClosedRange<Int64>
        let each: Amount
    }

    let rows: [Row]
    /// What the best place gets beside its part.
    let leftover: Amount
    /// What all filled places get together.
    let awarded: Amount

    /// - Parameters:
    ///   - money: what there is to give.
    ///   - filled: how many places somebody fills.
    init(_ plan: PrizePlan, money: Amount, filled: Int64, unfilled: UnfilledPrizes) {
        let taken = plan.rows.compactMap { row -> PrizePlan.Row? in
            let last = min(row.places.upperBound, filled)
            return last < row.places.lowerBound
                ? nil : PrizePlan.Row(places: row.places.lowerBound...last, value: row.value)
        }
        // Who fills no place leaves the whole to those who do, or their own parts to the house.
        let isShared = unfilled == .share
        let counted = isShared ? taken : plan.rows
        let whole: Int128 =
            switch plan.form {
            case _ where isShared: PrizePlan.total(taken)
            case .percentages: Int128(PrizePlan.hundred)
            case .fractions: Int128(PrizePlan.one)
            case .amounts, .weights, .unknown: PrizePlan.total(plan.rows)
            }
        guard whole > 0, !taken.isEmpty else {
            (rows, leftover, awarded) = ([], .zero, .zero)
            return
        }
        // Amounts that are not shared out are what they say, however much there is.
        let units = plan.form == .amounts && !isShared ? whole : Int128(money.units)
        let part = { (value: Int64) in units * Int128(value) / whole }
        let due = units * PrizePlan.total(counted) / whole
        let rest = due - counted.reduce(0) { $0 + part($1.value) * Int128($1.count) }
        // All of it fits: it is a part of the money, or of a sum of amounts that fits.
        rows = taken.map { Row(places: $0.places, each: Amount(Int64(truncatingIfNeeded: part($0.value)))) }
        leftover = Amount(Int64(truncatingIfNeeded: rest))
        awarded = Amount(
            Int64(truncatingIfNeeded: rest + taken.reduce(0) { $0 + part($1.value) * Int128($1.count) }))
    }

    /// What some places that follow each other get together.
    func sum(of places: ClosedRange<Int64>) -> Amount {
        var sum: Int128 = places.contains(1) ? Int128(leftover.units) : 0
        for row in rows where row.places.overlaps(places) {
            sum += Int128(row.each.units) * Int128(row.places.clamped(to: places).count)
        }
        // At most what is awarded.
        return Amount(Int64(truncatingIfNeeded: sum))
    }
}
