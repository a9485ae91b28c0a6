import Messages

/// What a pool would pay.
enum Projection {
    static let shareDigits = 6
    static let dividendDigits = 4

    /// What one unit on a play would bring if it alone won the pool as it stands: of the net pool, but no less than the
    /// minimum where somebody bears it. How payouts are rounded is left out.
    static func dividend(net: Amount, stakes: Amount, rules: PoolRules) -> DecimalText? {
        guard stakes > .zero else { return nil }
        if rules.isHouseAtRisk, let minimum = rules.minimumDividend, let least = try? minimum.brought(by: stakes),
            least > net
        {
            return DecimalText(units: minimum.parts, scale: Dividend.scale)
        }
        return Ratio.text(net, by: stakes, digits: dividendDigits)
    }

    /// What would be shared out.
    static func net(pool: Amount, takeout: Amount, rolledIn: Amount) throws(AmountOverflow) -> Amount {
        try pool - takeout + rolledIn
    }
}
