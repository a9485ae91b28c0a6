import Messages
import Runtime
import Storage

/// A contest's row, with what it has to know of its match.
struct StoredContest {
    let id: ID<Contest>
    let match: ID<Match>
    let matchStatus: MatchStatus
    let matchStart: Timestamp
    let organizer: ID<User>
    let code: String
    let title: String
    let sport: String?
    let currency: Currency
    let fee: Amount
    let maxPlayers: Int64
    let maxPerUser: Int64
    let minEntries: Int64
    /// As JSON, which most who look at a contest need not read.
    private let prizesText: String
    let prizeForm: PrizeForm
    let guaranteed: Amount?
    /// What is paid out at least: the guarantee, or the sum of fixed amounts.
    let promised: Amount?
    let commissionPoints: Int64
    /// As it was asked for; without it the match's start.
    let cutoff: Timestamp?
    let unfilled: UnfilledPrizes
    let status: ContestStatus
    let cancelReason: ContestCancelReason?
    /// Places that are taken or reserved.
    let seats: Int64
    let entries: Int64
    let pool: Amount
    let scored: Int64
    let ranked: Int64
    let settled: Settled?
    let paid: Amount
    let refunded: Amount
    let done: Int64
    let createdAt: Timestamp
    let closedAt: Timestamp?
    let endedAt: Timestamp?

    /// What a settlement has fixed.
    struct Settled {
        /// How many of the places somebody fills.
        let filled: Int64
        let overlay: Amount
        let commission: Amount
        let awarded: Amount
        let unawarded: Amount
    }

    static func find(_ id: ID<Contest>, in database: Connection) throws -> StoredContest? {
        try database.first(
            """
            SELECT contest.match, matches.status, matches.starts_at, contest.organizer, contest.code, contest.title,
                contest.sport, contest.currency, currency.scale, fee, max_players, max_per_user, min_entries, prizes,
                prize_form, guaranteed, promised, commission_points, cutoff, unfilled, contest.status, cancel_reason,
                seats, entries, pool, scored, ranked, filled, overlay, commission, awarded, unawarded, paid, refunded,
                done, contest.created_at, closed_at, contest.ended_at
            FROM contest JOIN matches ON matches.id = contest.match JOIN currency ON currency.code = contest.currency
            WHERE contest.id = ?
            """, id
        ) { try StoredContest(id, $0) }
    }

    private init(_ id: ID<Contest>, _ row: borrowing Row) throws {
        self.id = id
        (match, matchStatus, matchStart) = (try row.value(0), try row.value(1), try row.value(2))
        (organizer, code, title, sport) = (try row.value(3), try row.value(4), try row.value(5), try row.value(6))
        currency = Currency(code: try row.value(7), scale: try row.value(8))
        (fee, maxPlayers, maxPerUser) = (try row.value(9), try row.value(10), try row.value(11))
        (minEntries, prizesText, prizeForm) = (try row.value(12), try row.value(13), try row.value(14))
        (guaranteed, promised, commissionPoints) = (try row.value(15), try row.value(16), try row.value(17))
        (cutoff, unfilled, status) = (try row.value(18), try row.value(19), try row.value(20))
        (cancelReason, seats, entries) = (try row.value(21), try row.value(22), try row.value(23))
        (pool, scored, ranked) = (try row.value(24), try row.value(25), try row.value(26))
        if let filled = try row.value(27, as: Int64?.self) {
            settled = Settled(
                filled: filled, overlay: try row.value(28), commission: try row.value(29),
                awarded: try row.value(30), unawarded: try row.value(31))
        } else {
            settled = nil
        }
        (paid, refunded, done) = (try row.value(32), try row.value(33), try row.value(34))
        (createdAt, closedAt, endedAt) = (try row.value(35), try row.value(36), try row.value(37))
    }

    /// The contest, or the refusal that says that there is none.
    static func existing(_ id: ID<Contest>, in database: Connection) throws -> StoredContest {
        guard let contest = try find(id, in: database) else { throw Rejection.notFound("contest") }
        return contest
    }

    /// The contest again, after a change of its row.
    func reloaded(in database: Connection) throws -> StoredContest { try StoredContest.existing(id, in: database) }

    func has(_ status: ContestStatus...) -> Bool { status.contains(self.status) }

    /// The owner of the wallet's account that holds the fees.
    var escrow: String { "contest/\(id)" }

    /// From this moment on nobody can enter; never after the match's start.
    var lastJoin: Timestamp { min(cutoff ?? matchStart, matchStart) }

    func takesJoins(at now: Timestamp) -> Bool { matchStatus == .scheduled && now < lastJoin }

    func money(_ amount: Amount) -> Money { Money(amount, currency) }

    func prizes() throws -> PrizeStructure { try PrizeStructure(stored: .text(prizesText)) }

    func plan() throws -> PrizePlan {
        try PrizePlan(prizes(), maxPlayers: maxPlayers, currency: currency, guaranteed: guaranteed)
    }

    /// What becomes of its money if so many places are filled.
    func figures(plan: PrizePlan, filled: Int64) throws -> ContestFigures {
        try ContestFigures(
            pool: pool, commissionPoints: commissionPoints, promised: promised, plan: plan, filled: filled,
            unfilled: unfilled)
    }
}
