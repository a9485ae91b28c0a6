import Messages
import Runtime
import Storage

/// Whose bets a list shows, and which of them. A reserved one is undecided and in no list.
struct BetFilter {
    var status: BetStatus?
    var play: ID<Play>?
    var sport: String?
    var from: Timestamp?
    var to: Timestamp?

    /// A bet's id is made when it is asked for and lies at most this long before it is placed.
    private static let lag: Int64 = 86_400

    /// The ids between which all bets of the time are, which is what indexes go by.
    func bounds(before cursor: ID<Bet>) -> (from: ID<Bet>, before: ID<Bet>) {
        let first = from.map { ID<Bet>(at: $0.adding(seconds: -BetFilter.lag), randomness: (0, 0)) }
        let end = to.map { ID<Bet>(at: $0, randomness: (0, 0)) }
        return (first ?? ID(high: 0, low: 0), min(cursor, end ?? cursor))
    }

    fileprivate func shows(_ bet: StoredBet, of sport: String?) -> Bool {
        bet.status != .reserved && (status ?? bet.status) == bet.status && (play ?? bet.play) == bet.play
            && (from ?? bet.placedAt) <= bet.placedAt && to.map { bet.placedAt < $0 } ?? true
            && (self.sport == nil || SportName.areSame(self.sport, sport))
    }
}

/// A page of bets, newest first. Filters for which there is no index are tried on each bet, on so many at most: a page may
/// end short and have a next one.
struct BetPage {
    typealias Line = (bet: StoredBet, currency: Currency)

    /// At how many bets a page looks.
    static let looks = 2000

    let bets: [Line]
    let next: String?

    init(of owner: ID<User>, _ filter: BetFilter, before cursor: Cursor?, limit: Int, in database: Connection) throws {
        let (from, before) = filter.bounds(before: try Paging.before(cursor))
        var sieve = Sieve<Line>(limit: limit, looks: BetPage.looks)
        try database.each(
            """
            SELECT bet.number, bet.id, event, play, user, hold, stake, bet.status, payout, placed_at, settled_at, sport,
                code, scale
            FROM bet JOIN event ON event.id = bet.event JOIN currency ON code = currency
            WHERE user = ? AND bet.id >= ? AND bet.id < ? ORDER BY bet.id DESC
            """, owner, from, before
        ) { try BetPage.look(at: $0, filter, &sieve) }
        (bets, next) = (sieve.found, sieve.next)
    }

    /// - Parameter owner: nil for everybody's.
    init(
        in event: ID<BettingEvent>, of owner: ID<User>?, _ filter: BetFilter, before cursor: Cursor?, limit: Int,
        in database: Connection
    ) throws {
        let (from, before) = filter.bounds(before: try Paging.before(cursor))
        var sieve = Sieve<Line>(limit: limit, looks: BetPage.looks)
        if let owner {
            try database.each(
                """
                SELECT bet.number, bet.id, event, play, user, hold, stake, bet.status, payout, placed_at, settled_at,
                    sport, code, scale
                FROM bet JOIN event ON event.id = bet.event JOIN currency ON code = currency
                WHERE event = ? AND user = ? AND bet.id >= ? AND bet.id < ? ORDER BY bet.id DESC
                """, event, owner, from, before
            ) { try BetPage.look(at: $0, filter, &sieve) }
        } else {
            try database.each(
                """
                SELECT bet.number, bet.id, event, play, user, hold, stake, bet.status, payout, placed_at, settled_at,
                    sport, code, scale
                FROM bet JOIN event ON event.id = bet.event JOIN currency ON code = currency
                WHERE event = ? AND bet.id >= ? AND bet.id < ? ORDER BY bet.id DESC
                """, event, from, before
            ) { try BetPage.look(at: $0, filter, &sieve) }
        }
        (bets, next) = (sieve.found, sieve.next)
    }

    var page: Page<Bet> { Page(items: bets.map { $0.bet.view(in: $0.currency) }, next: next) }

    private static func look(
        at row: borrowing Row, _ filter: BetFilter, _ sieve: inout Sieve<Line>
    ) throws -> Bool {
        let bet = try StoredBet.read(row)
        let (sport, currency) = (
            try row.value(11, as: String?.self), Currency(code: try row.value(12), scale: try row.value(13))
        )
        return sieve.take(bet.id.text) { filter.shows(bet, of: sport) ? (bet, currency) : nil }
    }
}
