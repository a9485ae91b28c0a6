import Messages
import Runtime
import Storage
import TimeZones

/// What a contribution from a wallet carries from step to step.
struct SeasonContributionState: StakingState {
    let season: ID<Season>
    let entry: ID<SeasonEntry>
    let hold: ID<Hold>
    let player: ID<SyndicatePlayer>
    let user: ID<User>
    let money: Money
    let day: Day
    let week: Int64?
    let description: String?

    /// Without bonus: what returns from among friends must not turn one into cash.
    var staked: StakedMoney? {
        StakedMoney(
            hold: hold, user: user, money: money, purpose: StoredSeasonEntry.purpose(of: entry),
            escrow: SeasonBooking.held(season), kind: .contribution, withoutBonus: true)
    }
}

/// A contribution is a stake that is entered in the ledger if the season still takes it.
func contributeSaga(_ zones: ZoneBook) -> Saga<SeasonContributionState> {
    Saga<SeasonContributionState>(
        staking: "betting.contribute-to-season", reserve: SeasonContributing.reserve,
        reject: SeasonContributing.reject,
        accept: { state, context in try SeasonContributing.accept(state, zones, context) },
        fields: ["/money": "/amount"]
    ) { state, context in
        SagaAnswer(
            ContributeToSeason.self,
            try SeasonBooking.entry(.init(season: state.season, entry: state.entry), context.database))
    }
}

extension ContributeToSeason {
    static func begin(_ request: Request, _ settings: BettingSettings, in context: CommandContext) throws {
        let (caller, database) = (try context.user(), context.database)
        let seen = try SeenSeason(request.season, by: caller, settings.zones, at: context.now, in: database)
        let season = seen.season
        try season.require(.active, or: Failure.wrongState, to: "paying in")
        let player = try player(request.player, of: season, caller.user, in: database)
        let amount = try request.amount.positive(in: season.currency, at: "/amount")
        let day = try season.pastDay(request.entryDate, or: Failure.wrongDate, at: "/entry_date")
        let week = try season.weekNumber(request.week, on: day, or: Failure.unknownWeek, in: database)
        let isOwn = player.user == caller.user
        switch request.source ?? (isOwn ? .wallet : .outside) {
        case .wallet:
            guard isOwn else {
                throw Failure.noWallet.because("only the player themself pays from their wallet", at: "/source")
            }
            try refuseTooMany(player, in: database)
            try context.begin(
                contributeSaga(settings.zones),
                SeasonContributionState(
                    season: season.id, entry: context.newID(), hold: context.newID(), player: player.player,
                    user: caller.user, money: season.money(amount), day: day, week: week,
                    description: request.description?.text))
        case .outside:
            try seen.reader.requireBooks()
            let entry = try SeasonLedger(season: season, context: context).post(
                .init(
                    type: .contribution, player: player, amount: amount, day: day, week: week,
                    description: request.description?.text, author: caller.user), or: Failure.insufficientBank)
            try context.begin(recordContributionSaga, SeasonBookingState(season: season.id, entry: entry.id))
        case .unknown:
            throw Rejection.field("/source", "invalid_format", "expected wallet or outside")
        }
    }

    private static func player(
        _ id: ID<SyndicatePlayer>?, of season: StoredSeason, _ caller: ID<User>, in database: Connection
    ) throws -> StoredSeasonPlayer {
        if let id {
            return try season.knownPlayer(id, or: Failure.unknownPlayer, at: "/player_id", in: database)
        }
        let own = try StoredSeasonPlayer.list(of: season.id, in: database).first { $0.user == caller }
        guard let own else {
            throw Failure.unknownPlayer.because("you are none of the season's players; name one", at: "/player_id")
        }
        return own
    }

    private static func refuseTooMany(_ player: StoredSeasonPlayer, in database: Connection) throws {
        let count = try database.first(
            "SELECT COUNT(*) FROM season_contribution WHERE player = ?", player.number
        ) { try $0.value(0, as: Int.self) }
        guard count ?? 0 < walletLimit else {
            throw Failure.tooManyContributions.because("a player pays up to \(walletLimit) times into a season")
        }
    }
}

