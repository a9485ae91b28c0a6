import Crypto
import Messages
import Runtime
import Storage

/// A peer bet's row.
struct StoredPeerBet {
    let number: Int64
    let id: ID<PeerBet>
    let creator: ID<User>
    let title: String
    let terms: String?
    let termsSalt: [UInt8]
    let termsDigest: [UInt8]
    let currency: Currency
    let sport: String?
    let eventKey: String?
    let arbiter: ID<User>?
    let resolvedBy: PeerBetJudge
    let visibility: PeerBetVisibility
    let places: Int
    let feePoints: Int64
    let joinDeadline: Timestamp?
    let resolveBy: Timestamp?
    let status: PeerBetStatus
    let participants: Int
    let pot: Amount
    let disputeReason: String?
    let disputedAt: Timestamp?
    let result: PeerVerdict?
    let decidedBy: PeerBetJudge?
    let ending: PeerBetEnding?
    let fee: Amount
    let createdAt: Timestamp
    let lockedAt: Timestamp?
    let decidedAt: Timestamp?
    let endedAt: Timestamp?

    static func find(_ id: ID<PeerBet>, in database: Connection) throws -> StoredPeerBet? {
        try database.first(
            """
            SELECT number, id, creator, title, terms, terms_salt, terms_digest, currency, scale, sport, event_key,
                arbiter, resolved_by, visibility, places, fee_points, join_deadline, resolve_by, status, participants,
                pot, dispute_reason, disputed_at, result, decided_by, ending, fee, created_at, locked_at, decided_at,
                ended_at
            FROM peer_bet JOIN currency ON code = currency WHERE id = ?
            """, id, read: read)
    }

    private static func read(_ row: borrowing Row) throws -> StoredPeerBet {
        StoredPeerBet(
            number: try row.value(0), id: try row.value(1), creator: try row.value(2), title: try row.value(3),
            terms: try row.value(4), termsSalt: try row.value(5), termsDigest: try row.value(6),
            currency: Currency(code: try row.value(7), scale: try row.value(8)), sport: try row.value(9),
            eventKey: try row.value(10), arbiter: try row.value(11), resolvedBy: try row.value(12),
            visibility: try row.value(13), places: try row.value(14), feePoints: try row.value(15),
            joinDeadline: try row.value(16), resolveBy: try row.value(17), status: try row.value(18),
            participants: try row.value(19), pot: try row.value(20), disputeReason: try row.value(21),
            disputedAt: try row.value(22), result: try row.value(23), decidedBy: try row.value(24),
            ending: try row.value(25), fee: try row.value(26), createdAt: try row.value(27),
            lockedAt: try row.value(28), decidedAt: try row.value(29), endedAt: try row.value(30))
    }

    /// The bet, or the refusal that says that there is none.
    static func existing(_ id: ID<PeerBet>, in database: Connection) throws -> StoredPeerBet {
        guard let bet = try find(id, in: database) else { throw Rejection.notFound("peer bet") }
        return bet
    }

    /// The bet again, after a change of its row.
    func reloaded(in database: Connection) throws -> StoredPeerBet { try StoredPeerBet.existing(id, in: database) }

    /// The owner of the wallet's account that holds the pot, and what all its money is paid for.
    var escrow: String { "peer-bet/\(id)" }

    func has(_ status: PeerBetStatus...) -> Bool { status.contains(self.status) }

    /// What its deadlines demand; until that is done, nothing else is.
    func due(at now: Timestamp) -> PeerBetDue {
        PeerBetDue(status, joinDeadline: joinDeadline, resolveBy: resolveBy, at: now)
    }

    func money(_ amount: Amount) -> Money { Money(amount, currency) }

    var termsDigestText: String { Hex.encode(termsDigest) }
}

/// One of a peer bet's outcomes.
struct StoredPeerOutcome {
    let name: String
    let stake: Amount
    let backers: Int
    let staked: Amount

    /// In the order in which the creator named them.
    static func all(of bet: ID<PeerBet>, in database: Connection) throws -> [StoredPeerOutcome] {
        try database.rows(
            "SELECT name, stake, backers, staked FROM peer_outcome WHERE bet = ? ORDER BY place", bet
        ) { row in
            StoredPeerOutcome(
                name: try row.value(0), stake: try row.value(1), backers: try row.value(2), staked: try row.value(3))
        }
    }
}

/// The row of somebody who takes part.
struct StoredPeerStake {
    let number: Int64
    let user: ID<User>
    let outcome: Int
    let hold: ID<Hold>
    let stake: Amount
    let proposal: PeerVerdict?
    let agreesToCancel: Bool
    let payout: Amount?
    let joinedAt: Timestamp

    /// All who are in, in the order in which they came.
    static func all(of bet: ID<PeerBet>, in database: Connection) throws -> [StoredPeerStake] {
        try database.rows(
            """
            SELECT number, user, outcome, hold, stake, proposal, agrees_to_cancel, payout, joined_at
            FROM peer_stake WHERE bet = ? AND place IS NOT NULL ORDER BY place
            """, bet
        ) { row in
            StoredPeerStake(
                number: try row.value(0), user: try row.value(1), outcome: try row.value(2), hold: try row.value(3),
                stake: try row.value(4), proposal: try row.value(5), agreesToCancel: try row.value(6),
                payout: try row.value(7), joinedAt: try row.value(8))
        }
    }

    /// In how many peer bets somebody has, or is about to have, a stake that is not given out.
    static func openCount(of user: ID<User>, in database: Connection) throws -> Int {
        try database.first("SELECT COUNT(*) FROM peer_stake WHERE user = ? AND settled_at IS NULL", user) {
            try $0.value(0)
        } ?? 0
    }

    /// Whether somebody is in.
    static func has(_ user: ID<User>, in bet: ID<PeerBet>, _ database: Connection) throws -> Bool {
        try database.first(
            "SELECT place IS NOT NULL FROM peer_stake WHERE bet = ? AND user = ?", bet, user
        ) { try $0.value(0) } ?? false
    }
}
