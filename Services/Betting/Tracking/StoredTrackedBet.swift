import Messages
import Odds
import Runtime
import Storage

/// A tracked bet's row.
struct StoredTrackedBet {
    let number: Int64
    let id: ID<TrackedBet>
    let owner: ID<User>
    let edge: ID<Edge>?
    var sport: String
    var eventKey: String
    var match: ID<Match>?
    var eventStartsAt: Timestamp?
    var season: String?
    var week: Int64?
    var marketType: String
    var player: String?
    var side: String
    var line: Int64?
    var book: String
    var externalID: String?
    var currency: Currency
    var stake: Amount
    var price: Price
    var potential: Amount
    var probability: ProbabilityText?
    var strategy: String?
    var notes: String?
    var risk: RiskNote?
    var placedAt: Timestamp
    var status: TrackedStatus
    var result: OutsideResult?
    var returned: Amount?
    var settledAt: Timestamp?
    var cancelledAt: Timestamp?
    var disputes: Int64
    var isDisputed: Bool
    var disputeReason: String?
    var disputedAt: Timestamp?
    var resolution: String?
    var resolvedAt: Timestamp?
    var closing: StoredClosing?
    let createdAt: Timestamp
    var updatedAt: Timestamp
    var deletedAt: Timestamp?

    static func find(_ id: ID<TrackedBet>, in database: Connection) throws -> StoredTrackedBet? {
        try database.first(
            """
            SELECT number, id, owner, edge, sport, event_key, match, event_starts_at, season, week, market_type, player,
                side, line, book, external_id, tracked_bet.currency, scale, stake, profit_over, profit_under, potential,
                probability, strategy, notes, risk, placed_at, status, result, returned, settled_at, cancelled_at,
                disputes, is_disputed, dispute_reason, disputed_at, resolution, resolved_at, closing_over,
                closing_under, closing_line, closing_seen_at, created_at, updated_at, deleted_at
            FROM tracked_bet JOIN currency ON currency.code = tracked_bet.currency WHERE id = ?
            """, id, read: read)
    }

    private static func read(_ row: borrowing Row) throws -> StoredTrackedBet {
        let probability: String? = try row.value(22)
        return StoredTrackedBet(
            number: try row.value(0), id: try row.value(1), owner: try row.value(2), edge: try row.value(3),
            sport: try row.value(4), eventKey: try row.value(5), match: try row.value(6),
            eventStartsAt: try row.value(7), season: try row.value(8), week: try row.value(9),
            marketType: try row.value(10), player: try row.value(11), side: try row.value(12), line: try row.value(13),
            book: try row.value(14), externalID: try row.value(15),
            currency: Currency(code: try row.value(16), scale: try row.value(17)), stake: try row.value(18),
            price: try .kept(try row.value(19), try row.value(20)), potential: try row.value(21),
            probability: probability.map { ProbabilityText(trusted: $0) }, strategy: try row.value(23),
            notes: try row.value(24), risk: try row.value(25), placedAt: try row.value(26),
            status: try row.value(27), result: try row.value(28), returned: try row.value(29),
            settledAt: try row.value(30), cancelledAt: try row.value(31), disputes: try row.value(32),
            isDisputed: try row.value(33), disputeReason: try row.value(34), disputedAt: try row.value(35),
            resolution: try row.value(36), resolvedAt: try row.value(37), closing: try StoredClosing(row),
            createdAt: try row.value(42), updatedAt: try row.value(43), deletedAt: try row.value(44))
    }

    /// The bet, for its owner and admins; for all others there is none.
    static func acted(
        on id: ID<TrackedBet>, by caller: Statement, in database: Connection
    ) throws -> StoredTrackedBet {
        guard let bet = try find(id, in: database), bet.deletedAt == nil,
            bet.owner == caller.user || caller.roles.contains(.admin)
        else { throw Rejection.notFound("tracked bet") }
        return bet
    }

    /// Puts what changes of a bet in the place of what was there.
    func store(in database: Connection) throws {
        try database.run(
            """
            UPDATE tracked_bet SET sport = ?, event_key = ?, match = ?, event_starts_at = ?, season = ?, week = ?,
                market_type = ?, player = ?, side = ?, line = ?, book = ?, external_id = ?, currency = ?, stake = ?,
                profit_over = ?, profit_under = ?, potential = ?, probability = ?, strategy = ?, notes = ?, risk = ?,
                placed_at = ?
            WHERE number = ?
            """, sport, eventKey, match, eventStartsAt, season, week, marketType, player, side, line, book, externalID,
            currency.code, stake, price.profit.numerator, price.profit.denominator, potential, probability?.text,
            strategy, notes, risk, placedAt, number)
        try database.run(
            """
            UPDATE tracked_bet SET status = ?, result = ?, returned = ?, settled_at = ?, cancelled_at = ?, disputes = ?,
                is_disputed = ?, dispute_reason = ?, disputed_at = ?, resolution = ?, resolved_at = ?,
                closing_over = ?, closing_under = ?, closing_line = ?, closing_seen_at = ?, updated_at = ?,
                deleted_at = ?
            WHERE number = ?
            """, status, result, returned, settledAt, cancelledAt, disputes, isDisputed, disputeReason, disputedAt,
            resolution, resolvedAt, closing?.price.profit.numerator, closing?.price.profit.denominator, closing?.line,
            closing?.seenAt, updatedAt, deletedAt, number)
    }
}

/// The odds at which a market closed.
struct StoredClosing: Equatable {
    let price: Price
    let line: Int64?
    let seenAt: Timestamp

    init(price: Price, line: Int64?, seenAt: Timestamp) { (self.price, self.line, self.seenAt) = (price, line, seenAt) }

    /// Nil where nobody has told them.
    fileprivate init?(_ row: borrowing Row) throws {
        let terms: (over: Int64?, under: Int64?) = (try row.value(38), try row.value(39))
        guard let over = terms.over, let under = terms.under else { return nil }
        self.init(price: try .kept(over, under), line: try row.value(40), seenAt: try row.value(41))
    }
}
