public import Messages
public import Runtime
import Storage

extension OrganizationSettingsView {
    static func find(
        _ id: ID<OrganizationSettings>, in database: Connection
    ) throws -> OrganizationSettingsView? {
        try database.first(
            """
            SELECT id, organization_id, version, default_revenue_calculation_method, allows_online_ticket_sales,
                max_event_duration_hours, max_concurrent_events, currency, scale, max_prize_value, max_ticket_price,
                created_at, created_by
            FROM organization_settings LEFT JOIN currency ON code = currency WHERE id = ?
            """, id, read: read)
    }

    static func versions(
        of organization: ID<Organization>, before version: Int64, limit: Int, in database: Connection
    ) throws -> [OrganizationSettingsView] {
        try database.rows(
            """
            SELECT id, organization_id, version, default_revenue_calculation_method, allows_online_ticket_sales,
                max_event_duration_hours, max_concurrent_events, currency, scale, max_prize_value, max_ticket_price,
                created_at, created_by
            FROM organization_settings LEFT JOIN currency ON code = currency
            WHERE organization_id = ? AND version < ? ORDER BY version DESC LIMIT ?
            """, organization, version, limit, read: read)
    }

    private static func read(_ row: borrowing Row) throws -> OrganizationSettingsView {
        let limits = try MoneyLimits(row, at: 7)
        return OrganizationSettingsView(
            id: try row.value(0), organizationID: try row.value(1), version: try row.value(2),
            defaultRevenueCalculationMethod: try row.value(3), allowsOnlineTicketSales: try row.value(4),
            maxEventDurationHours: try row.value(5, as: Int64?.self).map { EventHours(trusted: $0) },
            maxConcurrentEvents: WholeNumber(trusted: try row.value(6)), maxPrizeValue: limits.prizeMoney,
            maxTicketPrice: limits.ticketMoney, createdAt: try row.value(11), createdBy: try row.value(12))
    }
}

extension SetOrganizationSettings: CommandHandler {
    public static func run(_ request: Request, in context: CommandContext) throws -> OrganizationSettingsView {
        let (database, user) = (context.database, try context.user().user)
        var organization = try OrganizationView.existing(request.organizationID, in: database)
        try Named.refuseUnknown(
            request.defaultRevenueCalculationMethod == .unknown, at: "/default_revenue_calculation_method")
        let former = try organization.currentSettingsID.flatMap { try OrganizationSettingsView.find($0, in: database) }
        let limits = try MoneyLimits(prize: request.maxPrizeValue, ticket: request.maxTicketPrice, in: database)
        let new = OrganizationSettingsView(
            id: context.newID(), organizationID: organization.id, version: (former?.version ?? 0) + 1,
            defaultRevenueCalculationMethod: request.defaultRevenueCalculationMethod ?? .grossRevenue,
            allowsOnlineTicketSales: request.allowsOnlineTicketSales ?? true,
            maxEventDurationHours: request.maxEventDurationHours,
            maxConcurrentEvents: request.maxConcurrentEvents ?? WholeNumber(trusted: 5),
            maxPrizeValue: limits.prizeMoney, maxTicketPrice: limits.ticketMoney, createdAt: context.now,
            createdBy: user)
        try database.run(
            """
            INSERT INTO organization_settings (id, organization_id, version, default_revenue_calculation_method,
                allows_online_ticket_sales, max_event_duration_hours, max_concurrent_events, currency,
                max_prize_value, max_ticket_price, created_at, created_by)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """, new.id, new.organizationID, new.version, new.defaultRevenueCalculationMethod,
            new.allowsOnlineTicketSales, new.maxEventDurationHours?.value, new.maxConcurrentEvents.value,
            limits.currency?.code, limits.prize, limits.ticket, new.createdAt, new.createdBy)
        organization.currentSettingsID = new.id
        (organization.updatedAt, organization.updatedBy) = (context.now, user)
        try organization.store(in: database)
        try ElementHistory.tell(
            OrganizationSettingsSet(before: former, after: new), of: .organization, organization.id, in: context)
        return new
    }
}

extension ListOrganizationSettings: QueryHandler {
    public static func run(_ request: Request, in context: QueryContext) throws -> Reply {
        try Staff.look(at: request.organizationID, in: context)
        let organization = try OrganizationView.existing(request.organizationID, in: context.database)
        let found = try OrganizationSettingsView.versions(
            of: organization.id, before: try Listing.before(request.cursor), limit: Paging.limit(request.limit) + 1,
            in: context.database)
        return Listing.versions(found, limit: request.limit) { $0.version }
    }
}
