import Crypto
import Messages
import Runtime
import Storage

/// Who looks at peer bets.
struct PeerBetReader {
    let user: ID<User>?
    let isAdmin: Bool

    init(_ statement: Statement) { (user, isAdmin) = (statement.user, statement.roles.contains(.admin)) }

    /// Somebody who takes part, long after they asked.
    init(participant user: ID<User>?) { (self.user, isAdmin) = (user, false) }
}

extension StoredPeerBet {
    /// The bet, for one who may see it; others learn nothing of it.
    static func seen(_ id: ID<PeerBet>, by reader: PeerBetReader, in database: Connection) throws -> StoredPeerBet {
        let bet = try existing(id, in: database)
        guard try bet.status != .reserved && bet.isSeen(by: reader, in: database) else {
            throw Rejection.notFound("peer bet")
        }
        return bet
    }

    private func isSeen(by reader: PeerBetReader, in database: Connection) throws -> Bool {
        if visibility == .open || visibility == .link { return true }
        guard let user = reader.user else { return false }
        return try knows(reader, in: database) || isInvited(user, in: database)
    }

    func isInvited(_ user: ID<User>, in database: Connection) throws -> Bool {
        try database.first("SELECT 1 FROM peer_invitation WHERE user = ? AND bet = ?", user, id) { _ in true } ?? false
    }

    /// Whether somebody learns who takes part and what they say.
    func knows(_ reader: PeerBetReader, in database: Connection) throws -> Bool {
        guard let user = reader.user else { return false }
        return try reader.isAdmin || user == arbiter || StoredPeerStake.has(user, in: id, database)
    }

    /// The bet as somebody sees it; without all who take part where it is one of many.
    func view(for reader: PeerBetReader, isListed: Bool = false, in database: Connection) throws -> PeerBet {
        let outcomes = try StoredPeerOutcome.all(of: id, in: database)
        let names = outcomes.map(\.name)
        let knows = try knows(reader, in: database)
        let pseudonyms = try Pseudonyms(for: id, in: database)
        func name(_ user: ID<User>) throws -> String {
            try knows || user == reader.user ? user.text : pseudonyms.name(of: user)
        }
        let stakes = isListed ? nil : try StoredPeerStake.all(of: id, in: database)
        let shown = try stakes?.map { stake in
            PeerBet.Participant(
                participant: try name(stake.user), outcome: names[stake.outcome], stake: money(stake.stake),
                joinedAt: stake.joinedAt, proposal: knows ? stake.proposal?.name(among: names) : nil,
                agreesToCancel: knows ? stake.agreesToCancel : nil, payout: stake.payout.map { money($0) })
        }
        return PeerBet(
            id: id, title: title, terms: terms, termsDigest: termsDigestText,
            termsSalt: Hex.encode(termsSalt),
            outcomes: outcomes.map { outcome in
                PeerBet.Outcome(
                    name: outcome.name, stake: money(outcome.stake), backers: outcome.backers,
                    staked: money(outcome.staked))
            }, creator: try name(creator), arbiter: arbiter, resolvedBy: resolvedBy, status: status,
            visibility: visibility, maxParticipants: places, participantCount: participants, pot: money(pot),
            feePercent: Takeout.percent(basisPoints: feePoints), sport: sport, eventKey: eventKey,
            joinDeadline: joinDeadline, resolveBy: resolveBy, createdAt: createdAt, lockedAt: lockedAt,
            endedAt: endedAt,
            dispute: disputedAt.map { PeerBet.Dispute(reason: knows ? disputeReason : nil, since: $0) },
            result: outcome(among: names), participants: shown)
    }

    private func outcome(among names: [String]) -> PeerBet.Result? {
        guard let ending, let decidedAt else { return nil }
        return PeerBet.Result(
            outcome: result?.name(among: names), decidedBy: decidedBy, ending: ending, fee: money(fee),
            decidedAt: decidedAt)
    }
}
