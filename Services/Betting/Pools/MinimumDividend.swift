import Messages

/// What a minimum dividend makes of the parts that winners' backers divide.
struct MinimumDividend: Equatable {
    let parts: [Amount]
    let takeout: Amount
    /// What the house puts in.
    let loss: Amount

    /// A part that is too small for the minimum is raised to it. Who bears the difference, the rule says: the sum of parts
    /// and takeout grows by the loss and by nothing else.
    init(_ minimum: Dividend?, parts: [Amount], stakes: [Amount], takeout: Amount, borneBy rule: MinusPoolRule) throws {
        guard let minimum, rule != .nobody else {
            (self.parts, self.takeout, loss) = (parts, takeout, .zero)
            return
        }
        self.parts = try zip(parts, stakes).map { max($0, try minimum.brought(by: $1)) }
        let lacking = try self.parts.total() - parts.total()
        let taken = rule == .takeout ? min(takeout, lacking) : .zero
        (self.takeout, loss) = (try takeout - taken, try lacking - taken)
    }
}
