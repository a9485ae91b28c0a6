/// Several bets in one that wins only if all of them do.
public struct Parlay: Sendable, Equatable {
    /// The decimal prices' product.
    public let price: Price
    /// False where the product has more digits than a price has: then it was cut down, once or more, at the eighth decimal.
    public let isExact: Bool

    public static let mostLegs = 20

    public enum Fault: String, Error, CaseIterable {
        case tooFewLegs = "too_few_legs"
        case tooManyLegs = "too_many_legs"
        case priceTooHigh = "price_too_high"
    }

    public init(_ legs: [Price]) throws(Fault) {
        if legs.count < 2 { throw .tooFewLegs }
        if legs.count > Self.mostLegs { throw .tooManyLegs }
        var (product, isExact) = (legs[0], true)
        for leg in legs.dropFirst() {
            if let exact = try? Price(profit: product.decimal * leg.decimal - .one) {
                product = exact
            } else {
                product = try Self.cut(product, leg)
                isExact = false
            }
        }
        (price, self.isExact) = (product, isExact)
    }

    /// The product at eight decimals, never more than it is: each factor has so many, and their product fits 128 bits.
    private static func cut(_ left: Price, _ right: Price) throws(Fault) -> Price {
        let scale = OddsText.scale
        guard let one = try? left.decimal.units(scale: scale, .down).units,
            let other = try? right.decimal.units(scale: scale, .down).units,
            let product = Int64(exactly: Int128(one) * Int128(other) / Int128(scale)),
            let price = try? Price(profit: Rational(product - scale, scale))
        else { throw .priceTooHigh }
        return price
    }
}
