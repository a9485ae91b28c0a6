import Messages
import Runtime
import Storage

/// A week's row.
struct StoredWeek {
    let number: Int64
    let id: ID<SeasonWeek>
    let season: ID<Season>
    let week: Int64
    let start: Day
    let end: Day
    let createdAt: Timestamp

    private init(_ row: borrowing Row) throws {
        (number, id, season, week) = (try row.value(0), try row.value(1), try row.value(2), try row.value(3))
        start = Day(daysSince1970: try row.value(4))
        end = Day(daysSince1970: try row.value(5))
        createdAt = try row.value(6)
    }

    static func find(_ id: ID<SeasonWeek>, in database: Connection) throws -> StoredWeek? {
        try database.first(
            "SELECT number, id, season, week, start_day, end_day, created_at FROM season_week WHERE id = ?", id
        ) { try StoredWeek($0) }
    }

    /// The one that has a day.
    static func number(of season: ID<Season>, on day: Day, in database: Connection) throws -> Int64? {
        try database.first(
            """
            SELECT number FROM season_week WHERE season = ?1 AND start_day <= ?2 AND end_day >= ?2
            ORDER BY start_day DESC LIMIT 1
            """, season, day.daysSince1970
        ) { try $0.value(0) }
    }

    /// In the order of their numbers.
    static func list(
        of season: ID<Season>, after week: Int64 = 0, limit: Int, in database: Connection
    ) throws -> [StoredWeek] {
        try database.rows(
            """
            SELECT number, id, season, week, start_day, end_day, created_at FROM season_week
            WHERE season = ? AND week > ? ORDER BY week LIMIT ?
            """, season, week, limit
        ) { try StoredWeek($0) }
    }

    func assigned(in database: Connection) throws -> [SeasonWeek.Assignment] {
        try database.rows(
            """
            SELECT id, name, place FROM season_assignment a JOIN season_player s ON s.number = a.player
                JOIN syndicate_player p ON p.number = s.player
            WHERE a.week = ? ORDER BY place
            """, number
        ) {
            SeasonWeek.Assignment(
                player: try $0.value(0), name: try $0.value(1), assignmentOrder: try $0.value(2))
        }
    }

    func view(in database: Connection) throws -> SeasonWeek {
        SeasonWeek(
            id: id, season: season, weekNumber: week, startDate: start, endDate: end,
            assignments: try assigned(in: database), createdAt: createdAt)
    }

    /// Who places its bets from now on.
    func assign(_ players: [StoredSeasonPlayer], in context: CommandContext) throws {
        let before = try assigned(in: context.database).map(\.player)
        let after = players.map(\.player)
        guard before != after else { return }
        try context.database.run("DELETE FROM season_assignment WHERE week = ?", number)
        for (index, player) in players.enumerated() {
            try context.database.run(
                "INSERT INTO season_assignment (week, place, player) VALUES (?, ?, ?)", number, index + 1,
                player.number)
        }
        try context.emit(SeasonWeekAssigned(season: season, week: id, before: before, after: after))
    }
}

extension StoredSeason {
    /// Adds a week that has been checked.
    fileprivate func add(_ week: Int64, from start: Day, to end: Day, in context: CommandContext) throws -> StoredWeek {
        let id = context.newID(SeasonWeek.self)
        try context.database.run(
            "INSERT INTO season_week (id, season, week, start_day, end_day, created_at) VALUES (?, ?, ?, ?, ?, ?)", id,
            self.id, week, start.daysSince1970, end.daysSince1970, context.now)
        guard let stored = try StoredWeek.find(id, in: context.database) else { throw Rejection.notFound("week") }
        try context.emit(SeasonWeekAdded(try stored.view(in: context.database)))
        return stored
    }

    /// The number and the first day of the week that comes after all that there are.
    fileprivate func nextWeek(in database: Connection) throws -> (week: Int64, start: Day) {
        let last = try database.first(
            "SELECT MAX(week), MAX(end_day), COUNT(*) FROM season_week WHERE season = ?", id
        ) {
            (
                week: try $0.value(0, as: Int64?.self), end: try $0.value(1, as: Int64?.self),
                count: try $0.value(2, as: Int.self)
            )
        }
        guard last?.count ?? 0 < CreateSeasonWeek.limit else {
            throw SeasonWeekFailure.tooManyWeeks.because("a season has up to \(CreateSeasonWeek.limit) weeks")
        }
        let start = last?.end.map { Day(daysSince1970: $0 + 1) } ?? rules.start.monday
        return ((last?.week ?? 0) + 1, start)
    }

    fileprivate func refuseWeek(from start: Day, to end: Day) throws {
        guard end >= start else {
            throw SeasonWeekFailure.endBeforeStart.because("expected a day from \(start) on", at: "/end_date")
        }
        guard end >= rules.start, start <= rules.end ?? start else {
            throw SeasonWeekFailure.dateOutOfSeason.because(
                "expected days in the season, which begins on \(rules.start)", at: "/start_date")
        }
        guard end.daysSince1970 - start.daysSince1970 < 31 else {
            throw SeasonWeekFailure.dateOutOfSeason.because("expected 31 days at most", at: "/end_date")
        }
    }
}

