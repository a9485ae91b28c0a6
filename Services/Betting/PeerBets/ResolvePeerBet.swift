public import Messages
public import Runtime
import Storage

extension ResolvePeerBet: CommandHandler {
    public static func run(_ request: Request, in context: CommandContext) throws -> PeerBet {
        let (caller, database) = (try context.user(), context.database)
        let bet = try StoredPeerBet.seen(request.bet, by: PeerBetReader(caller), in: database)
        let stakes = try StoredPeerStake.all(of: bet.id, in: database)
        let own = stakes.first { $0.user == caller.user }
        guard own != nil || bet.isJudged(by: caller, at: context.now) else {
            throw CommonFailure.forbidden.because(
                "this is for those who take part, and on a dispute for the arbiter, or an admin where there is none")
        }
        try bet.refuseIfDue(in: context)
        guard bet.has(.locked, .resolving, .disputed) else {
            throw Failure.wrongState.because("a bet is resolved once, after it is locked; this is \(bet.status)")
        }
        let names = try StoredPeerOutcome.all(of: bet.id, in: database).map(\.name)
        guard let verdict = PeerVerdict(request.outcome, among: names) else {
            throw Failure.unknownOutcome.because("expected one of the bet's outcomes, or void", at: "/outcome")
        }
        if let own {
            try bet.propose(verdict, by: own, among: stakes, in: context)
        } else {
            guard bet.has(.disputed) || bet.resolvedBy == .arbiter else {
                throw Failure.wrongState.because("an arbiter decides when it is disputed; this is \(bet.status)")
            }
            try bet.decide(verdict, by: .arbiter, in: context)
        }
        return try bet.reloaded(in: database).view(for: PeerBetReader(caller), in: database)
    }
}

extension StoredPeerBet {
    /// How long an arbiter has for a dispute, until admins may decide it too.
    static let arbiterSeconds: Int64 = 14 * 86_400

    /// Whether somebody who takes no part may decide it, in a state that allows that.
    func isJudged(by caller: Statement, at now: Timestamp) -> Bool {
        if caller.user == arbiter { return true }
        guard caller.roles.contains(.admin) else { return false }
        guard arbiter != nil else { return true }
        return disputedAt.map { now >= $0.adding(seconds: StoredPeerBet.arbiterSeconds) } ?? false
    }

    /// Takes down what somebody says; one may come to say something else until it is decided. Who names an outcome does not
    /// want it called off any more.
    fileprivate func propose(
        _ verdict: PeerVerdict, by own: StoredPeerStake, among stakes: [StoredPeerStake], in context: CommandContext
    ) throws {
        try context.database.run("UPDATE peer_stake SET agrees_to_cancel = 0 WHERE number = ?", own.number)
        if own.proposal != verdict {
            try context.database.run("UPDATE peer_stake SET proposal = ? WHERE number = ?", verdict, own.number)
            try context.emit(
                PeerBetProposed(bet: id, user: own.user, before: own.proposal?.place, after: verdict.place))
        }
        switch PeerAgreement(stakes.map { $0.number == own.number ? verdict : $0.proposal }) {
        case .agreed(let verdict): try decide(verdict, by: .agreement, in: context)
        case .disputed where !has(.disputed): try dispute(by: nil, in: context)
        case .open where has(.locked):
            try context.database.run("UPDATE peer_bet SET status = 'resolving' WHERE id = ?", id)
        case .open, .disputed: break
        }
    }
}
