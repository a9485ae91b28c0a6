import Messages
import Runtime
import Storage

/// What the making of a peer bet, or the joining of one, carries from step to step.
struct PeerStakeState: StakingState {
    let bet: ID<PeerBet>
    let hold: ID<Hold>
    let user: ID<User>
    let outcome: Int
    let stake: Money

    /// Without bonus: what returns from among friends must not turn one into cash.
    var staked: StakedMoney? {
        StakedMoney(
            hold: hold, user: user, money: stake, purpose: "peer-bet/\(bet)", escrow: "peer-bet/\(bet)",
            kind: .peerStake, withoutBonus: true)
    }
}

/// The bet is there for others to join once its creator's own stake is accepted.
let createPeerBetSaga = Saga<PeerStakeState>(
    staking: "betting.create-peer-bet", reserve: PeerStaking.reserve, reject: PeerStaking.reject, pivot: "open",
    accept: PeerStaking.open, fields: ["/money": "/stake"]
) { state, context in
    SagaAnswer(CreatePeerBet.self, try PeerStaking.view(state, context.database))
}

let joinPeerBetSaga = Saga<PeerStakeState>(
    staking: "betting.join-peer-bet", reserve: PeerStaking.reserve, reject: PeerStaking.turnAway,
    accept: PeerStaking.accept, fields: ["/money": "/stake"]
) { state, context in
    SagaAnswer(JoinPeerBet.self, try PeerStaking.view(state, context.database))
}

/// The steps by which somebody's stake gets into a peer bet.
enum PeerStaking {
    static func reserve(_ state: PeerStakeState, _ context: CommandContext) throws {
        let bet = try StoredPeerBet.existing(state.bet, in: context.database)
        try context.database.run(
            "INSERT INTO peer_stake (bet, user, outcome, hold, stake, joined_at) VALUES (?, ?, ?, ?, ?, ?)", state.bet,
            state.user, state.outcome, state.hold, try state.stake.positive(in: bet.currency, at: "/stake"),
            context.now)
    }

    /// A bet that came to nothing leaves an event and no row.
    static func reject(_ state: PeerStakeState, _ context: CommandContext) throws {
        let database = context.database
        try database.run("DELETE FROM peer_stake WHERE bet = ?", state.bet)
        try database.run("DELETE FROM peer_outcome WHERE bet = ?", state.bet)
        try database.run("DELETE FROM peer_invitation WHERE bet = ?", state.bet)
        try database.run("DELETE FROM peer_bet WHERE id = ?", state.bet)
        try context.emit(PeerBetRejected(bet: state.bet, creator: state.user, stake: state.stake))
    }

    static func turnAway(_ state: PeerStakeState, _ context: CommandContext) throws {
        try context.database.run("DELETE FROM peer_stake WHERE hold = ?", state.hold)
        try context.emit(PeerBetJoinRejected(bet: state.bet, user: state.user, stake: state.stake))
    }

    // MARK: - Coming in

    static func open(_ state: PeerStakeState, _ context: CommandContext) throws {
        let bet = try StoredPeerBet.existing(state.bet, in: context.database)
        for (deadline, pointer) in [(bet.joinDeadline, "/join_deadline"), (bet.resolveBy, "/resolve_by")] {
            guard let deadline else { continue }
            guard deadline > context.now else {
                throw CreatePeerBet.Failure.deadlineNotInFuture.because("it has passed meanwhile", at: pointer)
            }
            try context.schedule(PeerBetClock.timer, at: deadline, state: bet.id.text)
        }
        try enter(bet, state, as: .created, context)
        let stakes = try StoredPeerOutcome.all(of: bet.id, in: context.database).map { bet.money($0.stake) }
        try context.emit(
            PeerBetCreated(
                bet: bet.id, creator: bet.creator, termsDigest: bet.termsDigestText, outcome: state.outcome,
                stake: state.stake, stakes: stakes, hold: state.hold, maxParticipants: bet.places, arbiter: bet.arbiter,
                resolvedBy: bet.resolvedBy, visibility: bet.visibility,
                feePercent: Takeout.percent(basisPoints: bet.feePoints), joinDeadline: bet.joinDeadline,
                resolveBy: bet.resolveBy))
    }

    static func accept(_ state: PeerStakeState, _ context: CommandContext) throws {
        let bet = try StoredPeerBet.existing(state.bet, in: context.database)
        try JoinPeerBet.refuseIfClosed(bet, outcome: state.outcome, in: context)
        try enter(bet, state, as: .joined, context)
        try context.emit(
            PeerBetJoined(
                bet: bet.id, user: state.user, outcome: state.outcome, stake: state.stake, hold: state.hold))
        let joined = try bet.reloaded(in: context.database)
        try PeerBetNews.tell(
            .peerBetJoined, of: joined, to: [(bet.creator, nil)], "joined-\(joined.participants)", in: context)
        if joined.participants == joined.places { try joined.lock(because: .full, in: context) }
    }

    /// From here on the stake counts.
    private static func enter(
        _ bet: StoredPeerBet, _ state: PeerStakeState, as status: PeerBetStatus, _ context: CommandContext
    ) throws {
        let stake = try state.stake.positive(in: bet.currency, at: "/stake")
        let pot: Amount
        do { pot = try bet.pot + stake } catch {
            throw CommonFailure.amountOverflow.because("the pot would be more than the platform can hold")
        }
        try context.database.run(
            "UPDATE peer_bet SET status = ?, pot = ?, participants = participants + 1 WHERE id = ?", status, pot,
            bet.id)
        try context.database.run(
            "UPDATE peer_outcome SET backers = backers + 1, staked = staked + ? WHERE bet = ? AND place = ?", stake,
            bet.id, state.outcome)
        try context.database.run(
            "UPDATE peer_stake SET place = ?, joined_at = ? WHERE hold = ?", bet.participants, context.now, state.hold)
    }

    static func view(_ state: PeerStakeState, _ database: Connection) throws -> PeerBet {
        try StoredPeerBet.existing(state.bet, in: database).view(
            for: PeerBetReader(participant: state.user), in: database)
    }
}
