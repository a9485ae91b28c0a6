import Messages
import Runtime
import Storage

/// What those who bet on an event are called to whoever reads of it. A player's stake on themself tells who they are, by its size
/// where the event asks for one; so a player has a name of its own for that stake, and one for all stakes together, which lead to
/// none of what they staked on others.
struct GamblerNames {
    private let reader: Statement?
    private let runsEvent: Bool
    private let players: [ID<User>: ID<Play>]
    private let inEvent: Pseudonyms
    private let database: Connection

    init(of event: StoredEvent, _ plays: [StoredPlay], to context: QueryContext) throws {
        (reader, database) = (context.caller.statement, context.database)
        runsEvent = event.isRun(by: reader)
        inEvent = try Pseudonyms(for: event.id, in: context.database)
        players = Dictionary(
            plays.compactMap { play in play.user.map { ($0, play.id) } }, uniquingKeysWith: { first, _ in first })
    }

    /// Beside stakes on one play.
    func name(of backing: Backing) throws -> String {
        let isOwn = players[backing.user] == backing.play
        let pseudonyms = isOwn ? try Pseudonyms(for: backing.play, in: database) : inEvent
        return try pseudonyms.name(of: backing.user, to: reader, runsEvent: runsEvent)
    }

    /// Beside all stakes together.
    func nameInAll(of user: ID<User>) throws -> String {
        let pseudonyms = players[user] == nil ? inEvent : inEvent.inAll
        return try pseudonyms.name(of: user, to: reader, runsEvent: runsEvent)
    }
}
