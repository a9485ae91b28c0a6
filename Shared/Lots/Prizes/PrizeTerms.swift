/// What a prize is worth by its rules.
public struct PrizeTerms: Hashable, Sendable {
    public enum Worth: Hashable, Sendable {
        /// This much, whatever was sold.
        case fixed(Int64)
        /// This many basis points of the pot's base.
        case share(basisPoints: Int64)
    }

    /// What several winners of it get.
    public enum Division: String, CaseIterable, Sendable {
        /// They share it; units that are left over go one each to those drawn first.
        case split
        /// Each gets as much.
        case each
    }

    public let worth: Worth
    /// The least that it is worth.
    public let guaranteed: Int64
    /// Whether the jackpot comes on top. At most one prize has it.
    public let hasJackpot: Bool
    public let division: Division
    /// How many winners were drawn, or before the draw, will be.
    public let winners: Int

    public static let mostWinners = 65_536

    public init(
        _ worth: Worth, guaranteed: Int64 = 0, hasJackpot: Bool = false, division: Division = .split, winners: Int = 1
    ) throws(Pot.Fault) {
        switch worth {
        case .fixed(let sum): guard sum >= 0 else { throw .negative }
        case .share(let rate): guard (0...Pot.whole).contains(rate) else { throw .badRate }
        }
        guard guaranteed >= 0 else { throw .negative }
        guard (0...Self.mostWinners).contains(winners) else { throw .badWinners }
        guard !hasJackpot || division == .split else { throw .jackpotForEach }
        (self.worth, self.guaranteed, self.hasJackpot) = (worth, guaranteed, hasJackpot)
        (self.division, self.winners) = (division, winners)
    }
}

/// What a prize comes to.
public struct PrizeValue: Hashable, Sendable {
    /// What of it is its share of the pot's base.
    public let share: Int64
    /// What of it is the jackpot.
    public let jackpot: Int64
    /// What of it was promised beyond these: a fixed sum, or what a guarantee adds.
    public let promised: Int64
    /// What of the promise the base does not cover and the organizer has to add.
    public let overlay: Int64
    /// What each winner gets, in the order in which they were drawn.
    public let winners: [Int64]

    /// What the winners get together.
    public var total: Int64 { share + jackpot + promised }
}

/// What becomes of a pot: base + jackpot + overlay = the prizes' totals + kept + rolled over, to the unit.
public struct Payout: Hashable, Sendable {
    public let prizes: [PrizeValue]
    /// What of the base stays with the organizer.
    public let kept: Int64
    /// What waits for the next raffle, because nobody won the prize that has the jackpot: this, and the share that built it up.
    public let rolledOver: Int64

    public var overlay: Int64 { prizes.reduce(0) { $0 + $1.overlay } }
}
