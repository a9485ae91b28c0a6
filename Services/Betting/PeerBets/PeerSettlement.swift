import Messages
import Runtime
import Storage

/// What giving a pot out carries from step to step.
struct PeerSettlementState: Codable, Sendable {
    let bet: ID<PeerBet>
    /// Who waits for it.
    var asker: ID<User>?
}

/// Gives the pot of a peer bet out, or every stake back: all at once, since no more take part than fit into one command
/// to the wallet. Whoever calls a bet off is told when that is done; where all have yet to agree, nothing is to be done,
/// and they are told at once.
let settlePeerBetSaga = Saga<PeerSettlementState>(
    "betting.settle-peer-bet", version: 1,
    steps: [
        .call("pay", .wallet, PayFromEscrow.self, request: PeerSettlement.payments),
        .local("end", PeerSettlement.end),
    ],
    end: .answerAtEnd(patience: PeerSettlement.patience) { state, _, context in
        let bet = try StoredPeerBet.existing(state.bet, in: context.database)
        return SagaAnswer(
            CancelPeerBet.self, try bet.view(for: PeerBetReader(participant: state.asker), in: context.database))
    })

/// The steps by which a pot is given out.
enum PeerSettlement {
    /// After this long a client is told that it is under way.
    static let patience: Int64 = 2000

    static func payments(_ state: PeerSettlementState, _ context: CommandContext) throws -> PayFromEscrow.Request? {
        let bet = try StoredPeerBet.existing(state.bet, in: context.database)
        guard bet.has(.resolved, .cancelling) else { return nil }
        var payments = try StoredPeerStake.all(of: bet.id, in: context.database).compactMap { stake in
            try payment(of: stake, in: bet)
        }
        if bet.fee > .zero {
            payments.append(.init(house: bet.money(bet.fee), kind: .fee, purpose: bet.escrow))
        }
        return PayFromEscrow.Request(escrow: bet.escrow, payments: payments)
    }

    /// Stakes go back to where they came from, and only what is above them is won.
    private static func payment(of stake: StoredPeerStake, in bet: StoredPeerBet) throws -> PayFromEscrow.Payment? {
        guard let payout = stake.payout, payout > .zero else { return nil }
        if bet.ending == .refund {
            return .init(refundOf: stake.hold, money: bet.money(payout), kind: .peerRefund, purpose: bet.escrow)
        }
        guard let holds = UpTo<50, ID<Hold>>([stake.hold]) else { return nil }
        return .init(
            returnTo: stake.user, of: holds, money: bet.money(payout), kind: .peerPayout, purpose: bet.escrow)
    }

    static func end(
        _ state: inout PeerSettlementState, _ context: CommandContext
    ) throws -> SagaStep<PeerSettlementState>.Progress {
        let bet = try StoredPeerBet.existing(state.bet, in: context.database)
        guard bet.has(.resolved, .cancelling), let ending = bet.ending else { return .done }
        let stakes = try StoredPeerStake.all(of: bet.id, in: context.database)
        let isCancelled = bet.has(.cancelling)
        try context.database.run(
            "UPDATE peer_bet SET status = ?, ended_at = ? WHERE id = ?",
            isCancelled ? PeerBetStatus.cancelled : .paid, context.now, bet.id)
        try context.database.run(
            "UPDATE peer_stake SET settled_at = ? WHERE bet = ? AND place IS NOT NULL", context.now, bet.id)
        for stake in stakes {
            let payout = stake.payout ?? .zero
            let results = DailyResults(user: stake.user, kind: .peerBet, sport: bet.sport, currency: bet.currency)
            let kind: WagerEnding = ending == .refund ? .refunded : payout > .zero ? .won : .lost
            try results.count(Tally(kind, stake: stake.stake, payout: payout), in: context)
            try context.emit(
                PeerStakeSettled(
                    bet: bet.id, user: stake.user, ending: ending, stake: bet.money(stake.stake),
                    payout: bet.money(payout)))
        }
        let paid = stakes.filter { ($0.payout ?? .zero) > .zero }.map { ($0.user, bet.money($0.payout ?? .zero)) }
        if isCancelled {
            try context.emit(PeerBetCancelled(bet: bet.id, refunded: bet.money(bet.pot)))
            try PeerBetNews.tell(.peerBetCancelled, of: bet, to: paid, "cancelled", in: context)
        } else {
            try context.emit(PeerBetPaid(bet: bet.id, ending: ending, pot: bet.money(bet.pot), fee: bet.money(bet.fee)))
            try PeerBetNews.tell(
                ending == .refund ? .peerBetCancelled : .peerBetPaid, of: bet, to: paid, "paid", in: context)
        }
        return .done
    }
}
