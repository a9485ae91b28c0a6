public import Messages
public import Runtime
import Storage

extension ReadLeaderboard: QueryHandler {
    public static func run(_ request: Request, in context: QueryContext) throws -> Reply {
        let (user, database) = (try context.user().user, context.database)
        let code = request.currency ?? CurrencyCode(trusted: Currency.initial[0].code)
        guard let currency = try CurrencyTable.find(code, in: database) else {
            throw Failure.unknownCurrency.because("there is no currency \(code.text)", at: "/currency")
        }
        let period = request.period ?? .all
        let days = period.days(around: request.day ?? Day(context.now))
        let board = Board(
            kind: request.kind, period: period, firstDay: days?.lowerBound ?? 0, currency: currency.code,
            sport: SportName.key(request.sport?.text ?? ""))
        let page = BoardPage(number: try board.number(in: database), board: board, currency: currency, reader: user)
        let (items, next) = try page.places(
            after: request.cursor, limit: Paging.limit(request.limit), in: database)
        return Reply(
            kind: board.kind, period: period, from: days.map { Day(daysSince1970: $0.lowerBound) },
            to: days.map { Day(daysSince1970: $0.upperBound) }, currency: CurrencyCode(trusted: currency.code),
            sport: request.sport?.text, minimumBets: board.kind.minimumBets, items: items,
            own: try page.own(days, in: database), next: NextPage(next))
    }
}

/// What is read of a leaderboard. Places are found by an index, and a rank is the number of those before it.
struct BoardPage {
    /// Nil where nobody is on it.
    let number: Int64?
    let board: Board
    let currency: Currency
    let reader: ID<User>

    private struct Found {
        let member: Int64
        let minus: Int64
        let bets: Int64
        let nickname: String
        let isOwn: Bool
    }

    func places(
        after cursor: Cursor?, limit: Int, in database: Connection
    ) throws -> (items: [LeaderboardPlace], next: String?) {
        let (minus, member) = try BoardPage.place(cursor)
        guard let number else { return ([], nil) }
        let found: [Found] = try database.rows(
            """
            SELECT member, minus, bets, nickname, user = ? FROM leaderboard_row
            CROSS JOIN leaderboard_member ON number = member
            WHERE board = ? AND (minus, member) > (?, ?) ORDER BY minus, member LIMIT ?
            """, reader, number, minus, member, limit + 1
        ) { row in
            Found(
                member: try row.value(0), minus: try row.value(1), bets: try row.value(2), nickname: try row.value(3),
                isOwn: try row.value(4))
        }
        guard let first = found.first else { return ([], nil) }
        let before = try database.first(
            "SELECT COUNT(*) FROM leaderboard_row WHERE board = ? AND (minus, member) < (?, ?)", number, first.minus,
            first.member
        ) { try $0.value(0, as: Int64.self) }
        var ranks = SharedRanks(rank: try rank(of: first.minus, in: database), before: before ?? 0)
        let (shown, next) = Paging.page(found, limit: limit) { "\($0.minus).\($0.member)" }
        let items = shown.map { place in
            LeaderboardPlace(
                rank: ranks.next(place.minus), nickname: place.nickname, value: text(-place.minus), bets: place.bets,
                isOwn: place.isOwn)
        }
        return (items, next)
    }

    /// Where the reader stands: as the board has it, or, for who is not on it for others, as it would.
    func own(_ days: ClosedRange<Int64>?, in database: Connection) throws -> OwnPlace {
        let member = try BoardMember.find(reader, in: database)
        var stand: (value: Int64, bets: Int64)?
        if let member, member.isVisible {
            stand = try database.first(
                "SELECT minus, bets FROM leaderboard_row WHERE member = ? AND board = ?", member.number, number
            ) { (-(try $0.value(0, as: Int64.self)), try $0.value(1)) }
        } else {
            let places = BoardPlaces(member: 0, user: reader, currency: currency.code)
            stand = try places.places(days, in: database)
                .first { $0.kind == board.kind && $0.sport == board.sport }
                .map { ($0.value, $0.bets) }
        }
        return OwnPlace(
            isVisible: member?.isVisible ?? false, nickname: member?.nickname,
            rank: try stand.map { try rank(of: -$0.value, in: database) }, value: stand.map { text($0.value) },
            bets: stand?.bets ?? 0)
    }

    private func rank(of minus: Int64, in database: Connection) throws -> Int64 {
        let better = try database.first(
            "SELECT COUNT(*) FROM leaderboard_row WHERE board = ? AND minus < ?", number, minus
        ) { try $0.value(0, as: Int64.self) }
        return (better ?? 0) + 1
    }

    private func text(_ value: Int64) -> DecimalText { board.kind.text(value, in: currency) }

    /// The place that a page ended with, which its cursor names; without one, what all are behind.
    private static func place(_ cursor: Cursor?) throws -> (minus: Int64, member: Int64) {
        guard let cursor else { return (.min, 0) }
        let parts = cursor.text.split(separator: ".", omittingEmptySubsequences: false).map { Int64($0) }
        guard parts.count == 2, let minus = parts[0], let member = parts[1] else {
            throw Rejection.field(
                "/cursor", "invalid_format", "expected the `next` of the page before, as it was given")
        }
        return (minus, member)
    }
}