/// The steps by which money gets from a wallet into a season's bank.
enum SeasonContributing {
    static func reserve(_ state: SeasonContributionState, _ context: CommandContext) throws {
        try context.database.run(
            """
            INSERT INTO season_contribution (hold, entry_id, season, player, user, amount)
            SELECT ?1, ?2, s.season, s.number, ?3, ?4 FROM syndicate_player p
                JOIN season_player s ON s.player = p.number WHERE p.id = ?5 AND s.season = ?6
            """, state.hold, state.entry, state.user, try state.amount(in: context.database), state.player,
            state.season)
    }

    static func reject(_ state: SeasonContributionState, _ context: CommandContext) throws {
        try context.database.run("DELETE FROM season_contribution WHERE hold = ?", state.hold)
        try context.emit(SeasonContributionRejected(season: state.season, user: state.user, amount: state.money))
    }

    /// The season may have ended meanwhile, or the player have become somebody else's.
    static func accept(_ state: SeasonContributionState, _ zones: ZoneBook, _ context: CommandContext) throws {
        typealias Failure = ContributeToSeason.Failure
        guard let season = try StoredSeason.find(state.season, zones, at: context.now, in: context.database) else {
            throw Rejection.notFound("season")
        }
        try season.require(.active, or: Failure.wrongState, to: "paying in")
        let player = try season.knownPlayer(
            state.player, or: Failure.unknownPlayer, at: "/player_id", in: context.database)
        guard player.user == state.user, !player.isOut else {
            throw Failure.noWallet.because(
                "the player is not yours any more, or you have left the syndicate", at: "/player_id")
        }
        let entry = try SeasonLedger(season: season, context: context).post(
            .init(
                type: .contribution, player: player, amount: try state.amount(in: context.database), day: state.day,
                source: .wallet, week: state.week, description: state.description, id: state.entry,
                author: state.user), or: Failure.insufficientBank)
        try context.database.run(
            "UPDATE season_contribution SET entry = ? WHERE hold = ?", entry.number, state.hold)
        try context.database.run("UPDATE syndicate_player SET pays = 1 WHERE number = ?", player.playerNumber)
    }
}

extension SeasonContributionState {
    fileprivate func amount(in database: Connection) throws -> Amount {
        guard let currency = try CurrencyTable.find(money.currency, in: database) else {
            throw Rejection.notFound("currency")
        }
        return try money.positive(in: currency, at: "/amount")
    }
}

extension StoredSeason {
    /// A day of an entry's: today where nothing is said, and none that has not come.
    func pastDay(_ day: Day?, or failure: some DomainFailure, at pointer: String) throws -> Day {
        let day = day ?? today
        guard day <= today else { throw failure.because("expected a day up to today, \(today)", at: pointer) }
        // A year before the season is far enough for who pays ahead.
        guard day >= rules.start.adding(days: -366) else {
            throw failure.because(
                "the season begins on \(rules.start), and a year before is the earliest", at: pointer)
        }
        return day
    }

    func knownPlayer(
        _ id: ID<SyndicatePlayer>, or failure: some DomainFailure, at pointer: String, in database: Connection
    ) throws -> StoredSeasonPlayer {
        guard let player = try StoredSeasonPlayer.find(id, in: self.id, database) else {
            throw failure.because("expected one of the season's players", at: pointer)
        }
        return player
    }

    /// A week that somebody named, or else the one that has the day, where there is one.
    func weekNumber(
        _ id: ID<SeasonWeek>?, on day: Day, or failure: some DomainFailure, in database: Connection
    ) throws -> Int64? {
        guard let id else { return try StoredWeek.number(of: self.id, on: day, in: database) }
        guard let week = try StoredWeek.find(id, in: database), week.season == self.id else {
            throw failure.because("expected one of the season's weeks", at: "/week_id")
        }
        return week.number
    }
}
