import Messages
import Runtime
import Storage

extension PlaceSyndicateBet {
    static func run(_ request: Request, _ settings: BettingSettings, in context: CommandContext) throws -> Reply {
        let (caller, database) = (try context.user(), context.database)
        let season = try SeenSeason(keptByCaller: request.season, settings, in: context).season
        try season.require(.active, or: Failure.wrongState, to: "a bet")
        let player = try season.knownPlayer(
            request.placedBy, or: Failure.unknownPlayer, at: "/placed_by", in: database)
        guard player.isActive else {
            throw Failure.unknownPlayer.because("expected an active player of the season", at: "/placed_by")
        }
        let stake = try request.stake.positive(in: season.currency, at: "/stake")
        if let odds = request.odds {
            do throws(WrittenOdds.Fault) { _ = try WrittenOdds(odds.text) } catch {
                throw Failure.wrongOdds.because(error.detail, at: "/odds")
            }
        }
        let day = request.betDate ?? season.today
        guard day >= season.rules.start, day <= season.today else {
            throw Failure.wrongDate.because(
                "expected a day from \(season.rules.start) to \(season.today)", at: "/bet_date")
        }
        guard day >= player.joined else {
            throw Failure.wrongDate.because("the player joined on \(player.joined)", at: "/bet_date")
        }
        let week = try season.weekNumber(request.week, on: day, or: Failure.unknownWeek, in: database)
        let (id, isFree) = (context.newID(SyndicateBet.self), request.free ?? false)
        try database.run(
            """
            INSERT INTO syndicate_bet (id, season, week, player, stake, is_free, description, odds, bet_day, status,
                notes, created_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 'pending', ?, ?)
            """, id, season.id, week, player.number, stake, isFree, request.description.text, request.odds?.text,
            day.daysSince1970, request.notes?.text, context.now)
        let bet = try StoredSyndicateBet.existing(id, in: database)
        try context.emit(SyndicateBetPlaced(bet.view))
        if !isFree {
            try SeasonLedger(season: season, context: context).post(
                .init(
                    type: .betPlaced, player: player, amount: try .zero - stake, day: day, week: week, bet: bet.number,
                    author: caller.user, pointer: "/stake"), or: Failure.insufficientBank)
            try context.begin(bookSeasonSaga, SeasonBookingState(season: season.id))
        }
        return bet.view
    }
}

extension SettleSyndicateBet {
    static func run(_ request: Request, _ settings: BettingSettings, in context: CommandContext) throws -> Reply {
        let (caller, database) = (try context.user(), context.database)
        let bet = try StoredSyndicateBet.existing(request.bet, in: database)
        let season = try SeenSeason(keptByCaller: bet.season, settings, in: context).season
        try season.require(.active, .frozen, or: Failure.wrongState, to: "a result")
        guard bet.status == .pending else {
            throw Failure.alreadySettled.because("the bet is \(bet.status.rawValue); reverse that first")
        }
        let winnings = try winnings(request, of: bet)
        let day = request.resultDate ?? season.today
        guard day >= bet.day, day <= season.today else {
            throw Failure.wrongDate.because("expected a day from \(bet.day) to \(season.today)", at: "/result_date")
        }
        try database.run(
            "UPDATE syndicate_bet SET status = ?, result_day = ?, winnings = ?, notes = ifnull(?, notes) WHERE number = ?",
            request.status, day.daysSince1970, winnings, request.notes?.text, bet.number)
        let after = try bet.reloaded(in: database)
        try context.emit(SyndicateBetSettled(after.view))
        let returned: (SeasonEntryType, Amount)? =
            switch request.status {
            case .won: winnings.map { (SeasonEntryType.winnings, $0) }
            case .void: bet.isFree ? nil : (SeasonEntryType.betVoid, bet.stake)
            case .lost, .pending, .unknown: nil
            }
        if let (type, amount) = returned {
            let player = try season.knownPlayer(
                bet.player, or: Failure.unknownPlayer, at: "/bet_id", in: database)
            try SeasonLedger(season: season, context: context).post(
                .init(
                    type: type, player: player, amount: amount, day: day, week: bet.weekNumber, bet: bet.number,
                    author: caller.user), or: Failure.insufficientBank)
            try context.begin(bookSeasonSaga, SeasonBookingState(season: season.id))
        }
        return after.view
    }