extension CreateSeasonWeek {
    static func run(_ request: Request, _ settings: BettingSettings, in context: CommandContext) throws -> Reply {
        let (season, database) = (
            try SeenSeason(keptByCaller: request.season, settings, in: context).season, context.database
        )
        try season.require(.draft, .active, or: Failure.wrongState, to: "adding a week")
        let next = try season.nextWeek(in: database)
        let week = request.weekNumber?.value ?? next.week
        let start = request.startDate ?? next.start
        let end = request.endDate ?? start.monday.adding(days: 6)
        try season.refuseWeek(from: start, to: end)
        let taken = try database.first(
            "SELECT 1 FROM season_week WHERE season = ? AND week = ?", season.id, week
        ) { _ in true }
        if taken != nil { throw Failure.weekTaken.because("the season has a week \(week)", at: "/week_number") }
        let other = try database.first(
            "SELECT week FROM season_week WHERE season = ? AND start_day <= ? AND end_day >= ?", season.id,
            end.daysSince1970, start.daysSince1970
        ) { try $0.value(0, as: Int64.self) }
        if let other { throw Failure.weeksOverlap.because("week \(other) has some of these days", at: "/start_date") }
        return try season.add(week, from: start, to: end, in: context).view(in: database)
    }
}

extension AssignSeasonWeek {
    static func run(_ request: Request, _ settings: BettingSettings, in context: CommandContext) throws -> Reply {
        let database = context.database
        guard let week = try StoredWeek.find(request.week, in: database) else { throw Rejection.notFound("week") }
        let season = try SeenSeason(keptByCaller: week.season, settings, in: context).season
        try season.require(.draft, .active, or: Failure.wrongState, to: "saying who places bets")
        guard Set(request.players.items).count == request.players.items.count else {
            throw Failure.playerTwice.because("expected two players", at: "/player_ids/1")
        }
        let players = try request.players.items.enumerated().map { index, id in
            guard let player = try StoredSeasonPlayer.find(id, in: season.id, database), player.isActive else {
                throw Failure.unknownPlayer.because(
                    "expected an active player of the season", at: "/player_ids/\(index)")
            }
            guard player.joined <= week.end else {
                throw Failure.notJoinedYet.because("they join on \(player.joined)", at: "/player_ids/\(index)")
            }
            return player
        }
        try week.assign(players, in: context)
        return try week.view(in: database)
    }
}

extension MakeSeasonRota {
    static func run(_ request: Request, _ settings: BettingSettings, in context: CommandContext) throws -> Reply {
        let (season, database) = (
            try SeenSeason(keptByCaller: request.season, settings, in: context).season, context.database
        )
        try season.require(.draft, .active, or: Failure.wrongState, to: "making a rota")
        for _ in 0..<(request.weeks?.value ?? 0) {
            let (week, start) = try season.nextWeek(in: database)
            if let end = season.rules.end, start > end { break }
            _ = try season.add(week, from: start, to: start.monday.adding(days: 6), in: context)
        }
        let players = try StoredSeasonPlayer.list(of: season.id, in: database).filter(\.isActive)
        let weeks = try StoredWeek.list(of: season.id, limit: CreateSeasonWeek.limit, in: database)
        let assigned = try weeks.map { try $0.assigned(in: database).map(\.player) }
        var rota = Rota<ID<SyndicatePlayer>>(
            players.map { .init(player: $0.player, joined: $0.joined) }, past: assigned.filter { !$0.isEmpty })
        var made: [SeasonWeek] = []
        for (week, old) in zip(weeks, assigned) where old.isEmpty && made.count < 60 {
            let chosen = rota.next(weekFrom: max(week.start, season.rules.start))
            try week.assign(chosen.compactMap { id in players.first { $0.player == id } }, in: context)
            made.append(try week.view(in: database))
        }
        return Reply(items: made)
    }
}

extension GetSeasonWeek {
    static func run(_ request: Request, _ settings: BettingSettings, in context: QueryContext) throws -> Reply {
        guard let week = try StoredWeek.find(request.week, in: context.database) else {
            throw Rejection.notFound("week")
        }
        _ = try SeenSeason(week.season, settings, in: context)
        return try week.view(in: context.database)
    }
}

extension ListSeasonWeeks {
    static func run(_ request: Request, _ settings: BettingSettings, in context: QueryContext) throws -> Reply {
        let season = try SeenSeason(request.season, settings, in: context).season
        let limit = Paging.limit(request.limit)
        let found = try StoredWeek.list(
            of: season.id, after: try Paging.after(request.cursor), limit: limit + 1, in: context.database)
        let (shown, next) = Paging.page(found, limit: limit) { String($0.week) }
        return Page(items: try shown.map { try $0.view(in: context.database) }, next: next)
    }
}
