import Messages
import Runtime
import Storage

/// The one place that moves a tracked bet on: row, history, sums and event, all of them or none.
enum TrackedBook {
    /// - Parameters:
    ///   - former: what the bet was, whose part of the sums is taken out; nil for one that is new.
    ///   - bet: what it is now, with a row.
    static func keep(
        _ bet: StoredTrackedBet, insteadOf former: StoredTrackedBet?, _ action: TrackedAction, note: String? = nil,
        in context: CommandContext
    ) throws {
        let (caller, database, after) = (try context.user(), context.database, try bet.facts())
        if let former { try TrackedSums.count(former, .out, in: database) }
        if former != nil { try bet.store(in: database) }
        try TrackedSums.count(bet, .in, in: database)
        try database.run(
            "INSERT INTO tracked_history (bet, at, by, action, note, facts) VALUES (?, ?, ?, ?, ?, ?)", bet.id,
            context.now, caller.user, action, note, after)
        guard let former else {
            try context.emit(TrackedBetCreated(bet: bet.id, user: bet.owner, after: after))
            return
        }
        if action == .deleted {
            try context.emit(TrackedBetPutAway(bet: bet.id, user: bet.owner))
        } else {
            let before = try former.facts()
            try context.emit(
                TrackedBetChanged(bet: bet.id, user: bet.owner, action: action, before: before, after: after))
        }
    }

    static func refuseTaken(
        _ externalID: String?, at book: String, of owner: ID<User>, but own: ID<TrackedBet>? = nil,
        in database: Connection
    ) throws {
        guard let externalID else { return }
        let other: ID<TrackedBet>? = try database.first(
            """
            SELECT id FROM tracked_bet WHERE owner = ? AND book = ? AND external_id = ? AND external_id IS NOT NULL
                AND deleted_at IS NULL
            """, owner, book, externalID
        ) { try $0.value(0) }
        if let other, other != own {
            throw TrackedBetFailure.externalIDTaken.because(
                "expected an id that no other bet at this book has", at: "/external_id")
        }
    }
}