    private static func winnings(_ request: Request, of bet: StoredSyndicateBet) throws -> Amount? {
        switch request.status {
        case .won:
            if let said = request.winnings { return try said.positive(in: bet.currency, at: "/winnings") }
            let paid = try bet.odds.flatMap { try? WrittenOdds($0) }?.returned(on: bet.stake, isFree: bet.isFree)
            guard let paid, paid > .zero else {
                throw Failure.wrongWinnings.because("expected all that came back, stake and profit", at: "/winnings")
            }
            return paid
        case .lost, .void:
            if let said = request.winnings, said.amount.text.contains(where: { ("1"..."9").contains($0) }) {
                throw Failure.wrongWinnings.because("a bet that was not won has none", at: "/winnings")
            }
            return nil
        case .pending, .unknown:
            throw Rejection.field("/status", "invalid_format", "expected won, lost or void")
        }
    }
}

extension ReverseSyndicateBet {
    static func run(_ request: Request, _ settings: BettingSettings, in context: CommandContext) throws -> Reply {
        let (caller, database) = (try context.user(), context.database)
        let bet = try StoredSyndicateBet.existing(request.bet, in: database)
        let season = try SeenSeason(keptByCaller: bet.season, settings, in: context).season
        try season.require(.active, .frozen, or: Failure.wrongState, to: "taking a result back")
        guard bet.status != .pending else {
            throw Failure.notSettled.because("the bet has no result that could be taken back")
        }
        try database.run(
            "UPDATE syndicate_bet SET status = 'pending', result_day = NULL, winnings = NULL WHERE number = ?",
            bet.number)
        try context.emit(SyndicateBetReversed(before: bet.view))
        let last = try database.first(
            """
            SELECT e.number, type, amount FROM season_entry e
            WHERE bet = ? AND type IN ('winnings','bet_void') AND reverses IS NULL
                AND NOT EXISTS (SELECT 1 FROM season_entry r WHERE r.reverses = e.number)
            """, bet.number
        ) {
            (
                number: try $0.value(0, as: Int64.self), type: try $0.value(1, as: SeasonEntryType.self),
                amount: try $0.value(2, as: Amount.self)
            )
        }
        if let last {
            let player = try season.knownPlayer(
                bet.player, or: Failure.unknownPlayer, at: "/bet_id", in: database)
            try SeasonLedger(season: season, context: context).post(
                .init(
                    type: last.type, player: player, amount: try .zero - last.amount, day: season.today,
                    week: bet.weekNumber, bet: bet.number, description: request.reason.text, reverses: last.number,
                    author: caller.user, pointer: "/bet_id"), or: Failure.insufficientBank)
            try context.begin(bookSeasonSaga, SeasonBookingState(season: season.id))
        }
        return try bet.reloaded(in: database).view
    }
}

extension GetSyndicateBet {
    static func run(_ request: Request, _ settings: BettingSettings, in context: QueryContext) throws -> Reply {
        let bet = try StoredSyndicateBet.existing(request.bet, in: context.database)
        _ = try SeenSeason(bet.season, settings, in: context)
        return bet.view
    }
}

extension ListSyndicateBets {
    static func run(_ request: Request, _ settings: BettingSettings, in context: QueryContext) throws -> Reply {
        let season = try SeenSeason(request.season, settings, in: context).season
        let limit = Paging.limit(request.limit)
        let before = try request.cursor == nil ? Int64.max : Paging.after(request.cursor)
        let found: [(number: Int64, id: ID<SyndicateBet>)] =
            if let status = request.status {
                try context.database.rows(
                    """
                    SELECT number, id FROM syndicate_bet WHERE season = ? AND status = ? AND number < ?
                    ORDER BY number DESC LIMIT ?
                    """, season.id, status, before, limit + 1
                ) { (try $0.value(0), try $0.value(1)) }
            } else {
                try context.database.rows(
                    """
                    SELECT number, id FROM syndicate_bet WHERE season = ? AND number < ? ORDER BY number DESC LIMIT ?
                    """, season.id, before, limit + 1
                ) { (try $0.value(0), try $0.value(1)) }
            }
        let (shown, next) = Paging.page(found, limit: limit) { String($0.number) }
        return Page(
            items: try shown.map { try StoredSyndicateBet.existing($0.id, in: context.database).view }, next: next)
    }
}
