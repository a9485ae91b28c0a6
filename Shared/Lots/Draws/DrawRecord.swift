/// All that a stranger needs to recompute a draw: `scripts/verify-draw` does it in plain Python. Where the list is long it
/// stands elsewhere; what was frozen names it by its hash.
public struct DrawRecord: Codable, Hashable, Sendable {
    public struct Tickets: Codable, Hashable, Sendable {
        public let count: Int
        /// Where the list is to be had.
        public let url: String?
        /// The list itself, a line a ticket, where it is short enough.
        public let lines: [String]?

        public init(count: Int, url: String? = nil, lines: [String]? = nil) {
            (self.count, self.url, self.lines) = (count, url, lines)
        }
    }

    public struct Entropy: Codable, Hashable, Sendable {
        public let source: String
        public let round: UInt64?
        public let value: String
    }

    /// The source and round that were named when the list was frozen.
    public struct Announcement: Codable, Hashable, Sendable {
        public let source: String
        public let round: UInt64?
    }

    public struct Prize: Codable, Hashable, Sendable {
        public let id: String
        public let name: String
        public let winners: Int

        public init(id: String, name: String, winners: Int) { (self.id, self.name, self.winners) = (id, name, winners) }
    }

    /// What a winner gets, as money is written.
    public struct Value: Codable, Hashable, Sendable {
        public let amount: String
        public let currency: String

        public init(amount: String, currency: String) { (self.amount, self.currency) = (amount, currency) }
    }

    public struct Winner: Codable, Hashable, Sendable {
        public let prize: String
        public let ticket: UInt32
        /// Which selection it was, from 1; among how many tickets; and which of these, from 0.
        public let step, left, index: Int
        public let value: Value?
    }

    /// When, in RFC 3339: the list has to be frozen before the entropy can be known.
    public struct Times: Codable, Hashable, Sendable {
        public let salesClosed: String
        public let listFrozen: String

        enum CodingKeys: String, CodingKey { case salesClosed = "sales_closed", listFrozen = "list_frozen" }

        public init(salesClosed: String, listFrozen: String) {
            (self.salesClosed, self.listFrozen) = (salesClosed, listFrozen)
        }
    }

    public let version: Int
    public let method: String
    public let raffle: String
    public let draw: Int
    /// What was published before the first sale; where the method has no seed, neither is there.
    public let commitment: String?
    public let seed: String?
    public let times: Times
    public let tickets: Tickets
    public let announced: Announcement?
    /// The hash of list and rules, published before the entropy could be known.
    public let frozen: String
    /// Whether a winner's other tickets fell away.
    public let distinctWinners: Bool
    public let entropy: Entropy
    public let fingerprint: String
    public let prizes: [Prize]
    public let winners: [Winner]

    enum CodingKeys: String, CodingKey {
        case version, method, raffle, draw, commitment, seed, times, tickets, announced, frozen, entropy, fingerprint
        case prizes, winners
        case distinctWinners = "distinct_winners"
    }

    /// - Parameters:
    ///   - names: what each of the rules' prizes is called.
    ///   - values: what each winner gets, in the order of the winners; empty where it is not said.
    public init(
        of draw: DrawIdentity, under rules: DrawRules, names: [String], seed: Seed?, times: Times, tickets: Tickets,
        frozen: String, entropy: PublicEntropy, key: DrawKey, winners: [DrawnWinner], values: [Value] = []
    ) {
        precondition(names.count == rules.prizes.count, "a name for each prize")
        precondition(values.isEmpty || values.count == winners.count, "a value for each winner, or none for any")
        version = 1
        (method, raffle, self.draw) = (rules.method.rawValue, draw.raffle, draw.number)
        (commitment, self.seed) = (seed?.commitment(for: draw), seed?.hex)
        (self.times, self.tickets, self.frozen, distinctWinners) = (times, tickets, frozen, rules.distinctWinners)
        announced = rules.announced.map { Announcement(source: $0.source.rawValue, round: $0.round) }
        self.entropy = Entropy(source: entropy.source.rawValue, round: entropy.round, value: entropy.value)
        fingerprint = key.fingerprint
        prizes = zip(rules.prizes, names).map { Prize(id: $0.id, name: $1, winners: $0.winners) }
        self.winners = winners.enumerated().map { place, winner in
            Winner(
                prize: winner.prize, ticket: winner.ticket, step: winner.step.number, left: winner.step.left,
                index: winner.step.index, value: values.isEmpty ? nil : values[place])
        }
    }
}
