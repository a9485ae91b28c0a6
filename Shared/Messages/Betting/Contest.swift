/// A contest on a match: who pays the fee takes a place in it, and the best of them share what was paid.
public struct Contest: Codable, Sendable, Equatable {
    public let id: ID<Contest>
    public let match: ID<Match>
    public let organizer: ID<User>
    /// By which people find it; no two contests have the same, whatever its letters' case.
    public let code: String
    public let title: String
    public let sport: String?
    public let entryFee: Money
    public let maxPlayers: Int64
    public let maxEntriesPerUser: Int64
    /// With fewer entries at the close it is cancelled.
    public let minEntries: Int64
    public let prizeStructure: PrizeStructure
    /// How the structure was understood.
    public let prizeForm: PrizeForm
    /// What the house keeps of the fees, in percent.
    public let commissionPercent: DecimalText
    /// The last moment before which one can enter; never after the match's start.
    public let joinCutoff: Timestamp
    /// What is paid out at least, whatever was paid in.
    public let guaranteed: Money?
    public let unfilledPrizes: UnfilledPrizes
    public let status: ContestStatus
    public let entries: Int64
    /// How many entries have a score, and how many a rank that was set by hand.
    public let scored: Int64
    public let ranked: Int64
    /// All fees that were paid.
    public let pool: Money
    /// What the places share as things stand: the fees less commission, or what is guaranteed.
    public let prizePool: Money
    /// Who gets what in all; absent until the contest is settled.
    public let settlement: ContestSettlement?
    /// How many of its entries are paid or otherwise done with, while it is being settled or cancelled and after.
    public let done: Int64?
    public let cancelReason: ContestCancelReason?
    public let createdAt: Timestamp
    public let closedAt: Timestamp?
    public let endedAt: Timestamp?

    enum CodingKeys: String, CodingKey {
        case id, match = "match_id", organizer = "organizer_id", code, title, sport, entryFee = "entry_fee"
        case maxPlayers = "max_players", maxEntriesPerUser = "max_entries_per_user", minEntries = "min_entries"
        case prizeStructure = "prize_structure", prizeForm = "prize_form", commissionPercent = "commission_pct"
        case joinCutoff = "join_cutoff", guaranteed, unfilledPrizes = "unfilled_prizes", status, entries, scored
        case ranked, pool, prizePool = "prize_pool", settlement, done, cancelReason = "cancel_reason"
        case createdAt = "created_at", closedAt = "closed_at", endedAt = "ended_at"
    }

    public init(
        id: ID<Contest>, match: ID<Match>, organizer: ID<User>, code: String, title: String, sport: String?,
        entryFee: Money, maxPlayers: Int64, maxEntriesPerUser: Int64, minEntries: Int64,
        prizeStructure: PrizeStructure, prizeForm: PrizeForm, commissionPercent: DecimalText, joinCutoff: Timestamp,
        guaranteed: Money?, unfilledPrizes: UnfilledPrizes, status: ContestStatus, entries: Int64, scored: Int64,
        ranked: Int64, pool: Money, prizePool: Money, settlement: ContestSettlement?, done: Int64?,
        cancelReason: ContestCancelReason?, createdAt: Timestamp, closedAt: Timestamp?, endedAt: Timestamp?
    ) {
        (self.id, self.match, self.organizer, self.code, self.title) = (id, match, organizer, code, title)
        (self.sport, self.entryFee, self.maxPlayers) = (sport, entryFee, maxPlayers)
        (self.maxEntriesPerUser, self.minEntries) = (maxEntriesPerUser, minEntries)
        (self.prizeStructure, self.prizeForm) = (prizeStructure, prizeForm)
        (self.commissionPercent, self.joinCutoff) = (commissionPercent, joinCutoff)
        (self.guaranteed, self.unfilledPrizes, self.status) = (guaranteed, unfilledPrizes, status)
        (self.entries, self.scored, self.ranked, self.pool) = (entries, scored, ranked, pool)
        (self.prizePool, self.settlement, self.done) = (prizePool, settlement, done)
        (self.cancelReason, self.createdAt) = (cancelReason, createdAt)
        (self.closedAt, self.endedAt) = (closedAt, endedAt)
    }
}

/// What becomes of a contest's money. Pool and overlay together are commission, prizes and what nobody was awarded.
public struct ContestSettlement: Codable, Sendable, Equatable {
    public let pool: Money
    /// What the house adds so that the prizes are what was promised.
    public let overlay: Money
    public let commission: Money
    public let prizes: Money
    /// Prizes of places that nobody fills, and what the structure gives to no place; it goes to the house.
    public let unawarded: Money

    public init(pool: Money, overlay: Money, commission: Money, prizes: Money, unawarded: Money) {
        (self.pool, self.overlay, self.commission) = (pool, overlay, commission)
        (self.prizes, self.unawarded) = (prizes, unawarded)
    }
}

/// How far a contest has come.
public enum ContestStatus: String, WireEnum {
    /// Being prepared; nobody can enter yet.
    case scheduled
    /// Entries are taken until the cut-off.
    case open
    /// No more entries; scores and ranks are taken.
    case closed
    /// The result is fixed, and prizes are being paid.
    case settling
    case settled
    /// Called off, and fees are being given back.
    case cancelling
    case cancelled
    case unknown

    public static var fallback: ContestStatus? { .unknown }
}

/// What a prize structure's numbers are.
public enum PrizeForm: String, WireEnum {
    /// Parts of the prize money in proportion to each other.
    case weights
    case percentages
    case fractions
    /// Sums of money, which are promised.
    case amounts
    case unknown

    public static var fallback: PrizeForm? { .unknown }
}

/// Where the prizes of places go that nobody fills.
public enum UnfilledPrizes: String, WireEnum {
    /// To the house.
    case house
    /// To those who fill the others, in proportion to their prizes.
    case share
    case unknown

    public static var fallback: UnfilledPrizes? { .unknown }
}

/// Why a contest was called off.
public enum ContestCancelReason: String, WireEnum {
    /// Its organizer or an admin wanted it.
    case organizer
    case matchCancelled = "match_cancelled"
    case tooFewEntries = "too_few_entries"
    case unknown

    public static var fallback: ContestCancelReason? { .unknown }
}
