public import Messages
public import Runtime
import Storage

extension RegulationsView {
    static func find(_ id: ID<Regulations>, in database: Connection) throws -> RegulationsView? {
        try database.first(
            """
            SELECT id, jurisdiction_id, version, currency, scale, max_prize_value, max_ticket_price,
                max_event_duration_hours, data_retention_years, allows_online_sales, allows_random_number_generator,
                requires_licences, claim_period_days, created_at, created_by
            FROM regulations LEFT JOIN currency ON code = currency WHERE id = ?
            """, id, read: read)
    }

    /// The latest versions of a jurisdiction's first, before one.
    static func versions(
        of jurisdiction: ID<Jurisdiction>, before version: Int64, limit: Int, in database: Connection
    ) throws -> [RegulationsView] {
        try database.rows(
            """
            SELECT id, jurisdiction_id, version, currency, scale, max_prize_value, max_ticket_price,
                max_event_duration_hours, data_retention_years, allows_online_sales, allows_random_number_generator,
                requires_licences, claim_period_days, created_at, created_by
            FROM regulations LEFT JOIN currency ON code = currency
            WHERE jurisdiction_id = ? AND version < ? ORDER BY version DESC LIMIT ?
            """, jurisdiction, version, limit, read: read)
    }

    private static func read(_ row: borrowing Row) throws -> RegulationsView {
        let limits = try MoneyLimits(row, at: 3)
        return RegulationsView(
            id: try row.value(0), jurisdictionID: try row.value(1), version: try row.value(2),
            maxPrizeValue: limits.prizeMoney, maxTicketPrice: limits.ticketMoney,
            maxEventDurationHours: try row.value(7, as: Int64?.self).map { EventHours(trusted: $0) },
            dataRetentionYears: WholeNumber(trusted: try row.value(8)), allowsOnlineSales: try row.value(9),
            allowsRandomNumberGenerator: try row.value(10), requiresLicences: try row.value(11),
            claimPeriodDays: try row.value(12, as: Int64?.self).map { WholeNumber(trusted: $0) },
            createdAt: try row.value(13), createdBy: try row.value(14))
    }
}

extension SetRegulations: CommandHandler {
    public static func run(_ request: Request, in context: CommandContext) throws -> RegulationsView {
        let (database, user) = (context.database, try context.user().user)
        var jurisdiction = try JurisdictionView.existing(request.jurisdictionID, in: database)
        let former = try jurisdiction.currentRegulationsID.flatMap { try RegulationsView.find($0, in: database) }
        let limits = try MoneyLimits(prize: request.maxPrizeValue, ticket: request.maxTicketPrice, in: database)
        let new = RegulationsView(
            id: context.newID(), jurisdictionID: jurisdiction.id, version: (former?.version ?? 0) + 1,
            maxPrizeValue: limits.prizeMoney, maxTicketPrice: limits.ticketMoney,
            maxEventDurationHours: request.maxEventDurationHours,
            dataRetentionYears: request.dataRetentionYears ?? WholeNumber(trusted: 7),
            allowsOnlineSales: request.allowsOnlineSales ?? true,
            allowsRandomNumberGenerator: request.allowsRandomNumberGenerator ?? true,
            requiresLicences: request.requiresLicences ?? true, claimPeriodDays: request.claimPeriodDays,
            createdAt: context.now, createdBy: user)
        try database.run(
            """
            INSERT INTO regulations (id, jurisdiction_id, version, currency, max_prize_value, max_ticket_price,
                max_event_duration_hours, data_retention_years, allows_online_sales, allows_random_number_generator,
                requires_licences, claim_period_days, created_at, created_by)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """, new.id, new.jurisdictionID, new.version, limits.currency?.code, limits.prize, limits.ticket,
            new.maxEventDurationHours?.value, new.dataRetentionYears.value, new.allowsOnlineSales,
            new.allowsRandomNumberGenerator, new.requiresLicences, new.claimPeriodDays?.value, new.createdAt,
            new.createdBy)
        jurisdiction.currentRegulationsID = new.id
        (jurisdiction.updatedAt, jurisdiction.updatedBy) = (context.now, user)
        try jurisdiction.store(in: database)
        try ElementHistory.tell(
            RegulationsSet(before: former, after: new), of: .jurisdiction, jurisdiction.id, in: context)
        return new
    }
}

extension ListRegulations: QueryHandler {
    public static func run(_ request: Request, in context: QueryContext) throws -> Reply {
        try Staff.look(in: context)
        let jurisdiction = try JurisdictionView.existing(request.jurisdictionID, in: context.database)
        let found = try RegulationsView.versions(
            of: jurisdiction.id, before: try Listing.before(request.cursor), limit: Paging.limit(request.limit) + 1,
            in: context.database)
        return Listing.versions(found, limit: request.limit) { $0.version }
    }
}
