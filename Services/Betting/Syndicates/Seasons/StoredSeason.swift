import Messages
import Runtime
import Storage
import TimeZones

/// A season's row, on the day that it is there.
struct StoredSeason {
    /// As it is stored; that it is frozen follows from the day.
    enum Stage: String, StorageValue {
        case draft, active, inactive
    }

    let id: ID<Season>
    let syndicate: ID<Syndicate>
    let name: String
    let rules: SeasonRules
    let currency: Currency
    let timeZone: TimeZoneName
    let stage: Stage
    let createdAt: Timestamp
    let today: Day

    private init(_ row: borrowing Row, _ zones: ZoneBook, at now: Timestamp) throws {
        (id, syndicate, name) = (try row.value(0), try row.value(1), try row.value(2))
        let end: Int64? = try row.value(4)
        rules = SeasonRules(
            start: Day(daysSince1970: try row.value(3)), end: end.map { Day(daysSince1970: $0) },
            weekly: try row.value(7), blockWeeks: try row.value(8), blockAmount: try row.value(9),
            countsFromJoining: try row.value(10, as: ExpectedFrom.self) == .joining)
        currency = Currency(code: try row.value(5), scale: try row.value(6))
        timeZone = TimeZoneName(trusted: try row.value(11))
        (stage, createdAt) = (try row.value(12), try row.value(13))
        today = zones.rules(of: timeZone).day(at: now)
    }

    static func find(
        _ id: ID<Season>, _ zones: ZoneBook, at now: Timestamp, in database: Connection
    ) throws -> StoredSeason? {
        try database.first(
            """
            SELECT id, syndicate, name, start_day, end_day, code, scale, weekly, block_weeks, block_amount,
                expected_from, time_zone, status, created_at
            FROM season JOIN currency ON code = currency WHERE id = ?
            """, id
        ) { try StoredSeason($0, zones, at: now) }
    }

    func reloaded(_ zones: ZoneBook, in context: CommandContext) throws -> StoredSeason {
        guard let season = try StoredSeason.find(id, zones, at: context.now, in: context.database) else {
            throw Rejection.notFound("season")
        }
        return season
    }

    var status: SeasonStatus {
        switch stage {
        case .draft: .draft
        case .active: rules.isOver(on: today) ? .frozen : .active
        case .inactive: .inactive
        }
    }

    func money(_ amount: Amount) -> Money { Money(amount, currency) }

    var view: Season {
        Season(
            id: id, syndicate: syndicate, name: name, startDate: rules.start, endDate: rules.end, status: status,
            weeklyAmount: money(rules.weekly), budgetBlockWeeks: rules.blockWeeks,
            budgetBlockAmount: money(rules.blockAmount),
            expectedFrom: rules.countsFromJoining ? .joining : .seasonStart, timeZone: timeZone, createdAt: createdAt)
    }
}

/// A season that somebody asked for and may see.
struct SeenSeason {
    let season: StoredSeason
    let reader: SyndicateReader

    init(
        _ id: ID<Season>, by statement: Statement, _ zones: ZoneBook, at now: Timestamp, in database: Connection
    ) throws {
        guard let season = try StoredSeason.find(id, zones, at: now, in: database) else {
            throw Rejection.notFound("season")
        }
        reader = try SyndicateReader(statement, of: season.syndicate, in: database)
        guard reader.seesBooks else { throw Rejection.notFound("season") }
        self.season = season
    }

    init(_ id: ID<Season>, _ settings: BettingSettings, in context: QueryContext) throws {
        try self.init(id, by: context.user(), settings.zones, at: context.now, in: context.database)
    }

    /// For who keeps the books.
    init(keptByCaller id: ID<Season>, _ settings: BettingSettings, in context: CommandContext) throws {
        try self.init(id, by: context.user(), settings.zones, at: context.now, in: context.database)
        try reader.requireBooks()
    }
}

extension StoredSeason {
    /// Refuses what a season of this state takes no more.
    func require(_ allowed: SeasonStatus..., or failure: some DomainFailure, to deed: String) throws {
        guard !allowed.contains(status) else { return }
        let right = allowed.map(\.rawValue).joined(separator: " or ")
        throw failure.because("\(deed) asks for a season that is \(right); this is \(status.rawValue)")
    }
}
