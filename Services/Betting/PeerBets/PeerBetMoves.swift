import Messages
import Runtime
import Storage

/// What becomes of a peer bet, whoever brings it about.
extension StoredPeerBet {
    /// Nobody comes in any more.
    func lock(because reason: PeerBetLock, in context: CommandContext) throws {
        try context.database.run(
            "UPDATE peer_bet SET status = 'locked', locked_at = ? WHERE id = ?", context.now, id)
        try context.emit(
            PeerBetLocked(bet: id, because: reason, participants: participants, pot: money(pot)))
    }

    /// It is for somebody else to decide.
    func dispute(by user: ID<User>?, reason: String? = nil, in context: CommandContext) throws {
        try context.database.run(
            """
            UPDATE peer_bet SET status = 'disputed', disputed_by = ?, dispute_reason = ?, disputed_at = ? WHERE id = ?
            """, user, reason, context.now, id)
        // Who agreed to call it off did so before.
        try context.database.run("UPDATE peer_stake SET agrees_to_cancel = 0 WHERE bet = ?", id)
        try context.emit(PeerBetDisputed(bet: id, user: user, before: status))
        let people = try StoredPeerStake.all(of: id, in: context.database).map(\.user) + [arbiter].compactMap { $0 }
        try PeerBetNews.tell(.peerBetDisputed, of: self, to: people.map { ($0, nil) }, "disputed", in: context)
    }

    /// It is over: fixes what everybody gets, and has it paid.
    func decide(_ verdict: PeerVerdict, by judge: PeerBetJudge, in context: CommandContext) throws {
        let stakes = try StoredPeerStake.all(of: id, in: context.database)
        let split = try PeerSplit(
            of: stakes.map { .init(outcome: $0.outcome, amount: $0.stake) }, verdict: verdict, feePoints: feePoints)
        try grant(split, to: stakes, in: context.database)
        try context.database.run(
            """
            UPDATE peer_bet SET status = 'resolved', result = ?, decided_by = ?, ending = ?, fee = ?, decided_at = ?
            WHERE id = ?
            """, verdict, judge, split.ending, split.fee, context.now, id)
        try context.emit(
            PeerBetResolved(
                bet: id, before: status, outcome: verdict.place, decidedBy: judge, ending: split.ending,
                pot: money(pot), fee: money(split.fee)))
        try PeerBetNews.tell(
            .peerBetResolved, of: self, to: stakes.map { ($0.user, nil) }, "resolved", in: context)
        try context.begin(settlePeerBetSaga, PeerSettlementState(bet: id))
    }

    /// Every stake goes back.
    /// - Parameter user: who is to be answered when that is done.
    func callOff(
        because reason: PeerBetCallOff, answering user: ID<User>? = nil, in context: CommandContext
    ) throws {
        let stakes = try StoredPeerStake.all(of: id, in: context.database)
        let split = try PeerSplit(
            of: stakes.map { .init(outcome: $0.outcome, amount: $0.stake) }, verdict: .void, feePoints: feePoints)
        try grant(split, to: stakes, in: context.database)
        try context.database.run(
            "UPDATE peer_bet SET status = 'cancelling', ending = ?, decided_at = ? WHERE id = ?", split.ending,
            context.now, id)
        try context.emit(PeerBetCancelling(bet: id, before: status, because: reason))
        try context.begin(settlePeerBetSaga, PeerSettlementState(bet: id, asker: user))
    }

    private func grant(_ split: PeerSplit, to stakes: [StoredPeerStake], in database: Connection) throws {
        for (stake, payout) in zip(stakes, split.payouts) {
            try database.run("UPDATE peer_stake SET payout = ? WHERE number = ?", payout, stake.number)
        }
    }
}
