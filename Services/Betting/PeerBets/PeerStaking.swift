import Messages
import Runtime
import Storage

/// What the making of a peer bet, or the joining of one, carries from step to step.
struct PeerStakeState: Codable, Sendable {
    let bet: ID<PeerBet>
    let hold: ID<Hold>
    let user: ID<User>
    let outcome: Int
    let stake: Money
}

/// The creator's stake is put aside, the bet there for others to join, and the stake captured.
let createPeerBetSaga = Saga<PeerStakeState>(
    "betting.create-peer-bet", version: 1,
    steps: [
        .local("reserve", PeerStaking.reserve, undo: PeerStaking.reject),
        PeerStaking.hold,
        .local("open", isPivot: true, PeerStaking.open),
        PeerStaking.capture,
    ],
    end: .answer { state, context in
        SagaAnswer(CreatePeerBet.self, try PeerStaking.view(state, context.database))
    })

/// A stake is put aside, its owner let in if there still is a place, and the stake captured. Up to that all of it is
/// taken back when something is refused; from there on it is owed.
let joinPeerBetSaga = Saga<PeerStakeState>(
    "betting.join-peer-bet", version: 1,
    steps: [
        .local("reserve", PeerStaking.reserve, undo: PeerStaking.turnAway),
        PeerStaking.hold,
        .local("accept", isPivot: true, PeerStaking.accept),
        PeerStaking.capture,
    ],
    end: .answer { state, context in
        SagaAnswer(JoinPeerBet.self, try PeerStaking.view(state, context.database))
    })

/// The steps by which somebody's stake gets into a peer bet.
enum PeerStaking {
    typealias Step = SagaStep<PeerStakeState>

    /// Without bonus: what returns from among friends must not turn one into cash.
    static let hold = Step.call(
        "hold", .wallet, PlaceHold.self,
        request: { state, _ in
            PlaceHold.Request(
                hold: state.hold, user: state.user, money: state.stake, purpose: "peer-bet/\(state.bet)",
                withoutBonus: true)
        },
        undo: .call(.wallet, ReleaseHold.self) { ReleaseHold.Request(hold: $0.hold) },
        fields: ["/money": "/stake"])

    static let capture = Step.call(
        "capture", .wallet, CaptureHold.self,
        request: { state, _ in
            CaptureHold.Request(hold: state.hold, escrow: "peer-bet/\(state.bet)", kind: .peerStake)
        })

    static func reserve(_ state: inout PeerStakeState, _ context: CommandContext) throws -> Step.Progress {
        let bet = try StoredPeerBet.existing(state.bet, in: context.database)
        try context.database.run(
            "INSERT INTO peer_stake (bet, user, outcome, hold, stake, joined_at) VALUES (?, ?, ?, ?, ?, ?)", state.bet,
            state.user, state.outcome, state.hold, try state.stake.positive(in: bet.currency, at: "/stake"),
            context.now)
        return .done
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

    static func open(_ state: inout PeerStakeState, _ context: CommandContext) throws -> Step.Progress {
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
        return .done
    }

    static func accept(_ state: inout PeerStakeState, _ context: CommandContext) throws -> Step.Progress {
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
        return .done
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
