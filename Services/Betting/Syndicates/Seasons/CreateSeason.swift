import Messages
import Runtime
import Storage

/// What is due in a season, checked.
struct SeasonTerms {
    var name: String
    var start: Day
    var end: Day?
    var weekly: Amount
    var blockWeeks: Int64
    var blockAmount: Amount
    var expectedFrom: ExpectedFrom

    /// So that all players' weeks of all years come to a number that fits.
    static let mostDue = Amount(100_000_000_000)

    func check(except own: ID<Season>?, in syndicate: ID<Syndicate>, _ database: Connection) throws {
        // Far enough back for any that is remembered, and near enough that what is due in all its weeks is a number.
        guard let first = Day("1980-01-01"), let last = Day("2999-12-31"), first <= start, start <= last else {
            throw Rejection.field("/start_date", "out_of_range", "expected a day from 1980 to 2999")
        }
        for (amount, pointer) in [(weekly, "/weekly_amount"), (blockAmount, "/budget_block_amount")] {
            guard amount <= SeasonTerms.mostDue else {
                throw Rejection.field(pointer + "/amount", "too_large", "more than a season can reckon with")
            }
        }
        if let end, end < start {
            throw SeasonFailure.endBeforeStart.because("expected a day from \(start) on", at: "/end_date")
        }
        let taken = try database.first(
            "SELECT 1 FROM season WHERE syndicate = ? AND name = ? COLLATE NOCASE AND id IS NOT ?", syndicate, name, own
        ) { _ in true }
        if taken != nil {
            throw SeasonFailure.nameTaken.because("the syndicate has a season of this name", at: "/name")
        }
    }
}

extension ExpectedFrom {
    func known(at pointer: String) throws -> ExpectedFrom {
        guard self != .unknown else {
            throw Rejection.field(pointer, "invalid_format", "expected season_start or joining")
        }
        return self
    }
}

extension CreateSeason {
    static func run(_ request: Request, _ settings: BettingSettings, in context: CommandContext) throws -> Reply {
        let database = context.database
        let syndicate = try SeenSyndicate(keptBy: context.user(), request.syndicate, in: database).syndicate
        let count = try database.first("SELECT COUNT(*) FROM season WHERE syndicate = ?", syndicate.id) {
            try $0.value(0, as: Int.self)
        }
        guard count ?? 0 < limit else {
            throw Failure.tooManySeasons.because("a syndicate has up to \(limit) seasons")
        }
        let zone = request.timeZone ?? syndicate.timeZone
        guard settings.zones[zone] != nil else {
            throw Failure.unknownTimeZone.because("there is no time zone \(zone.text)", at: "/time_zone")
        }
        let currency = try currency(of: request, syndicate, in: database)
        let terms = SeasonTerms(
            name: request.name.text, start: request.startDate, end: request.endDate,
            weekly: try request.weeklyAmount?.notNegative(in: currency, at: "/weekly_amount")
                ?? standard(5, in: currency),
            blockWeeks: request.budgetBlockWeeks?.value ?? 6,
            blockAmount: try request.budgetBlockAmount?.notNegative(in: currency, at: "/budget_block_amount")
                ?? standard(30, in: currency),
            expectedFrom: try (request.expectedFrom ?? .seasonStart).known(at: "/expected_from"))
        try terms.check(except: nil, in: syndicate.id, database)
        let id = context.newID(Season.self)
        try database.run(
            """
            INSERT INTO season (id, syndicate, name, start_day, end_day, currency, weekly, block_weeks, block_amount,
                expected_from, time_zone, status, created_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'draft', ?)
            """, id, syndicate.id, terms.name, terms.start.daysSince1970, terms.end?.daysSince1970, currency.code,
            terms.weekly, terms.blockWeeks, terms.blockAmount, terms.expectedFrom, zone.text, context.now)
        let season = try SeenSeason(keptByCaller: id, settings, in: context).season.view
        try context.emit(SeasonCreated(season))
        return season
    }

    private static func currency(
        of request: Request, _ syndicate: StoredSyndicate, in database: Connection
    ) throws -> Currency {
        guard let code = (request.weeklyAmount ?? request.budgetBlockAmount)?.currency else {
            return syndicate.currency
        }
        guard let currency = try CurrencyTable.find(code, in: database) else {
            let field = request.weeklyAmount == nil ? "/budget_block_amount" : "/weekly_amount"
            throw Failure.unknownCurrency.because(
                "there is no currency \(code.text) on this platform", at: field + "/currency")
        }
        return currency
    }

    /// So many whole units of a currency.
    private static func standard(_ units: Int64, in currency: Currency) throws -> Amount {
        var amount = Amount(units)
        for _ in 0..<currency.scale { amount = try amount.times(10) }
        return amount
    }
}

