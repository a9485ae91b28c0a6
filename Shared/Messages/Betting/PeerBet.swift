/// A bet between users: on what, who backs which outcome with how much, and how far it has come.
public struct PeerBet: Codable, Sendable, Equatable {
    /// One of the ways in which it may end.
    public struct Outcome: Codable, Sendable, Equatable {
        public let name: String
        /// What whoever joins for it stakes.
        public let stake: Money
        /// How many back it, and with how much together.
        public let backers: Int
        public let staked: Money

        public init(name: String, stake: Money, backers: Int, staked: Money) {
            (self.name, self.stake, self.backers, self.staked) = (name, stake, backers, staked)
        }
    }

    /// Somebody who takes part.
    public struct Participant: Codable, Sendable, Equatable {
        /// The user's id for those who take part, the arbiter and admins; for others a name that holds in this bet
        /// only.
        public let participant: String
        public let outcome: String
        public let stake: Money
        public let joinedAt: Timestamp
        /// How they say that it ended, an outcome or `void`; shown as ids are.
        public let proposal: String?
        /// Whether they want it called off; shown as ids are.
        public let agreesToCancel: Bool?
        /// What they get, once that is decided.
        public let payout: Money?

        enum CodingKeys: String, CodingKey {
            case participant, outcome, stake, joinedAt = "joined_at", proposal, agreesToCancel = "agrees_to_cancel"
            case payout
        }

        public init(
            participant: String, outcome: String, stake: Money, joinedAt: Timestamp, proposal: String?,
            agreesToCancel: Bool?, payout: Money?
        ) {
            (self.participant, self.outcome, self.stake) = (participant, outcome, stake)
            (self.joinedAt, self.proposal, self.agreesToCancel) = (joinedAt, proposal, agreesToCancel)
            self.payout = payout
        }
    }

    /// How it ended.
    public struct Result: Codable, Sendable, Equatable {
        /// The outcome, or `void`; absent where it was called off.
        public let outcome: String?
        /// By whose word; absent where it was called off.
        public let decidedBy: PeerBetJudge?
        public let ending: PeerBetEnding
        /// Of what was won, the part that the house keeps.
        public let fee: Money
        public let decidedAt: Timestamp

        enum CodingKeys: String, CodingKey {
            case outcome, decidedBy = "decided_by", ending, fee, decidedAt = "decided_at"
        }

        public init(
            outcome: String?, decidedBy: PeerBetJudge?, ending: PeerBetEnding, fee: Money, decidedAt: Timestamp
        ) {
            (self.outcome, self.decidedBy, self.ending) = (outcome, decidedBy, ending)
            (self.fee, self.decidedAt) = (fee, decidedAt)
        }
    }

    /// Why it is disputed, as far as that was said.
    public struct Dispute: Codable, Sendable, Equatable {
        public let reason: String?
        public let since: Timestamp

        public init(reason: String?, since: Timestamp) { (self.reason, self.since) = (reason, since) }
    }

    public let id: ID<PeerBet>
    public let title: String
    public let terms: String?
    /// The SHA-256 of `terms_salt` and of the JSON of title, terms and outcomes' names, as the audit log has it.
    public let termsDigest: String
    public let termsSalt: String
    public let outcomes: [Outcome]
    /// The creator, named as participants are.
    public let creator: String
    public let arbiter: ID<User>?
    public let resolvedBy: PeerBetJudge
    public let status: PeerBetStatus
    public let visibility: PeerBetVisibility
    public let maxParticipants: Int
    public let participantCount: Int
    /// All stakes.
    public let pot: Money
    /// What the house keeps of what is won, in percent.
    public let feePercent: DecimalText
    public let sport: String?
    public let eventKey: String?
    public let joinDeadline: Timestamp?
    public let resolveBy: Timestamp?
    public let createdAt: Timestamp
    public let lockedAt: Timestamp?
    /// When all money had been given out.
    public let endedAt: Timestamp?
    public let dispute: Dispute?
    public let result: Result?
    /// Who takes part, in the order in which they came; absent in lists.
    public let participants: [Participant]?

    enum CodingKeys: String, CodingKey {
        case id, title, terms, termsDigest = "terms_digest", termsSalt = "terms_salt", outcomes, creator
        case arbiter = "arbiter_id", resolvedBy = "resolved_by", status, visibility
        case maxParticipants = "max_participants", participantCount = "participant_count", pot, feePercent = "fee_pct"
        case sport, eventKey = "event_key", joinDeadline = "join_deadline", resolveBy = "resolve_by"
        case createdAt = "created_at", lockedAt = "locked_at", endedAt = "ended_at", dispute, result, participants
    }

    public init(
        id: ID<PeerBet>, title: String, terms: String?, termsDigest: String, termsSalt: String, outcomes: [Outcome],
        creator: String, arbiter: ID<User>?, resolvedBy: PeerBetJudge, status: PeerBetStatus,
        visibility: PeerBetVisibility, maxParticipants: Int, participantCount: Int, pot: Money,
        feePercent: DecimalText, sport: String?, eventKey: String?, joinDeadline: Timestamp?, resolveBy: Timestamp?,
        createdAt: Timestamp, lockedAt: Timestamp?, endedAt: Timestamp?, dispute: Dispute?, result: Result?,
        participants: [Participant]?
    ) {
        (self.id, self.title, self.terms, self.termsDigest) = (id, title, terms, termsDigest)
        (self.termsSalt, self.outcomes, self.creator, self.arbiter) = (termsSalt, outcomes, creator, arbiter)
        (self.resolvedBy, self.status, self.visibility) = (resolvedBy, status, visibility)
        (self.maxParticipants, self.participantCount, self.pot) = (maxParticipants, participantCount, pot)
        (self.feePercent, self.sport, self.eventKey) = (feePercent, sport, eventKey)
        (self.joinDeadline, self.resolveBy, self.createdAt) = (joinDeadline, resolveBy, createdAt)
        (self.lockedAt, self.endedAt, self.dispute) = (lockedAt, endedAt, dispute)
        (self.result, self.participants) = (result, participants)
    }
}
