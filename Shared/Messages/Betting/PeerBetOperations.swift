public enum CreatePeerBet: Command {
    /// What those stake who join for an outcome.
    public struct OutcomeStake: Codable, Sendable {
        public let outcome: OutcomeName
        public let stake: Money

        public init(outcome: OutcomeName, stake: Money) { (self.outcome, self.stake) = (outcome, stake) }
    }

    public struct Request: Codable, Sendable {
        public let title: Title
        public let terms: Note?
        public let outcomes: OutcomeNames
        /// The outcome that the creator backs, and with how much.
        public let outcome: OutcomeName
        public let stake: Money
        /// What others stake; on outcomes that are not named here, as much as the creator.
        public let stakes: UpTo<20, OutcomeStake>?
        /// Two where nothing is said.
        public let maxParticipants: PeerBetSize?
        /// Who decides where those who take part do not agree.
        public let arbiter: ID<User>?
        /// Whether the arbiter may decide at once (`arbiter`), or only on a dispute.
        public let resolvedBy: PeerBetJudge?
        /// From then on nobody can join.
        public let joinDeadline: Timestamp?
        /// Until then all have to have said how it ended.
        public let resolveBy: Timestamp?
        public let sport: OutsideKey?
        /// The event or match that it is about, by whatever key.
        public let eventKey: OutsideKey?
        public let visibility: PeerBetVisibility?
        public let invited: UpTo<100, ID<User>>?
        /// The platform's own where nothing is said, and not below it but by an admin.
        public let feePercent: DecimalText?

        enum CodingKeys: String, CodingKey {
            case title, terms, outcomes, outcome, stake, stakes, maxParticipants = "max_participants"
            case arbiter = "arbiter_id", resolvedBy = "resolved_by", joinDeadline = "join_deadline"
            case resolveBy = "resolve_by", sport, eventKey = "event_key", visibility, invited, feePercent = "fee_pct"
        }

        public init(
            title: Title, terms: Note? = nil, outcomes: OutcomeNames, outcome: OutcomeName, stake: Money,
            stakes: UpTo<20, OutcomeStake>? = nil, maxParticipants: PeerBetSize? = nil, arbiter: ID<User>? = nil,
            resolvedBy: PeerBetJudge? = nil, joinDeadline: Timestamp? = nil, resolveBy: Timestamp? = nil,
            sport: OutsideKey? = nil, eventKey: OutsideKey? = nil, visibility: PeerBetVisibility? = nil,
            invited: UpTo<100, ID<User>>? = nil, feePercent: DecimalText? = nil
        ) {
            (self.title, self.terms, self.outcomes, self.outcome) = (title, terms, outcomes, outcome)
            (self.stake, self.stakes, self.maxParticipants) = (stake, stakes, maxParticipants)
            (self.arbiter, self.resolvedBy, self.joinDeadline) = (arbiter, resolvedBy, joinDeadline)
            (self.resolveBy, self.sport, self.eventKey) = (resolveBy, sport, eventKey)
            (self.visibility, self.invited, self.feePercent) = (visibility, invited, feePercent)
        }
    }
    public typealias Reply = PeerBet
    public enum Failure: String, DomainFailure {
        case unknownCurrency = "unknown_currency"
        case unknownOutcome = "unknown_outcome"
        /// What is staked on an outcome is said twice.
        case stakeTwice = "stake_twice"
        case deadlineNotInFuture = "deadline_not_in_future"
        /// It would have to be resolved while one can still join.
        case deadlinesReversed = "deadlines_reversed"
        case arbiterMissing = "arbiter_missing"
        case arbiterTakesPart = "arbiter_takes_part"
        case nobodyInvited = "nobody_invited"
        /// Nobody has signed up under an id that is named.
        case unknownUser = "unknown_user"
        case feeTooLow = "fee_too_low"
        /// So many peer bets of the creator's were made in this UTC day already.
        case tooManyToday = "too_many_today"
        /// The wallet's word, handed on as it is.
        case insufficientFunds = "insufficient_funds"
    }
    public static let sharedFailures: [any DomainFailure.Type] = [StandingRefusal.self]
    public static let name = "betting.create-peer-bet"
    public static let summary = "Offer others a bet, and stake on it"
    public static let access = Access.signedIn
    public static let route: Route? = .create("/v1/peer-bets")
    public static func location(of reply: Reply) -> String? { "/v1/peer-bets/\(reply.id)" }
}

/// An operation on one peer bet that needs nothing else.
public struct PeerBetRequest: Codable, Sendable {
    public let bet: ID<PeerBet>

    enum CodingKeys: String, CodingKey { case bet = "peer_bet_id" }

    public init(bet: ID<PeerBet>) { self.bet = bet }
}

public enum GetPeerBet: Query {
    public typealias Request = PeerBetRequest
    public typealias Reply = PeerBet
    public static let name = "betting.get-peer-bet"
    public static let summary = "Read a peer bet"
    public static let access = Access.signedIn
    public static let route: Route? = .get("/v1/peer-bets/{peer_bet_id}")
}

public enum ListPeerBets: Query {
    /// Which peer bets a list shows.
    public enum Shelf: String, WireEnum {
        /// Those that one takes part in.
        case own
        /// Those that everybody may join.
        case open
        /// Those that one was invited to.
        case invited
        /// Those that one is the arbiter of.
        case arbiter
        /// Every one there is; for admins.
        case all
    }

    public struct Request: Codable, Sendable {
        public let show: Shelf?
        public let status: PeerBetStatus?
        public let limit: PageLimit?
        public let cursor: Cursor?

        public init(
            show: Shelf? = nil, status: PeerBetStatus? = nil, limit: PageLimit? = nil, cursor: Cursor? = nil
        ) {
            (self.show, self.status, self.limit, self.cursor) = (show, status, limit, cursor)
        }
    }
    public typealias Reply = Page<PeerBet>
    public static let name = "betting.list-peer-bets"
    public static let summary = "List peer bets, newest first: one's own, or those that are open to join and the like"
    public static let access = Access.signedIn
    public static let route: Route? = .get("/v1/peer-bets")
}
