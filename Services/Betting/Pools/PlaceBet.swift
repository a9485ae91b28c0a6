public import Messages
public import Runtime
import Storage

extension PlaceBet: WorkflowHandler {
    /// Refuses at once what can be seen to be wrong; what may change meanwhile is looked at again when it is accepted.
    public static func begin(_ request: Request, in context: CommandContext) throws {
        let gambler = try context.user().user
        let event = try StoredEvent.existing(request.event, in: context.database)
        try refuseIfClosed(event, at: context.now)
        try refuseOrganizer(gambler, of: event)
        guard let play = try StoredPlay.find(request.play, of: event.id, in: context.database) else {
            throw Failure.unknownPlay.because("there is no such play in this event", at: "/play_id")
        }
        try refuseIfWithdrawn(play)
        let stake = try request.stake.positive(in: event.currency, at: "/stake")
        _ = try poolWithinBounds(of: event, adding: stake, in: context.database)
        try context.begin(
            placeBetSaga,
            PlaceBetState(
                bet: context.newID(), hold: context.newID(), event: event.id, play: play.id, gambler: gambler,
                stake: Money(stake, event.currency)))
    }

    /// The pool with a stake more, if whatever becomes of it can still be counted.
    static func poolWithinBounds(
        of event: StoredEvent, adding stake: Amount, in database: Connection
    ) throws -> Amount {
        let rules = try PoolRules.find(of: event.id, in: database)
        // What was staked on players who withdrew is still counted by gambler.
        guard let pool = try? event.pool + stake, (try? pool + event.withdrawn) != nil,
            PoolBound.holds(stakes: pool, rolledIn: event.rolledIn, rules: rules)
        else { throw CommonFailure.amountOverflow.because("the pool would be more than the platform can hold") }
        return pool
    }

    /// Whoever sets the scores would bet on what they decide.
    private static func refuseOrganizer(_ gambler: ID<User>, of event: StoredEvent) throws {
        guard gambler != event.organizer || event.organizerMayBet else {
            throw Failure.organizerMayNotBet.because("who organizes this event sets its scores and does not bet on it")
        }
    }

    static func refuseIfWithdrawn(_ play: StoredPlay?) throws {
        guard play?.isPlaying ?? false else {
            throw Failure.playWithdrawn.because("this player has withdrawn; stakes on them go back", at: "/play_id")
        }
    }

    static func refuseIfClosed(_ event: StoredEvent, at now: Timestamp) throws {
        guard event.has(.open) else {
            throw Failure.eventNotOpen.because("bets are taken while an event is open; this is \(event.status)")
        }
        guard !event.hasStarted(at: now) else {
            throw Failure.alreadyStarted.because("bets are taken until the start, which was \(event.startsAt)")
        }
    }
}
