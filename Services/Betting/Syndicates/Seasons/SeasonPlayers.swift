import Messages
import Runtime
import Storage

/// Somebody's row in a season.
struct StoredSeasonPlayer {
    let number: Int64
    let season: ID<Season>
    let player: ID<SyndicatePlayer>
    /// Of the player's own row.
    let playerNumber: Int64
    let name: String
    let user: ID<User>?
    let joined: Day
    let left: Day?
    /// Whether the user has left the syndicate, or was had leave.
    let isOut: Bool

    private init(_ row: borrowing Row) throws {
        (number, season, player) = (try row.value(0), try row.value(1), try row.value(2))
        (playerNumber, name, user) = (try row.value(3), try row.value(4), try row.value(5))
        joined = Day(daysSince1970: try row.value(6))
        left = try row.value(7, as: Int64?.self).map { Day(daysSince1970: $0) }
        isOut = try row.value(8)
    }

    static func find(
        _ player: ID<SyndicatePlayer>, in season: ID<Season>, _ database: Connection
    ) throws -> StoredSeasonPlayer? {
        try database.first(
            """
            SELECT s.number, season, p.id, p.number, name, user, joined_day, left_day, is_out
            FROM syndicate_player p JOIN season_player s ON s.player = p.number WHERE p.id = ? AND season = ?
            """, player, season
        ) { try StoredSeasonPlayer($0) }
    }

    static func list(
        of season: ID<Season>, after number: Int64 = 0, limit: Int = AddSeasonPlayer.limit, in database: Connection
    ) throws -> [StoredSeasonPlayer] {
        try database.rows(
            """
            SELECT s.number, season, p.id, p.number, name, user, joined_day, left_day, is_out
            FROM season_player s JOIN syndicate_player p ON p.number = s.player
            WHERE season = ? AND s.number > ? ORDER BY s.number LIMIT ?
            """, season, number, limit
        ) { try StoredSeasonPlayer($0) }
    }

    var isActive: Bool { left == nil }
    var state: SeasonPlayerChanged.State { .init(joinedDate: joined, leftDate: left) }
    var view: SeasonPlayer {
        SeasonPlayer(
            player: player, season: season, name: name, user: user, joinedDate: joined, isActive: isActive,
            leftDate: left)
    }
}

extension AddSeasonPlayer {
    static func run(_ request: Request, _ settings: BettingSettings, in context: CommandContext) throws -> Reply {
        let (season, database) = (
            try SeenSeason(keptByCaller: request.season, settings, in: context).season, context.database
        )
        try season.require(.draft, .active, or: Failure.wrongState, to: "letting somebody in")
        guard let player = try StoredPlayer.find(request.player, of: season.syndicate, in: database), player.isActive
        else {
            throw Failure.unknownPlayer.because("expected an active player of the syndicate", at: "/player_id")
        }
        guard try StoredSeasonPlayer.find(player.id, in: season.id, database) == nil else {
            throw Failure.alreadyInSeason.because("they are in the season; change when they joined", at: "/player_id")
        }
        guard try StoredSeasonPlayer.list(of: season.id, in: database).count < limit else {
            throw Failure.tooManyPlayers.because("a season has up to \(limit) players")
        }
        let joined = request.joinedDate ?? season.rules.start
        try season.refuseJoining(on: joined)
        try database.run(
            "INSERT INTO season_player (season, player, joined_day) VALUES (?, ?, ?)", season.id, player.number,
            joined.daysSince1970)
        try context.emit(SeasonPlayerAdded(season: season.id, player: player.id, joinedDate: joined))
        return try season.player(player.id, in: database).view
    }
}

extension ChangeSeasonPlayer {
    static func run(_ request: Request, _ settings: BettingSettings, in context: CommandContext) throws -> Reply {
        let (season, database) = (
            try SeenSeason(keptByCaller: request.season, settings, in: context).season, context.database
        )
        try season.require(.draft, .active, or: Failure.wrongState, to: "changing who is in it")
        let old = try season.player(request.player, in: database)
        let joined = request.joinedDate ?? old.joined
        try season.refuseJoining(on: joined)
        var left = old.left
        if let isActive = request.isActive, isActive != old.isActive {
            // Their last day is yesterday: who leaves on a Monday does not owe it.
            left = isActive ? nil : season.today.adding(days: -1)
        }
        try database.run(
            "UPDATE season_player SET joined_day = ?, left_day = ? WHERE number = ?", joined.daysSince1970,
            left?.daysSince1970, old.number)
        let new = try season.player(request.player, in: database)
        if new.state != old.state {
            try context.emit(
                SeasonPlayerChanged(season: season.id, player: old.player, before: old.state, after: new.state))
        }
        return new.view
    }
}

extension GetSeasonPlayer {
    static func run(_ request: Request, _ settings: BettingSettings, in context: QueryContext) throws -> Reply {
        try SeenSeason(request.season, settings, in: context).season.player(request.player, in: context.database).view
    }
}

extension ListSeasonPlayers {
    static func run(_ request: Request, _ settings: BettingSettings, in context: QueryContext) throws -> Reply {
        let season = try SeenSeason(request.season, settings, in: context).season
        let limit = Paging.limit(request.limit)
        let found = try StoredSeasonPlayer.list(
            of: season.id, after: try Paging.after(request.cursor), limit: limit + 1, in: context.database)
        let (shown, next) = Paging.page(found, limit: limit) { String($0.number) }
        return Page(items: shown.map(\.view), next: next)
    }
}

extension StoredSeason {
    fileprivate func refuseJoining(on day: Day) throws {
        guard day >= rules.start, day <= rules.end ?? day else {
            let end = rules.end.map { " to \($0)" } ?? " on"
            throw SeasonPlayerFailure.dateOutOfSeason.because(
                "expected a day from \(rules.start)\(end)", at: "/joined_date")
        }
    }

    func player(_ id: ID<SyndicatePlayer>, in database: Connection) throws -> StoredSeasonPlayer {
        guard let player = try StoredSeasonPlayer.find(id, in: self.id, database) else {
            throw Rejection.notFound("player in this season")
        }
        return player
    }
}
