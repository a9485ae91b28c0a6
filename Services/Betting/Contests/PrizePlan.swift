import Messages

/// A prize structure as it is understood: which places get what, the best first, none left out and none twice.
struct PrizePlan: Equatable {
    /// Some places, and what each of them gets: smallest units of a currency where the form is amounts, else units of ten
    /// to the minus `scale`.
    struct Row: Equatable {
        let places: ClosedRange<Int64>
        let value: Int64

        var count: Int64 { Int64(places.count) }
    }

    static let scale = 8
    /// All of the prize money, in fractions.
    static let one: Int64 = 100_000_000
    static let hundred = 100 * one
    /// Plain numbers that add up to less than this are not taken for percentages.
    static let leastGuessed = 10 * one

    let form: PrizeForm
    let rows: [Row]

    /// The worst place that gets anything.
    var lastPlace: Int64 { rows.last?.places.upperBound ?? 0 }
    /// Of all places together.
    var total: Int128 { PrizePlan.total(rows) }

    static func total(_ rows: [Row]) -> Int128 { rows.reduce(0) { $0 + Int128($1.value) * Int128($1.count) } }

    /// What the organizer promises beyond what is paid in: the guarantee, or the sum of fixed amounts.
    func promised(_ guaranteed: Amount?) -> Amount? {
        guaranteed ?? (form == .amounts ? Amount(Int64(truncatingIfNeeded: total)) : nil)
    }
}
