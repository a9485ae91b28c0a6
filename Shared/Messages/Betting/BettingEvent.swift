/// Something that people bet on: who organizes it, when it starts, who plays, how it ended.
public struct BettingEvent: Codable, Sendable, Equatable {
    public let id: ID<BettingEvent>
    public let name: String
    public let organizer: ID<User>
    public let startsAt: Timestamp
    public let currency: CurrencyCode
    public let sport: String?
    public let externalID: String?
    public let details: String?
    /// What the house keeps of the pool, in percent.
    public let takeoutPercent: DecimalText
    /// Whether who is signed in may join as a player.
    public let playersMayJoin: Bool
    /// What a player stakes on themself on joining; absent where joining is free.
    public let selfStake: Money?
    /// Whether the organizer, who sets the scores, may bet.
    public let organizerMayBet: Bool
    public let status: EventStatus
    /// All that is staked.
    public let pool: Money
    /// The play that won; absent until the event is over, in a dead heat, and where nobody scored.
    public let winner: ID<Play>?
    /// All plays with the highest score.
    public let winners: [ID<Play>]
    public let createdAt: Timestamp
    public let endedAt: Timestamp?
    public let poolPolicy: PoolPolicy
    /// Whether gamblers may take their bets back before the start.
    public let betsMayBeCancelled: Bool
    /// What came into the pool from other events; it is won with it and belongs to no gambler before.
    public let rolledIn: Money
    /// How its pool is being given out, or was; absent before the end.
    public let settlement: PoolSettlement?

    enum CodingKeys: String, CodingKey {
        case id, name, organizer = "organizer_id", startsAt = "starts_at", currency, sport, externalID = "external_id"
        case details, takeoutPercent = "takeout_pct", playersMayJoin = "players_may_join", selfStake = "self_stake"
        case organizerMayBet = "organizer_may_bet", status, pool, winner, winners, createdAt = "created_at"
        case endedAt = "ended_at", poolPolicy = "pool_policy", betsMayBeCancelled = "bets_may_be_cancelled"
        case rolledIn = "rolled_in", settlement
    }

    public init(
        id: ID<BettingEvent>, name: String, organizer: ID<User>, startsAt: Timestamp, currency: CurrencyCode,
        sport: String?, externalID: String?, details: String?, takeoutPercent: DecimalText, playersMayJoin: Bool,
        selfStake: Money?, organizerMayBet: Bool, status: EventStatus, pool: Money, winners: [ID<Play>],
        createdAt: Timestamp, endedAt: Timestamp?, poolPolicy: PoolPolicy, betsMayBeCancelled: Bool, rolledIn: Money,
        settlement: PoolSettlement?
    ) {
        (self.id, self.name, self.organizer, self.startsAt) = (id, name, organizer, startsAt)
        (self.currency, self.sport, self.externalID, self.details) = (currency, sport, externalID, details)
        (self.takeoutPercent, self.status, self.pool) = (takeoutPercent, status, pool)
        (self.playersMayJoin, self.selfStake, self.organizerMayBet) = (playersMayJoin, selfStake, organizerMayBet)
        (self.winners, winner) = (winners, winners.count == 1 ? winners.first : nil)
        (self.createdAt, self.endedAt) = (createdAt, endedAt)
        (self.poolPolicy, self.betsMayBeCancelled) = (poolPolicy, betsMayBeCancelled)
        (self.rolledIn, self.settlement) = (rolledIn, settlement)
    }
}

/// How far an event has come.
public enum EventStatus: String, WireEnum {
    /// Being prepared; nobody can bet yet.
    case scheduled
    /// Bets are taken until its start.
    case open
    /// Started; no more bets.
    case live
    /// Over, and its pool is being paid out.
    case settling
    case finished
    /// Called off, and stakes are being given back.
    case cancelling
    case cancelled
    case unknown

    public static var fallback: EventStatus? { .unknown }
}
