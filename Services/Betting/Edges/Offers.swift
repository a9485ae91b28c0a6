import Messages
import Odds

/// A book's latest odds of a side, as far as rules look at them.
struct Offer: Equatable {
    /// Of its quote: what was recorded first has the lowest.
    let number: Int64
    let side: String
    /// In thousandths.
    let line: Int64?
    let book: String
    let price: Price

    /// Better odds, or the same recorded earlier.
    func isBetter(than other: Offer) -> Bool {
        price == other.price ? number < other.number : price > other.price
    }
}

/// The best odds of a side at a line.
struct BestOffer: Equatable {
    let offer: Offer
    /// How many books offer it.
    let books: Int

    /// By side and line; in whatever order the offers come.
    static func all(of offers: [Offer]) -> [BestOffer] {
        struct Place: Hashable {
            let side: String
            let line: Int64?
        }
        let places = Dictionary(grouping: offers) { Place(side: $0.side, line: $0.line) }
        let best = places.values.compactMap { offers in
            offers.min { $0.isBetter(than: $1) }.map { BestOffer(offer: $0, books: offers.count) }
        }
        return best.sorted { left, right in
            (left.offer.side, left.offer.line ?? .min) < (right.offer.side, right.offer.line ?? .min)
        }
    }
}

/// How far a book's odds have moved from its last ones.
struct Move: Equatable {
    /// In American points, of which evens is both +100 and −100, so that −105 and +105 are ten apart.
    let points: Int64
    /// In thousandths of a point of line.
    let line: Int64

    static let steamPoints: Int64 = 20
    static let steamLine: Int64 = 500

    init(from before: Offer, to after: Offer) {
        points = Self.scale(after.price) - Self.scale(before.price)
        // Lines have nine digits at most.
        line = before.line.flatMap { before in after.line.map { $0 - before } } ?? 0
    }

    var isSteam: Bool { points.magnitude >= UInt64(Self.steamPoints) || line.magnitude >= UInt64(Self.steamLine) }

    /// American odds on one scale without a gap: how far from evens.
    private static func scale(_ price: Price) -> Int64 {
        let american = Int64(price.written(as: .american, .nearest).text) ?? 100
        return american > 0 ? american - 100 : american + 100
    }
}
