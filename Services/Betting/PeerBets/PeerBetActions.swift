public import Messages
public import Runtime
import Storage

extension LockPeerBet: CommandHandler {
    public static func run(_ request: Request, in context: CommandContext) throws -> PeerBet {
        let caller = try context.user()
        let bet = try StoredPeerBet.seen(request.bet, by: PeerBetReader(caller), in: context.database)
        guard bet.creator == caller.user else {
            throw CommonFailure.forbidden.because("only who made the bet locks it")
        }
        try bet.refuseIfDue(in: context)
        guard bet.has(.joined) else {
            throw Failure.wrongState.because("a bet is locked once somebody has joined; this is \(bet.status)")
        }
        try bet.lock(because: .creator, in: context)
        return try bet.reloaded(in: context.database).view(for: PeerBetReader(caller), in: context.database)
    }
}

extension DisputePeerBet: CommandHandler {
    public static func run(_ request: Request, in context: CommandContext) throws -> PeerBet {
        let caller = try context.user()
        let bet = try StoredPeerBet.takenPart(request.bet, by: caller, in: context.database)
        try bet.refuseIfDue(in: context)
        guard bet.has(.locked, .resolving) else {
            throw Failure.wrongState.because(
                "a bet is disputed from its lock until it is resolved; this is \(bet.status)")
        }
        try bet.dispute(by: caller.user, reason: request.reason?.text, in: context)
        return try bet.reloaded(in: context.database).view(for: PeerBetReader(caller), in: context.database)
    }
}

extension CancelPeerBet: WorkflowHandler {
    /// Answered when every stake is back; or at once, where others have yet to agree.
    public static func begin(_ request: Request, in context: CommandContext) throws {
        let caller = try context.user()
        let bet = try StoredPeerBet.takenPart(request.bet, by: caller, in: context.database)
        try bet.refuseIfDue(in: context)
        guard bet.has(.created, .joined, .locked, .resolving, .disputed) else {
            throw Failure.wrongState.because("a bet can be called off until it is resolved; this is \(bet.status)")
        }
        if bet.has(.created) {
            return try bet.callOff(because: .creator, answering: caller.user, in: context)
        }
        let stakes = try StoredPeerStake.all(of: bet.id, in: context.database)
        if let own = stakes.first(where: { $0.user == caller.user }), !own.agreesToCancel {
            try context.database.run("UPDATE peer_stake SET agrees_to_cancel = 1 WHERE number = ?", own.number)
            try context.emit(PeerBetCancelAgreed(bet: bet.id, user: caller.user))
        }
        if stakes.allSatisfy({ $0.agreesToCancel || $0.user == caller.user }) {
            try bet.callOff(because: .agreement, answering: caller.user, in: context)
        } else {
            try context.begin(settlePeerBetSaga, PeerSettlementState(bet: bet.id, asker: caller.user))
        }
    }
}

extension StoredPeerBet {
    /// The bet, for one who takes part in it.
    static func takenPart(
        _ id: ID<PeerBet>, by caller: Statement, in database: Connection
    ) throws -> StoredPeerBet {
        let bet = try seen(id, by: PeerBetReader(caller), in: database)
        guard try StoredPeerStake.has(caller.user, in: id, database) else {
            throw CommonFailure.forbidden.because("this is for those who take part in the bet")
        }
        return bet
    }

    /// Whoever comes after a deadline must not be helped by the timer being a moment late.
    func refuseIfDue(in context: CommandContext) throws {
        guard due(at: context.now) == .nothing else {
            throw PeerBetActionFailure.tooLate.because("a deadline has passed; look again in a moment what came of it")
        }
    }
}
