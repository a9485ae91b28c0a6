import Messages
import Runtime
import Storage

/// The local steps of adding a play.
enum AddPlaySteps {
    /// While the stake is being put aside the same player does not join once more.
    static func reserve(_ state: AddPlayState, _ context: CommandContext) throws {
        guard let user = state.user, let stake = state.stake else { return }
        let event = try StoredEvent.existing(state.event, in: context.database)
        try context.database.run(
            "INSERT INTO joining (bet, event, user, hold, stake) VALUES (?, ?, ?, ?, ?)", state.bet, event.id, user,
            state.hold, try stake.positive(in: event.currency, at: "/user_id"))
    }

    static func reject(_ state: AddPlayState, _ context: CommandContext) throws {
        guard let user = state.user, let stake = state.stake else { return }
        try context.database.run("DELETE FROM joining WHERE bet = ?", state.bet)
        try context.emit(
            BetRejected(bet: state.bet, event: state.event, play: state.play, gambler: user, stake: stake))
    }

    static func accept(_ state: AddPlayState, _ context: CommandContext) throws {
        let database = context.database
        let event = try StoredEvent.existing(state.event, in: database)
        try event.refuseLatePlays(at: context.now)
        let count = try database.first("SELECT COUNT(*) FROM play WHERE event = ?", event.id) {
            try $0.value(0, as: Int.self)
        }
        try event.refuseFullField(count ?? 0)
        try database.run(
            "INSERT INTO play (id, event, user, name, self_bet) VALUES (?, ?, ?, ?, ?)", state.play, event.id,
            state.user, state.name, state.stake == nil ? nil : state.bet)
        try context.emit(PlayAdded(play: state.play, event: event.id, user: state.user))
        try stake(state, on: event, context)
        context.touch(event.topic)
    }

    private static func stake(_ state: AddPlayState, on event: StoredEvent, _ context: CommandContext) throws {
        guard let user = state.user, let money = state.stake else { return }
        let stake = try money.positive(in: event.currency, at: "/user_id")
        try context.database.run("DELETE FROM joining WHERE bet = ?", state.bet)
        try context.database.run(
            """
            INSERT INTO bet (id, event, play, user, hold, stake, status, placed_at)
            VALUES (?, ?, ?, ?, ?, ?, 'accepted', ?)
            """, state.bet, event.id, state.play, user, state.hold, stake, context.now)
        try BetAcceptance.count(stake, on: state.play, of: event, by: user, in: context.database)
        try context.emit(
            BetPlaced(
                bet: state.bet, event: event.id, play: state.play, gambler: user, stake: money, hold: state.hold))
    }
}
