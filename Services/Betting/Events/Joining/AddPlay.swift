public import Messages
public import Runtime
import Storage

extension AddPlay: WorkflowHandler {
    /// Refuses at once what can be seen to be wrong; with a stake on oneself what may change meanwhile is looked at again
    /// when it is accepted.
    public static func begin(_ request: Request, in context: CommandContext) throws {
        let asker = try context.user()
        let event = try StoredEvent.existing(request.event, in: context.database)
        guard (request.user == nil) != (request.name == nil) else {
            throw Rejection.field("/user_id", "one_of", "expected either user_id or name, and not both")
        }
        let isJoining = request.user == asker.user
        if isJoining { try event.refuseJoining(by: asker) } else { try event.refuseAdding(request, by: asker) }
        try event.refuseLatePlays(at: context.now)
        if let user = request.user, !isJoining {
            try KnownUsers.require(user, or: Failure.unknownUser, in: context.database)
        }
        try event.refuseDuplicate(of: request.user, request.name?.text, in: context.database)
        let stake = request.user == nil ? nil : event.selfStake
        try context.begin(
            addPlaySaga,
            AddPlayState(
                play: context.newID(), event: event.id, user: request.user, name: request.name?.text,
                bet: context.newID(), hold: context.newID(), stake: stake.map { Money($0, event.currency) }))
    }
}

extension StoredEvent {
    /// Whether somebody may play here by their own will.
    fileprivate func refuseJoining(by player: Statement) throws {
        guard playersMayJoin || isRun(by: player) else {
            throw AddPlay.Failure.playersMayNotJoin.because("who plays in this event is its organizer's to say")
        }
        if selfStake != nil, player.user == organizer, !organizerMayBet {
            throw AddPlay.Failure.organizerMayNotBet.because(
                "joining takes a bet on oneself, and who organizes this event sets its scores and does not bet")
        }
    }

    /// Whether somebody may have others play.
    fileprivate func refuseAdding(_ request: AddPlay.Request, by asker: Statement) throws {
        guard isRun(by: asker) else {
            throw CommonFailure.forbidden.because(
                "others are added by the event's organizer or an admin; to play, give your own id as user_id")
        }
        if selfStake != nil, request.user != nil {
            throw AddPlay.Failure.selfStakeNeeded.because(
                "users stake on themselves here, so that they join by themselves; people by name can be added",
                at: "/user_id")
        }
    }

    func refuseLatePlays(at now: Timestamp) throws {
        guard has(.scheduled, .open) else {
            throw AddPlay.Failure.wrongState.because("plays are added until the start; the event is \(status)")
        }
        guard !hasStarted(at: now) else {
            throw AddPlay.Failure.alreadyStarted.because("plays are added until the start, which was \(startsAt)")
        }
    }

    /// Who has withdrawn is in the event for good: nobody comes back.
    func refuseDuplicate(of user: ID<User>?, _ name: String?, in database: Connection) throws {
        let (count, same, joining) =
            try database.first(
                """
                SELECT COUNT(*), COUNT(*) FILTER (WHERE user = ?2 OR name = ?3 COLLATE NOCASE),
                    EXISTS (SELECT 1 FROM joining WHERE event = ?1 AND user = ?2)
                FROM play WHERE event = ?1
                """, id, user, name
            ) { (try $0.value(0, as: Int.self), try $0.value(1, as: Int.self), try $0.value(2, as: Bool.self)) }
            ?? (0, 0, false)
        if same > 0 || joining { throw AddPlay.Failure.duplicatePlay.because("this player is in the event already") }
        try refuseFullField(count)
    }

    func refuseFullField(_ count: Int) throws {
        if count >= playLimit { throw AddPlay.Failure.tooManyPlays.because("an event has at most \(playLimit) plays") }
    }
}
