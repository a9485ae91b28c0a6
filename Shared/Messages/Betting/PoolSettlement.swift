/// How far an event's pool has been given out, and where its money went. Once all is done, what was taken out, paid,
/// refunded, broken off, left unawarded and passed on is the pool and what came into it from other events and the house.
public struct PoolSettlement: Codable, Sendable, Equatable {
    public let outcome: PoolOutcome
    /// How many bets there are to settle.
    public let bets: Int64
    /// For how many of them it is known what they get.
    public let decided: Int64
    /// How many of them are over: lost, or paid.
    public let paid: Int64
    /// What came from other events' pools.
    public let rolledIn: Money
    public let takeout: Money
    /// Paid to winners' backers so far.
    public let payouts: Money
    /// Stakes given back so far.
    public let refunds: Money
    /// What rounding left to the house.
    public let breakage: Money
    /// What the house put in for the minimum dividend.
    public let houseLoss: Money
    /// What goes on to another event, and to which.
    public let rolledOver: Money
    public let rolledOverTo: ID<BettingEvent>?
    /// What had come from other events and had nowhere to go.
    public let unawarded: Money

    enum CodingKeys: String, CodingKey {
        case outcome, bets, decided, paid, rolledIn = "rolled_in", takeout, payouts, refunds, breakage
        case houseLoss = "house_loss", rolledOver = "rolled_over", rolledOverTo = "rolled_over_to", unawarded
    }

    public init(
        outcome: PoolOutcome, bets: Int64, decided: Int64, paid: Int64, rolledIn: Money, takeout: Money,
        payouts: Money, refunds: Money, breakage: Money, houseLoss: Money, rolledOver: Money,
        rolledOverTo: ID<BettingEvent>?, unawarded: Money
    ) {
        (self.outcome, self.bets, self.decided, self.paid) = (outcome, bets, decided, paid)
        (self.rolledIn, self.takeout, self.payouts, self.refunds) = (rolledIn, takeout, payouts, refunds)
        (self.breakage, self.houseLoss, self.unawarded) = (breakage, houseLoss, unawarded)
        (self.rolledOver, self.rolledOverTo) = (rolledOver, rolledOverTo)
    }
}
