public import Messages
public import Runtime
import Storage

extension JoinPeerBet: WorkflowHandler {
    /// Refuses at once what can be seen to be wrong; what may change meanwhile is looked at again when the stake is
    /// there.
    public static func begin(_ request: Request, in context: CommandContext) throws {
        let joiner = try context.user()
        let bet = try StoredPeerBet.seen(request.bet, by: PeerBetReader(joiner), in: context.database)
        if bet.visibility == .invited, try !bet.isInvited(joiner.user, in: context.database) {
            throw CommonFailure.forbidden.because("only who was invited may join this bet")
        }
        if bet.arbiter == joiner.user {
            throw Failure.arbiterTakesPart.because("who decides a bet takes no part in it")
        }
        let outcomes = try StoredPeerOutcome.all(of: bet.id, in: context.database)
        guard let outcome = outcomes.firstIndex(where: { $0.name == request.outcome.text }) else {
            throw Failure.unknownOutcome.because("expected one of the bet's outcomes", at: "/outcome")
        }
        let stake = outcomes[outcome].stake
        if let said = request.stake, try said.positive(in: bet.currency, at: "/stake") != stake {
            throw Failure.wrongStake.because("expected \(bet.money(stake).amount.text)", at: "/stake/amount")
        }
        if try isThere(joiner.user, in: bet.id, context.database) {
            throw Failure.alreadyJoined.because("one takes part in a bet once; you do, or are about to")
        }
        try refuseIfClosed(bet, outcome: outcome, in: context)
        _ = try bet.pot + stake
        try context.begin(
            joinPeerBetSaga,
            PeerStakeState(
                bet: bet.id, hold: context.newID(), user: joiner.user, outcome: outcome, stake: bet.money(stake)))
    }

    static func refuseIfClosed(_ bet: StoredPeerBet, outcome: Int, in context: CommandContext) throws {
        guard bet.has(.created, .joined) else {
            throw Failure.wrongState.because("a bet can be joined until it is locked; this is \(bet.status)")
        }
        guard bet.due(at: context.now) == .nothing else {
            throw Failure.tooLate.because("the time to join is over")
        }
        guard bet.participants == bet.places - 1 else { return }
        let backed = try StoredPeerOutcome.all(of: bet.id, in: context.database)[outcome].backers
        guard backed < bet.participants else {
            throw Failure.oneSided.because(
                "all others back this outcome; the last place is for another", at: "/outcome")
        }
    }

    private static func isThere(_ user: ID<User>, in bet: ID<PeerBet>, _ database: Connection) throws -> Bool {
        try database.first("SELECT 1 FROM peer_stake WHERE bet = ? AND user = ?", bet, user) { _ in true } ?? false
    }
}
