import Messages
import Runtime
import Storage

extension StoredSeason {
    /// The season's board: from sums, so that its ledger is not read, however long it is.
    /// - Parameter isShared: whether strangers see it, who learn no names.
    func board(isShared: Bool = false, in database: Connection) throws -> SeasonBoard {
        let players = try StoredSeasonPlayer.list(of: id, in: database)
        let sums = try players.map { try SeasonSums.ofPlayer($0.number, in: database) }
        let figures = try SeasonFigures(
            rules, zip(players, sums).map { .init(joined: $0.joined, left: $0.left, sums: $1) }, on: today)
        let pending = try database.first(
            "SELECT COUNT(*) FROM syndicate_bet WHERE season = ? AND status = 'pending'", id
        ) { try $0.value(0, as: Int64.self) }
        let lines = players.indices.map { index in
            line(players[index], sums[index], figures.lines[index], number: isShared ? index + 1 : nil)
        }
        return SeasonBoard(
            season: id, name: name, status: status, date: today, bank: money(figures.bank),
            bankOnPlatform: money(try SeasonLedger.bank(of: id, in: database).held),
            paidIn: money(figures.total.paidIn), paidOut: money(figures.total.paidOut),
            betsPlaced: money(figures.total.staked), won: money(figures.total.won),
            voided: money(figures.total.voided), profitLoss: money(try figures.total.profit()),
            profitPercent: try figures.total.profitPoints().map { DecimalText(units: $0, scale: 2) },
            expected: money(figures.expected), arrears: money(figures.arrears), budget: money(figures.budget),
            budgetLeft: money(figures.budgetLeft), activePlayers: figures.activePlayers, share: money(figures.share),
            shareRemainder: money(figures.remainder), pendingBets: pending ?? 0, players: lines)
    }

    private func line(
        _ player: StoredSeasonPlayer, _ sums: SeasonSums, _ line: SeasonFigures.Line, number: Int?
    ) -> SeasonBoard.Line {
        SeasonBoard.Line(
            player: number == nil ? player.player : nil, name: number.map { "player \($0)" } ?? player.name,
            isActive: player.isActive, joinedDate: player.joined, paidIn: money(sums.paidIn),
            paidOut: money(sums.paidOut), netPosition: money(line.net), betsPlaced: money(sums.staked),
            won: money(sums.won), voided: money(sums.voided), profitLoss: money(line.profit),
            profitPercent: line.profitPoints.map { DecimalText(units: $0, scale: 2) }, expected: money(line.expected),
            arrears: money(line.arrears), share: money(line.share), payout: money(line.payout))
    }
}

extension GetSeasonBoard {
    static func run(_ request: Request, _ settings: BettingSettings, in context: QueryContext) throws -> Reply {
        try SeenSeason(request.season, settings, in: context).season.board(in: context.database)
    }
}

extension ListSeasonHistory {
    static func run(_ request: Request, _ settings: BettingSettings, in context: QueryContext) throws -> Reply {
        let (season, database) = (try SeenSeason(request.season, settings, in: context).season, context.database)
        let limit = Paging.limit(request.limit)
        // Days before 1970 are before any season.
        let after = try request.cursor == nil ? Int64.min : Paging.after(request.cursor)
        let before = try database.first(
            """
            SELECT COALESCE(SUM(paid_in), 0), COALESCE(SUM(paid_out), 0), COALESCE(SUM(staked), 0),
                COALESCE(SUM(won), 0), COALESCE(SUM(voided), 0)
            FROM season_week_sum WHERE season = ? AND monday <= ?
            """, season.id, after
        ) { try SeasonSums($0, from: 0) }
        var total = before ?? SeasonSums()
        let found = try database.rows(
            """
            SELECT monday, paid_in, paid_out, staked, won, voided FROM season_week_sum
            WHERE season = ? AND monday > ? ORDER BY monday LIMIT ?
            """, season.id, after, limit + 1
        ) { (monday: try $0.value(0, as: Int64.self), sums: try SeasonSums($0, from: 1)) }
        let (shown, next) = Paging.page(found, limit: limit) { String($0.monday) }
        let weeks = try shown.map { week in
            total = try total + week.sums
            return SeasonHistoryWeek(
                monday: Day(daysSince1970: week.monday), paidIn: season.money(week.sums.paidIn),
                paidOut: season.money(week.sums.paidOut), betsPlaced: season.money(week.sums.staked),
                won: season.money(week.sums.won), voided: season.money(week.sums.voided),
                bank: season.money(try total.bank()))
        }
        return Page(items: weeks, next: next)
    }
}
