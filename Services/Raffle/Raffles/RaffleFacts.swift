import Messages
import Runtime
import Storage

extension RaffleFacts {
    /// What is so of a raffle at a moment.
    init(of raffle: StoredRaffle, at now: Timestamp, in database: Connection) throws {
        self.init(now: now, currency: raffle.currency)
        let view = raffle.view
        (hasOrganization, hasVenue) = (view.organizationID != nil, view.venueID != nil)
        (configuredTickets, maxTickets) = (view.configuredTickets, view.maxTickets?.count)
        (salesStart, salesEnd, sellsOnline) = (view.salesStartTime, view.salesEndTime, view.allowsOnlineSales)
        if let venue = try view.venueID.flatMap({ try VenueView.find($0, in: database) }) {
            try take(venue, in: database)
        }
        if let organization = try view.organizationID.flatMap({ try OrganizationView.find($0, in: database) }) {
            try take(organization, without: raffle.id, in: database)
            if let venue = view.venueID {
                let relation = try OrganizationVenueView.find(organization.id, venue, in: database)
                isAuthorized = relation.map { $0.isActive && $0.authorizedDate <= now } ?? false
            }
        }
        packages = try RaffleFacts.packages(of: raffle.id, at: now, in: database)
        prizes = try database.rows(
            """
            SELECT position, COALESCE(value, guaranteed_minimum) FROM prize WHERE raffle = ? AND is_active = 1
            ORDER BY position
            """, raffle.id
        ) { Prize(position: try $0.value(0), sure: try $0.value(1)) }
    }

    private mutating func take(_ venue: VenueView, in database: Connection) throws {
        let line = try Tree.venues.line(from: venue.id, in: database)
        venuesAreActive = try line.allSatisfy { try VenueView.find($0, in: database)?.isActive ?? false }
        venuePermit = try venue.venuePermitID.flatMap { try LicenceView.find($0, in: database) }
        for id in try Tree.jurisdictions.line(from: venue.jurisdictionID, in: database) {
            guard let jurisdiction = try JurisdictionView.find(id, in: database) else { continue }
            var limiter = Limiter(name: jurisdiction.code, isActive: jurisdiction.isActive)
            if let rules = try jurisdiction.currentRegulationsID.flatMap({
                try RegulationsView.find($0, in: database)
            }) {
                limiter.limits = try MoneyLimits(
                    prize: rules.maxPrizeValue, ticket: rules.maxTicketPrice, in: database)
                limiter.hours = rules.maxEventDurationHours?.value
                limiter.allowsOnlineSales = rules.allowsOnlineSales
                limiter.requiresLicences = rules.requiresLicences
            }
            limiters.append(limiter)
        }
    }

    private mutating func take(
        _ organization: OrganizationView, without raffle: ID<Raffle>, in database: Connection
    ) throws {
        organizationIsActive = organization.isActive
        gamingLicence = try organization.gamingLicenseID.flatMap { try LicenceView.find($0, in: database) }
        otherLiveRaffles =
            try database.first(
                """
                SELECT COUNT(*) FROM raffles WHERE organization_id = ? AND state IN ('active','suspended') AND id <> ?
                """, organization.id, raffle
            ) { try $0.value(0) } ?? 0
        guard
            let rules = try organization.currentSettingsID.flatMap({
                try OrganizationSettingsView.find($0, in: database)
            })
        else { return }
        settings = Settings(
            revenueCalculation: rules.defaultRevenueCalculationMethod, maxLiveRaffles: rules.maxConcurrentEvents.value)
        limiters.append(
            Limiter(
                name: "the organization",
                limits: try MoneyLimits(prize: rules.maxPrizeValue, ticket: rules.maxTicketPrice, in: database),
                hours: rules.maxEventDurationHours?.value, allowsOnlineSales: rules.allowsOnlineTicketSales))
    }

    private static func packages(
        of raffle: ID<Raffle>, at now: Timestamp, in database: Connection
    ) throws -> [Package] {
        let offered: [(id: ID<TicketPackage>, tickets: Int64)] = try database.rows(
            """
            SELECT p.id, p.ticket_count FROM raffle_package o JOIN ticket_package p ON p.id = o.package
            WHERE o.raffle = ? AND o.is_active = 1 AND p.is_active = 1 ORDER BY o.display_order, o.id
            """, raffle
        ) { (try $0.value(0), try $0.value(1)) }
        return try offered.map { one in
            let prices = try PackagePrices.from(now, of: one.id, in: database).map(\.price)
            return Package(id: one.id.text, tickets: one.tickets, prices: prices)
        }
    }
}
