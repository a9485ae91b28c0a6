import Messages
import Storage

/// Adds up what people staked after they were told that a limit of theirs holds. What was given back since is left out:
/// it made room again.
struct LimitCheck {
    let betting: Connection
    let wallet: Connection

    func verifyAtRest(_ bets: [Story.LimitedBet]) throws {
        var staked: [String: Int64] = [:]
        for bet in bets {
            let key = "\(bet.user) \(bet.limit)"
            let sum = try staked[key, default: 0] + stake(bet.id)
            guard let limit = try DecimalText(bet.limit)?.units(scale: 2), sum <= limit else {
                throw Violation("limits", "\(bet.user) has staked \(sum) cents a day, and \(bet.limit) is the limit")
            }
            staked[key] = sum
        }
    }

    private func stake(_ bet: String) throws -> Int64 {
        let hold: [UInt8]? = try betting.first("SELECT hold FROM bet WHERE id = ?", ID<User>(bet)?.bytes ?? []) {
            try $0.value(0)
        }
        return try wallet.first(
            """
            SELECT SUM(deposit + bonus + winning - deposit_back - bonus_back - winning_back) FROM hold_captures
            WHERE hold = ?
            """, hold ?? []
        ) { try $0.value(0, as: Int64?.self) ?? 0 } ?? 0
    }
}
