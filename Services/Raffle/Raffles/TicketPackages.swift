public import Messages
public import Runtime
import Storage

extension CreateTicketPackage: CommandHandler {
    public static func run(_ request: Request, in context: CommandContext) throws -> TicketPackageView {
        let (user, database) = (try RaffleAuthority.act(for: request.organizationID, in: context), context.database)
        guard try OrganizationView.find(request.organizationID, in: database) != nil else {
            throw RaffleFailure.unknownOrganization.because("there is no such organization", at: "/organization_id")
        }
        guard let currency = try CurrencyTable.find(request.price.currency.text, in: database) else {
            throw RaffleFailure.unknownCurrency.because(
                "there is no currency \(request.price.currency.text) here", at: "/price/currency")
        }
        let package = StoredPackage(
            id: context.newID(), organization: request.organizationID, name: request.name.text,
            description: request.description?.text, tickets: request.ticketCount.value, currency: currency,
            isActive: true, displayOrder: request.displayOrder?.value ?? 0, createdAt: context.now, createdBy: user,
            updatedAt: context.now, updatedBy: user)
        try package.store(in: database)
        let price = try request.price.amount(in: currency, at: "/price")
        try PackagePrices.set(price, of: package.id, from: context.now, by: user, in: context)
        try PackagePrices.schedule(
            request.scheduledPrices?.items ?? [], of: package.id, in: currency, by: user, in: context)
        let made = try package.view(at: context.now, in: database)
        try ElementHistory.tell(TicketPackageChanged(after: made), of: .ticketPackage, package.id, in: context)
        return made
    }
}

extension ChangeTicketPackage: CommandHandler {
    public static func run(_ request: Request, in context: CommandContext) throws -> TicketPackageView {
        let database = context.database
        try RaffleAuthority.refuseStrangers(in: context)
        var package = try StoredPackage.existing(request.packageID, in: database)
        let user = try RaffleAuthority.act(for: package.organization, in: context)
        let before = try package.view(at: context.now, in: database)
        package.name = request.name?.text ?? package.name
        package.description = request.description.applied(to: package.description.map(Note.init(trusted:)))?.text
        package.isActive = request.isActive ?? package.isActive
        package.displayOrder = request.displayOrder?.value ?? package.displayOrder
        if let price = request.price, price != before.price {
            try PackagePrices.set(
                try price.amount(in: package.currency, at: "/price"), of: package.id, from: context.now, by: user,
                in: context)
        }
        if let prices = request.scheduledPrices {
            try PackagePrices.schedule(prices.items, of: package.id, in: package.currency, by: user, in: context)
        }
        try package.store(in: database)
        if try package.view(at: context.now, in: database) == before { return before }
        (package.updatedAt, package.updatedBy) = (context.now, user)
        try package.store(in: database)
        try refuseExpensive(package.id, in: context)
        let after = try package.view(at: context.now, in: database)
        try ElementHistory.tell(
            TicketPackageChanged(before: before, after: after), of: .ticketPackage, package.id, in: context)
        return after
    }

    /// Raffles that sell the package go on to be allowed to.
    private static func refuseExpensive(_ package: ID<TicketPackage>, in context: CommandContext) throws {
        let raffles: [ID<Raffle>] = try context.database.rows(
            """
            SELECT r.id FROM raffle_package o JOIN raffles r ON r.id = o.raffle
            WHERE o.package = ? AND o.is_active = 1 AND r.state IN ('active','suspended') LIMIT 1000
            """, package
        ) { try $0.value(0) }
        for id in raffles {
            let raffle = try StoredRaffle.existing(id, in: context.database)
            let broken = try RaffleFacts(of: raffle, at: context.now, in: context.database).broken
            let dear = broken.filter { $0.rule == .ticketTooExpensive && $0.pointer.hasSuffix(package.text) }
            guard dear.isEmpty else {
                throw RaffleFailure.because(
                    dear.map { BrokenRule(rule: $0.rule, pointer: "/price", detail: $0.detail) })
            }
        }
    }
}

extension GetTicketPackage: QueryHandler {
    public static func run(_ request: Request, in context: QueryContext) throws -> TicketPackageView {
        try Staff.look(in: context)
        let package = try StoredPackage.existing(request.packageID, in: context.database)
        try Staff.look(at: package.organization, in: context)
        return try package.view(at: context.now, in: context.database)
    }
}

extension ListTicketPackages: QueryHandler {
    public static func run(_ request: Request, in context: QueryContext) throws -> Reply {
        try Staff.look(at: request.organizationID, in: context)
        let (database, before) = (context.database, try Paging.before(request.cursor) as ID<TicketPackage>)
        return try Listing.page(
            request.limit, of: TicketPackage.self,
            { try StoredPackage.find($0, in: database)?.view(at: context.now, in: database) },
            where: { one in request.isActive.map { $0 == one.isActive } ?? true },
            candidates: { visit in
                if let organization = request.organizationID {
                    try database.each(
                        "SELECT id FROM ticket_package WHERE organization_id = ? AND id < ? ORDER BY id DESC",
                        organization, before, read: visit)
                } else {
                    try database.each(
                        "SELECT id FROM ticket_package WHERE id < ? ORDER BY id DESC", before, read: visit)
                }
            })
    }
}

extension ListPackagePrices: QueryHandler {
    public static func run(_ request: Request, in context: QueryContext) throws -> Reply {
        try Staff.look(in: context)
        let package = try StoredPackage.existing(request.packageID, in: context.database)
        try Staff.look(at: package.organization, in: context)
        let limit = Paging.limit(request.limit)
        let found: [(number: Int64, price: PackagePrice)] = try context.database.rows(
            """
            SELECT number, price, starts_at, set_at, set_by, withdrawn_at FROM package_price
            WHERE package = ? AND number < ? ORDER BY number DESC LIMIT ?
            """, package.id, try Listing.before(request.cursor), limit + 1
        ) { row in
            let price = PackagePrice(
                price: Money(try row.value(1), package.currency), startsAt: try row.value(2), setAt: try row.value(3),
                setBy: try row.value(4), withdrawnAt: try row.value(5))
            return (try row.value(0), price)
        }
        let page = Paging.page(found, limit: limit) { String($0.number) }
        return Page(items: page.items.map(\.price), next: page.next)
    }
}
