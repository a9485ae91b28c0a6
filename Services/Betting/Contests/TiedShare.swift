import Messages

/// What each of some entries gets that are level: equal parts of what the places get that they cover together. The units that
/// do not divide go, one each, to those that were made first.
struct TiedShare: Equatable {
    let each: Amount
    /// How many get a unit more.
    let leftover: Int64

    init(of money: Amount, among size: Int64) {
        guard size > 0 else {
            (each, leftover) = (.zero, 0)
            return
        }
        let (part, rest) = money.units.quotientAndRemainder(dividingBy: size)
        (each, leftover) = (Amount(part), rest)
    }

    /// Of one of them, counted from zero in the order in which they were made.
    func prize(at index: Int64) throws -> Amount { index < leftover ? try each + Amount(1) : each }
}
