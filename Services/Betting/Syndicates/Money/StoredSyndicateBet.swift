import Messages
import Runtime
import Storage

/// A bet's row, with the season that it is of.
struct StoredSyndicateBet {
    let number: Int64
    let id: ID<SyndicateBet>
    let season: ID<Season>
    let week: ID<SeasonWeek>?
    let weekNumber: Int64?
    let player: ID<SyndicatePlayer>
    let stake: Amount
    let isFree: Bool
    let description: String
    let odds: String?
    let day: Day
    let status: SyndicateBetStatus
    let resultDay: Day?
    let winnings: Amount?
    let notes: String?
    let screenshot: String?
    let createdAt: Timestamp
    let currency: Currency

    static func find(_ id: ID<SyndicateBet>, in database: Connection) throws -> StoredSyndicateBet? {
        try database.first(
            """
            SELECT b.number, b.id, b.season, w.id, b.week, p.id, stake, is_free, b.description, odds, bet_day,
                b.status, result_day, winnings, notes, b.created_at, code, scale, filename
            FROM syndicate_bet b JOIN season_player s ON s.number = b.player
                JOIN syndicate_player p ON p.number = s.player JOIN season n ON n.id = b.season
                JOIN currency ON code = n.currency LEFT JOIN season_week w ON w.number = b.week
                LEFT JOIN syndicate_screenshot c ON c.bet = b.number
            WHERE b.id = ?
            """, id
        ) { row in
            StoredSyndicateBet(
                number: try row.value(0), id: try row.value(1), season: try row.value(2), week: try row.value(3),
                weekNumber: try row.value(4), player: try row.value(5), stake: try row.value(6),
                isFree: try row.value(7), description: try row.value(8), odds: try row.value(9),
                day: Day(daysSince1970: try row.value(10)), status: try row.value(11),
                resultDay: try row.value(12, as: Int64?.self).map { Day(daysSince1970: $0) },
                winnings: try row.value(13), notes: try row.value(14), screenshot: try row.value(18),
                createdAt: try row.value(15),
                currency: Currency(code: try row.value(16), scale: try row.value(17)))
        }
    }

    static func existing(_ id: ID<SyndicateBet>, in database: Connection) throws -> StoredSyndicateBet {
        guard let bet = try find(id, in: database) else { throw Rejection.notFound("bet") }
        return bet
    }

    func reloaded(in database: Connection) throws -> StoredSyndicateBet {
        try StoredSyndicateBet.existing(id, in: database)
    }

    var view: SyndicateBet {
        SyndicateBet(
            id: id, season: season, week: week, placedBy: player, stake: Money(stake, currency), free: isFree,
            description: description, odds: odds, betDate: day, status: status, resultDate: resultDay,
            winnings: winnings.map { Money($0, currency) }, notes: notes, screenshot: screenshot, createdAt: createdAt)
    }
}
