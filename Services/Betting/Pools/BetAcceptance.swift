import Messages
import Runtime
import Storage

/// The local steps of placing a bet.
enum BetAcceptance {
    static func reserve(_ state: PlaceBetState, _ context: CommandContext) throws {
        let event = try StoredEvent.existing(state.event, in: context.database)
        try context.database.run(
            """
            INSERT INTO bet (id, event, play, user, hold, stake, status, placed_at)
            VALUES (?, ?, ?, ?, ?, ?, 'reserved', ?)
            """, state.bet, state.event, state.play, state.gambler, state.hold,
            try state.stake.positive(in: event.currency, at: "/stake"), context.now)
    }

    /// A bet that came to nothing leaves an event and no row.
    static func reject(_ state: PlaceBetState, _ context: CommandContext) throws {
        try context.database.run("DELETE FROM bet WHERE id = ?", state.bet)
        try context.emit(
            BetRejected(
                bet: state.bet, event: state.event, play: state.play, gambler: state.gambler, stake: state.stake))
    }

    static func accept(_ state: PlaceBetState, _ context: CommandContext) throws {
        let event = try StoredEvent.existing(state.event, in: context.database)
        try PlaceBet.refuseIfClosed(event, at: context.now)
        try PlaceBet.refuseIfWithdrawn(try StoredPlay.find(state.play, of: event.id, in: context.database))
        let stake = try state.stake.positive(in: event.currency, at: "/stake")
        try count(stake, on: state.play, of: event, by: state.gambler, in: context.database)
        try context.database.run("UPDATE bet SET status = 'accepted' WHERE id = ?", state.bet)
        try context.emit(
            BetPlaced(
                bet: state.bet, event: state.event, play: state.play, gambler: state.gambler, stake: state.stake,
                hold: state.hold))
        context.touch(event.topic)
    }

    /// Adds an accepted stake to all that is counted of it.
    static func count(
        _ stake: Amount, on play: ID<Play>, of event: StoredEvent, by gambler: ID<User>, in database: Connection
    ) throws {
        let pool = try PlaceBet.poolWithinBounds(of: event, adding: stake, in: database)
        try database.run("UPDATE event SET pool = ? WHERE id = ?", pool, event.id)
        // What follows counts parts of the pool, so it fits where the pool does.
        try database.run("UPDATE play SET stakes = stakes + ?, bets = bets + 1 WHERE id = ?", stake, play)
        try database.run(
            """
            INSERT INTO gambler (event, user, staked) VALUES (?, ?, ?)
            ON CONFLICT (event, user) DO UPDATE SET staked = staked + excluded.staked
            """, event.id, gambler, stake)
        try database.run(
            """
            INSERT INTO backing (event, play, user, amount) VALUES (?, ?, ?, ?)
            ON CONFLICT (play, user) DO UPDATE SET amount = amount + excluded.amount
            """, event.id, play, gambler, stake)
        if try PoolRules.find(of: event.id, in: database).keepsBreakage {
            try StakeClass.add(stake, on: play, in: database)
        }
    }

    /// Takes a stake that was taken back out again. A gambler who has nothing staked any more, and got nothing, is none.
    static func discount(_ bet: StoredBet, in database: Connection) throws {
        try database.run("UPDATE event SET pool = pool - ? WHERE id = ?", bet.stake, bet.event)
        try database.run("UPDATE play SET stakes = stakes - ?, bets = bets - 1 WHERE id = ?", bet.stake, bet.play)
        try database.run(
            "UPDATE gambler SET staked = staked - ? WHERE event = ? AND user = ?", bet.stake, bet.event, bet.user)
        try database.run(
            "DELETE FROM gambler WHERE event = ? AND user = ? AND staked = 0 AND paid + refunded = 0", bet.event,
            bet.user)
        try database.run(
            "UPDATE backing SET amount = amount - ? WHERE play = ? AND user = ?", bet.stake, bet.play, bet.user)
        try database.run("DELETE FROM backing WHERE play = ? AND user = ? AND amount = 0", bet.play, bet.user)
        if try PoolRules.find(of: bet.event, in: database).keepsBreakage {
            try StakeClass.remove(bet.stake, on: bet.play, in: database)
        }
    }
}
