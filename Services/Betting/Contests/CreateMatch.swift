public import Messages
public import Runtime

extension CreateMatch: CommandHandler {
    public static func run(_ request: Request, in context: CommandContext) throws -> Reply {
        let organizer = try context.user().user
        guard request.startTime > context.now else {
            throw Failure.startNotInFuture.because("expected a time after \(context.now)", at: "/start_time")
        }
        let id = context.newID(Match.self)
        try context.database.run(
            """
            INSERT INTO matches (id, title, organizer, external_id, sport, starts_at, status, created_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            """, id, request.title.text, organizer, request.externalID?.text, request.sport?.text, request.startTime,
            MatchStatus.scheduled, context.now)
        try context.schedule(MatchClock.timer, at: request.startTime, state: id.text)
        let match = try StoredMatch.existing(id, in: context.database).view
        try context.emit(MatchCreated(after: match))
        return match
    }
}

extension ChangeMatch: CommandHandler {
    public static func run(_ request: Request, in context: CommandContext) throws -> Reply {
        let before = try StoredMatch.acted(on: request.match, in: context)
        guard before.has(.scheduled), context.now < before.startsAt else {
            throw Failure.wrongState.because("a match is changed until it begins; this is \(before.status)")
        }
        var match = before
        match.title = request.title?.text ?? match.title
        match.externalID = request.externalID.applied(to: match.externalID.map { OutsideKey(trusted: $0) })?.text
        match.sport = request.sport.applied(to: match.sport.map { OutsideKey(trusted: $0) })?.text
        if match.sport != before.sport { try refuseNewSport(of: match.id, in: context) }
        if let startTime = request.startTime, startTime != before.startsAt {
            guard startTime > context.now else {
                throw Failure.startNotInFuture.because("expected a time after \(context.now)", at: "/start_time")
            }
            match.startsAt = startTime
            // The timer for the former time finds that it has not come, and does nothing.
            try context.schedule(MatchClock.timer, at: startTime, state: match.id.text)
        }
        try context.database.run(
            "UPDATE matches SET title = ?, external_id = ?, sport = ?, starts_at = ? WHERE id = ?", match.title,
            match.externalID, match.sport, match.startsAt, match.id)
        if match.view != before.view { try context.emit(MatchChanged(before: before.view, after: match.view)) }
        return match.view
    }

    private static func refuseNewSport(of match: ID<Match>, in context: CommandContext) throws {
        let hasContests = try context.database.first("SELECT 1 FROM contest WHERE match = ? LIMIT 1", match) { _ in true
        }
        guard hasContests == nil else {
            throw Failure.hasContests.because("contests were made under its sport, which therefore stays", at: "/sport")
        }
    }
}
