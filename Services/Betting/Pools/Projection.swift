import Messages

/// What a pool would pay.
enum Projection {
    static let shareDigits = 6
    static let dividendDigits = 4

    /// What one unit on a play would bring if it alone won the pool as it stands.
    static func dividend(pool: Amount, stakes: Amount, takeoutPoints: Int64) -> DecimalText? {
        guard let net = try? pool - Takeout.amount(of: pool, basisPoints: takeoutPoints) else { return nil }
        return Ratio.text(net, by: stakes, digits: dividendDigits)
    }
}
