import Messages
import Runtime
import Storage

@testable import Betting

/// A season's board, added up from its ledger entry by entry in the plainest way there is, as the definitions of its figures have
/// it and with nothing of how the service comes by them. In smallest units, by what they are called.
struct ReckonedBoard {
    private(set) var figures: [String: Int64] = [:]

    /// - Parameter today: in the season's time zone.
    init(_ season: Season, on today: Day, scale: Int, in database: Connection) throws {
        var sums: [ID<SyndicatePlayer>: [SeasonEntryType: Int64]] = [:]
        let entries = try database.rows(
            """
            SELECT p.id, e.type, e.amount FROM season_entry e JOIN season_player s ON s.number = e.player
                JOIN syndicate_player p ON p.number = s.player WHERE e.season = ?
            """, season.id
        ) {
            (
                player: try $0.value(0, as: ID<SyndicatePlayer>.self), type: try $0.value(1, as: SeasonEntryType.self),
                amount: try $0.value(2, as: Int64.self)
            )
        }
        for entry in entries { sums[entry.player, default: [:]][entry.type, default: 0] += entry.amount }
        let players = try database.rows(
            """
            SELECT p.id, joined_day, left_day FROM season_player s JOIN syndicate_player p ON p.number = s.player
            WHERE season = ?
            """, season.id
        ) {
            (
                id: try $0.value(0, as: ID<SyndicatePlayer>.self), joined: try $0.value(1, as: Int64.self),
                left: try $0.value(2, as: Int64?.self)
            )
        }
        let all = sums.values.reduce(into: [:]) { all, own in all.merge(own) { $0 + $1 } }
        func sum(_ type: SeasonEntryType) -> Int64 { all[type] ?? 0 }
        let active = Int64(players.count { $0.left == nil })
        let share = active == 0 ? 0 : sum(.winnings) / active
        let (weekly, block) = (
            try season.weeklyAmount.amount.units(scale: scale), try season.budgetBlockAmount.amount.units(scale: scale)
        )
        let end = min(today.daysSince1970, season.endDate?.daysSince1970 ?? today.daysSince1970)
        let start = season.startDate.daysSince1970
        for player in players {
            let own = sums[player.id] ?? [:]
            let from = season.expectedFrom == .joining ? max(start, player.joined) : start
            var expected: Int64 = 0
            // 1970 began on a Thursday.
            for day in from..<max(from, min(end, player.left ?? end) + 1) where (day + 3) % 7 == 0 {
                expected += weekly
            }
            let (paidIn, paidOut): (Int64, Int64) = (own[.contribution] ?? 0, -(own[.payout] ?? 0))
            let (staked, won): (Int64, Int64) = (-(own[.betPlaced] ?? 0), own[.winnings] ?? 0)
            let (voided, net): (Int64, Int64) = (own[.betVoid] ?? 0, paidIn - paidOut)
            let line: [String: Int64] = [
                "paid_in": paidIn, "paid_out": paidOut, "net_position": net, "bets_placed": staked, "won": won,
                "voided": voided, "profit_loss": won + voided - staked, "expected": expected,
                "arrears": max(0, expected - paidIn), "payout": net - expected + (player.left == nil ? share : 0),
            ]
            for (name, value) in line { figures["\(player.id) \(name)"] = value }
            figures["expected", default: 0] += expected
            figures["arrears", default: 0] += max(0, expected - paidIn)
        }
        let weeks: Int64 = start > end ? 0 : (end - start) / 7 + 1
        let blocks: Int64 = (weeks + season.budgetBlockWeeks - 1) / season.budgetBlockWeeks
        let (paidIn, paidOut): (Int64, Int64) = (sum(.contribution), -sum(.payout))
        let (staked, won, voided): (Int64, Int64, Int64) = (-sum(.betPlaced), sum(.winnings), sum(.betVoid))
        let budget: Int64 = blocks * block
        let totals: [String: Int64] = [
            "bank": paidIn + won + voided - staked - paidOut, "paid_in": paidIn, "paid_out": paidOut,
            "bets_placed": staked, "won": won, "voided": voided, "profit_loss": won + voided - staked,
            "budget": budget, "budget_left": budget - staked, "active_players": active, "share": share,
            "share_remainder": won - share * active,
        ]
        figures.merge(totals) { $1 }
    }

    /// The same of a board that the service showed.
    static func figures(of board: SeasonBoard, scale: Int) throws -> [String: Int64] {
        let totals: [String: Money] = [
            "bank": board.bank, "paid_in": board.paidIn, "paid_out": board.paidOut, "bets_placed": board.betsPlaced,
            "won": board.won, "voided": board.voided, "profit_loss": board.profitLoss, "expected": board.expected,
            "arrears": board.arrears, "budget": board.budget, "budget_left": board.budgetLeft, "share": board.share,
            "share_remainder": board.shareRemainder,
        ]
        var figures = try totals.mapValues { try $0.amount.units(scale: scale) }
        figures["active_players"] = board.activePlayers
        for line in board.players {
            let own: [String: Money] = [
                "paid_in": line.paidIn, "paid_out": line.paidOut, "net_position": line.netPosition,
                "bets_placed": line.betsPlaced, "won": line.won, "voided": line.voided,
                "profit_loss": line.profitLoss, "expected": line.expected, "arrears": line.arrears,
                "payout": line.payout,
            ]
            for (name, money) in own {
                figures["\(line.player?.text ?? "") \(name)"] = try money.amount.units(scale: scale)
            }
        }
        return figures
    }
}