extension ChangeSeason {
    static func run(_ request: Request, _ settings: BettingSettings, in context: CommandContext) throws -> Reply {
        let season = try SeenSeason(keptByCaller: request.season, settings, in: context).season
        try season.require(.draft, .active, .frozen, or: Failure.wrongState, to: "changing it")
        if season.status != .draft { try refuseTerms(request) }
        let (old, rules) = (season.view, season.rules)
        let terms = SeasonTerms(
            name: request.name?.text ?? season.name, start: request.startDate ?? rules.start,
            end: request.endDate.applied(to: rules.end),
            weekly: try request.weeklyAmount?.notNegative(in: season.currency, at: "/weekly_amount") ?? rules.weekly,
            blockWeeks: request.budgetBlockWeeks?.value ?? rules.blockWeeks,
            blockAmount: try request.budgetBlockAmount?.notNegative(in: season.currency, at: "/budget_block_amount")
                ?? rules.blockAmount,
            expectedFrom: try (request.expectedFrom ?? old.expectedFrom).known(at: "/expected_from"))
        try terms.check(except: season.id, in: season.syndicate, context.database)
        try season.refuseLeavingOut(terms, in: context.database)
        try context.database.run(
            """
            UPDATE season SET name = ?, start_day = ?, end_day = ?, weekly = ?, block_weeks = ?, block_amount = ?,
                expected_from = ?
            WHERE id = ?
            """, terms.name, terms.start.daysSince1970, terms.end?.daysSince1970, terms.weekly, terms.blockWeeks,
            terms.blockAmount, terms.expectedFrom, season.id)
        let after = try season.reloaded(settings.zones, in: context)
        if after.view != old { try context.emit(SeasonChanged(before: old, after: after.view)) }
        if terms.end != rules.end { try SeasonClock.wind(after, settings.zones, in: context) }
        return after.view
    }

    private static func refuseTerms(_ request: Request) throws {
        let fields = [
            ("/start_date", request.startDate != nil), ("/weekly_amount", request.weeklyAmount != nil),
            ("/budget_block_weeks", request.budgetBlockWeeks != nil),
            ("/budget_block_amount", request.budgetBlockAmount != nil),
            ("/expected_from", request.expectedFrom != nil),
        ]
        if let field = fields.first(where: { $0.1 }) {
            throw Failure.termsStay.because("what is due stays as it was when the season began", at: field.0)
        }
    }
}

extension StoredSeason {
    /// What is booked stays within the season: a frozen one has no bet or contribution of a day on which it took none.
    fileprivate func refuseLeavingOut(_ terms: SeasonTerms, in database: Connection) throws {
        func day(_ sql: StaticString) throws -> Day? {
            try database.first(sql, id) { try $0.value(0, as: Int64?.self) }.flatMap { $0 }
                .map { Day(daysSince1970: $0) }
        }
        let last = [
            ("bet", try day("SELECT MAX(bet_day) FROM syndicate_bet WHERE season = ?")),
            ("contribution", try day("SELECT MAX(day) FROM season_entry WHERE season = ? AND type = 'contribution'")),
        ].compactMap { what, day in day.map { (what, $0) } }.max { $0.1 < $1.1 }
        if let (what, day) = last, let end = terms.end, day > end, terms.end != rules.end {
            throw SeasonFailure.bookedOutside.because(
                "a \(what) is booked on \(day); expected that day or a later one", at: "/end_date")
        }
        if terms.start != rules.start,
            let first = try day("SELECT MIN(bet_day) FROM syndicate_bet WHERE season = ?"), first < terms.start
        {
            throw SeasonFailure.bookedOutside.because(
                "a bet is booked on \(first); expected that day or an earlier one", at: "/start_date")
        }
    }
}

extension ActivateSeason {
    static func run(_ request: Request, _ settings: BettingSettings, in context: CommandContext) throws -> Reply {
        let season = try SeenSeason(keptByCaller: request.season, settings, in: context).season
        guard season.stage != .active else { return season.view }
        let current = try context.database.first(
            "SELECT id FROM season WHERE syndicate = ? AND status = 'active'", season.syndicate
        ) { try $0.value(0, as: ID<Season>.self) }
        if let current {
            try context.database.run("UPDATE season SET status = 'inactive' WHERE id = ?", current)
            try context.emit(SeasonDeactivated(season: current))
        }
        try context.database.run("UPDATE season SET status = 'active' WHERE id = ?", season.id)
        try context.emit(SeasonActivated(season: season.id, before: season.status))
        let after = try season.reloaded(settings.zones, in: context)
        try SeasonClock.wind(after, settings.zones, in: context)
        return after.view
    }
}
