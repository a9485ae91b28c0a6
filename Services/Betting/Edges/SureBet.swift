import Odds

/// Offers for all outcomes of a market that together pay more than is staked on them, whichever comes true.
struct SureBet: Equatable {
    /// One for each side, by side.
    let legs: [Offer]
    /// What is sure, of `whole` staked.
    let margin: Int64

    static let whole: Int64 = 1_000_000_000_000
    /// Sides that stand against each other at the same line; others, as of a handicap, at opposite ones.
    private static let facing: Set<String> = ["over", "under", "yes", "no", "odd", "even"]

    /// How many outcomes a market has by the names of its sides alone.
    static func outcomes(of side: String) -> Int64? { facing.contains(Naming.folded(side)) ? 2 : nil }

    /// Of each line the best offers, where they are for all outcomes and sure. Where the sides that are quoted are not as many
    /// as there are outcomes, nothing is.
    static func all(of offers: [Offer], outcomes: Int64) -> [SureBet] {
        books(of: offers, outcomes: outcomes).compactMap { legs in
            guard let book = try? Book(legs.map(\.price)),
                let stakes = try? Arbitrage(book, total: whole), stakes.worst > stakes.staked
            else { return nil }
            return SureBet(legs: legs, margin: stakes.worst - stakes.staked)
        }
    }

    /// The best offers for all outcomes at each line, lines from the lowest up.
    static func books(of offers: [Offer], outcomes: Int64) -> [[Offer]] {
        let sides = Set(offers.map(\.side)).sorted()
        guard outcomes >= 2, sides.count == outcomes else { return [] }
        let isHandicap = outcomes == 2 && !facing.isSuperset(of: sides)
        let lines = Dictionary(grouping: offers) { offer in
            isHandicap && offer.side == sides[1] ? offer.line.map { -$0 } : offer.line
        }
        return lines.sorted { ($0.key ?? .min) < ($1.key ?? .min) }.compactMap { _, offers in
            let best = sides.compactMap { side in
                offers.filter { $0.side == side }.min { $0.isBetter(than: $1) }
            }
            return best.count == sides.count ? best : nil
        }
    }
}
