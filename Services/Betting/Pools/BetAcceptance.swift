import Messages
import Runtime
import Storage

/// The local steps of placing a bet.
enum BetAcceptance {
    static func reserve(
        _ state: inout PlaceBetState, _ context: CommandContext
    ) throws -> SagaStep<PlaceBetState>.Progress {
        let event = try StoredEvent.existing(state.event, in: context.database)
        try context.database.run(
            """
            INSERT INTO bet (id, event, play, user, hold, stake, status, placed_at)
            VALUES (?, ?, ?, ?, ?, ?, 'reserved', ?)
            """, state.bet, state.event, state.play, state.gambler, state.hold,
            try state.stake.positive(in: event.currency, at: "/stake"), context.now)
        return .done
    }

    /// A bet that came to nothing leaves an event and no row.
    static func reject(_ state: PlaceBetState, _ context: CommandContext) throws {
        try context.database.run("DELETE FROM bet WHERE id = ?", state.bet)
        try context.emit(
            BetRejected(
                bet: state.bet, event: state.event, play: state.play, gambler: state.gambler, stake: state.stake))
    }

    static func accept(
        _ state: inout PlaceBetState, _ context: CommandContext
    ) throws -> SagaStep<PlaceBetState>.Progress {
        let database = context.database
        let event = try StoredEvent.existing(state.event, in: database)
        try PlaceBet.refuseIfClosed(event, at: context.now)
        let stake = try state.stake.positive(in: event.currency, at: "/stake")
        do {
            let pool = try event.pool + stake
            try database.run("UPDATE event SET pool = ? WHERE id = ?", pool, event.id)
        } catch is AmountOverflow {
            throw CommonFailure.amountOverflow.because("the pool would be more than the platform can hold")
        }
        // What follows counts parts of the pool, so it fits where the pool does.
        try database.run("UPDATE play SET stakes = stakes + ? WHERE id = ?", stake, state.play)
        try database.run(
            """
            INSERT INTO gambler (event, user, staked) VALUES (?, ?, ?)
            ON CONFLICT (event, user) DO UPDATE SET staked = staked + excluded.staked
            """, event.id, state.gambler, stake)
        try database.run(
            """
            INSERT INTO backing (event, play, user, amount) VALUES (?, ?, ?, ?)
            ON CONFLICT (play, user) DO UPDATE SET amount = amount + excluded.amount
            """, event.id, state.play, state.gambler, stake)
        try database.run("UPDATE bet SET status = 'accepted' WHERE id = ?", state.bet)
        try context.emit(
            BetPlaced(
                bet: state.bet, event: state.event, play: state.play, gambler: state.gambler, stake: state.stake,
                hold: state.hold))
        return .done
    }
}
