import Messages
import Runtime
import Storage

/// The steps of a settlement that decide what each bet gets.
enum SettlementShares {
    /// How many bets are taken in one turn: a few milliseconds' worth.
    static let chunk = 100

    typealias Progress = SagaStep<SettlementState>.Progress

    /// The share of every bet, rounded down; a refund is the stake.
    static func share(_ state: inout SettlementState, _ context: CommandContext) throws -> Progress {
        guard state.hasBegun else {
            state.hasBegun = true
            return .again
        }
        let event = try StoredEvent.existing(state.event, in: context.database)
        let bets = try unsettled(of: state.event, after: state.lastBet, in: context.database)
        guard let last = bets.last else { return .done }
        var given: [ID<Play>: Amount] = [:]
        for bet in bets {
            if event.outcome == .refund {
                try context.database.run(
                    "UPDATE bet SET payout = stake, payment = 'due' WHERE number = ?", bet.number)
            } else if let part = bet.part {
                let share = PoolShare(of: part, stake: bet.stake, stakes: bet.stakes)
                try grant(share, to: bet.number, in: context.database)
                given[bet.play] = try given[bet.play, default: .zero] + share.payout
            } else {
                try SettledBet(bet.number, in: context.database).close(as: .lost, of: event, in: context)
            }
        }
        for (play, amount) in given.sorted(by: { $0.key < $1.key }) {
            try context.database.run("UPDATE play SET leftover = leftover - ? WHERE id = ?", amount, play)
        }
        state.lastBet = last.number
        return .again
    }

    /// The units that rounding left over, one each by largest remainder, the earliest bet first.
    static func distribute(_ state: inout SettlementState, _ context: CommandContext) throws -> Progress {
        let next = try context.database.first(
            "SELECT id, leftover FROM play WHERE event = ? AND leftover > 0 ORDER BY number LIMIT 1", state.event
        ) { (try $0.value(0, as: ID<Play>.self), try $0.value(1, as: Int.self)) }
        guard let (play, leftover) = next else { return .done }
        let numbers: [Int64] = try context.database.rows(
            """
            SELECT number FROM bet WHERE play = ? AND remainder IS NOT NULL ORDER BY remainder DESC, number LIMIT ?
            """, play, min(leftover, chunk)
        ) { try $0.value(0) }
        precondition(!numbers.isEmpty, "a play has units left over and no bet that lacks one")
        for number in numbers {
            try context.database.run(
                "UPDATE bet SET payout = payout + 1, payment = 'due', remainder = NULL WHERE number = ?", number)
        }
        try context.database.run("UPDATE play SET leftover = leftover - ? WHERE id = ?", numbers.count, play)
        return .again
    }

    /// Winning bets whose share came to nothing are over without a payment.
    static func closeUnpaid(_ state: inout SettlementState, _ context: CommandContext) throws -> Progress {
        let event = try StoredEvent.existing(state.event, in: context.database)
        let bets = try unsettled(of: state.event, after: 0, in: context.database)
        for bet in bets {
            try SettledBet(bet.number, in: context.database).close(as: .won, of: event, in: context)
        }
        return bets.isEmpty ? .done : .again
    }

    private static func grant(_ share: PoolShare, to number: Int64, in database: Connection) throws {
        if share.payout > .zero {
            try database.run(
                "UPDATE bet SET payout = ?, remainder = ?, payment = 'due' WHERE number = ?", share.payout,
                share.remainder, number)
        } else {
            try database.run(
                "UPDATE bet SET payout = 0, remainder = ? WHERE number = ?", share.remainder, number)
        }
    }

    private struct UnsettledBet {
        let number: Int64
        let play: ID<Play>
        let stake: Amount
        let stakes: Amount
        let part: Amount?
    }

    private static func unsettled(
        of event: ID<BettingEvent>, after number: Int64, in database: Connection
    ) throws -> [UnsettledBet] {
        try database.rows(
            """
            SELECT bet.number, bet.play, bet.stake, play.stakes, play.part
            FROM bet JOIN play ON play.id = bet.play
            WHERE bet.event = ? AND bet.number > ? AND bet.status = 'accepted' AND bet.payment IS NULL
            ORDER BY bet.number LIMIT ?
            """, event, number, chunk
        ) { row in
            UnsettledBet(
                number: try row.value(0), play: try row.value(1), stake: try row.value(2), stakes: try row.value(3),
                part: try row.value(4))
        }
    }
}
