import Messages
import Runtime
import Storage

/// Tells whoever had staked on a player that they are out: once a person, however many bets.
enum WithdrawalNews {
    static func request(_ state: WithdrawalState, _ context: CommandContext) throws -> TellPeople.Request? {
        let event = try StoredEvent.existing(state.event, in: context.database)
        let items = try backers(state, in: context.database).map { user, amount in
            TellPeople.Item(
                reference: "event/\(event.id)/withdrawn/\(state.play)/\(user)", user: user, news: .betRefunded,
                about: event.name, money: Money(amount, event.currency))
        }
        return items.isEmpty ? nil : TellPeople.Request(items: items)
    }

    static func take(_ state: inout WithdrawalState, _ reply: Nothing, _ context: CommandContext) throws {
        state.told = try backers(state, in: context.database).last?.user ?? state.told
    }

    /// The next of them, by their ids. What they had staked on the player changes no more.
    private static func backers(
        _ state: WithdrawalState, in database: Connection
    ) throws -> [(user: ID<User>, amount: Amount)] {
        try database.rows(
            "SELECT user, amount FROM backing WHERE play = ? AND user > ? AND amount > 0 ORDER BY user LIMIT ?",
            state.play, state.told, TellPeople.limit
        ) { (try $0.value(0), try $0.value(1)) }
    }
}
