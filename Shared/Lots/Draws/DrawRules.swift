/// A prize, as far as the draw is concerned.
public struct PrizeToDraw: Hashable, Sendable {
    public let id: String
    public let winners: Int

    public init(id: String, winners: Int) { (self.id, self.winners) = (id, winners) }
}

/// How indices come from what is known after the close.
public enum DrawMethod: String, CaseIterable, Sendable {
    /// The organizer's seed, what was frozen, and public entropy, hashed together.
    case mixed = "croupier-1"
    /// Public numbers alone, by RFC 3797.
    case rfc3797
}

/// What is decided of a draw before anybody can know its chance. It is hashed with the list of tickets when that is frozen, so
/// that afterwards no prize changes places, no winner is added and no other round of a beacon is taken.
public struct DrawRules: Hashable, Sendable {
    /// The entropy that will count, named before it is known.
    public struct Announcement: Hashable, Sendable {
        public let source: PublicEntropy.Source
        /// Which of a beacon's rounds.
        public let round: UInt64?

        public init(source: PublicEntropy.Source, round: UInt64?) { (self.source, self.round) = (source, round) }
    }

    public enum Fault: String, Error, CaseIterable {
        case badPrize = "bad_prize"
        case tooManyWinners = "too_many_winners"
        case entropyOfAnotherMethod = "entropy_of_another_method"
    }

    /// As many as RFC 3797 can number; nobody reads out more.
    public static let mostWinners = 65_536

    public let method: DrawMethod
    /// Whether all of a winner's tickets leave the list with the one that won.
    public let distinctWinners: Bool
    /// In the order in which they are drawn.
    public let prizes: [PrizeToDraw]
    /// Nil where no entropy was named: then whoever enters it may have chosen among several.
    public let announced: Announcement?

    public init(
        _ method: DrawMethod = .mixed, distinctWinners: Bool, prizes: [PrizeToDraw], announced: Announcement?
    ) throws(Fault) {
        var winners = 0
        for prize in prizes {
            guard (1...100).contains(prize.id.utf8.count), prize.id.utf8.allSatisfy({ (0x21...0x7e).contains($0) }),
                prize.winners >= 0
            else { throw .badPrize }
            guard prize.winners <= Self.mostWinners - winners else { throw .tooManyWinners }
            winners += prize.winners
        }
        if let announced, (announced.source == .numbers) != (method == .rfc3797) { throw .entropyOfAnotherMethod }
        (self.method, self.distinctWinners, self.prizes, self.announced) = (method, distinctWinners, prizes, announced)
    }

    /// Method, `distinct` or `repeated`, the announced source and round (`-` for what there is not), the number of prizes,
    /// and of each its winners and id.
    var lines: [String] {
        let source = announced?.source.rawValue ?? "-"
        let round = announced?.round.map(String.init) ?? "-"
        return [method.rawValue, distinctWinners ? "distinct" : "repeated", source, round, String(prizes.count)]
            + prizes.map { "\($0.winners) \($0.id)" }
    }
}
