/// Tattersalls' Rule 4(c): when a runner is withdrawn after bets were taken, so much is deducted from each pound of what
/// the others win, by the withdrawn one's price at the time.
public enum RuleFour {
    /// The longest price of each band, and the pence in the pound. A price between two bands belongs to the longer one.
    private static let bands: [(over: Int64, under: Int64, pence: Int64)] = [
        (1, 9, 90), (2, 11, 85), (1, 4, 80), (3, 10, 75), (2, 5, 70), (8, 15, 65), (8, 13, 60), (4, 5, 55),
        (20, 21, 50), (6, 5, 45), (6, 4, 40), (7, 4, 35), (9, 4, 30), (3, 1, 25), (4, 1, 20), (11, 2, 15), (9, 1, 10),
        (14, 1, 5),
    ]
    /// However many are withdrawn.
    public static let mostPence: Int64 = 90

    public static func pence(withdrawn price: Price) -> Int64 {
        let profit = price.profit
        return bands.first { band in
            Int128(profit.numerator) * Int128(band.under) <= Int128(profit.denominator) * Int128(band.over)
        }?.pence ?? 0
    }

    public static func pence(withdrawn prices: [Price]) -> Int64 {
        var total: Int64 = 0
        for price in prices where total < mostPence { total = min(mostPence, total + pence(withdrawn: price)) }
        return total
    }

    /// A winning stake with its profit less the deduction, which the stake itself is never subject to.
    public static func won(_ stake: Int64, at price: Price, pence: Int64) throws(Returns.Fault) -> Int64 {
        guard (0...mostPence).contains(pence) else { throw .badTerms }
        return try Returns.of(
            stake, times: Returns.exactly(try price.profit * Rational(100 - pence, 100) + .one))
    }
}
