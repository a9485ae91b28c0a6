public import Messages
public import Runtime
import Storage

/// Which packages a raffle offers.
enum Offers {
    static let limit = 50

    static func find(
        _ raffle: ID<Raffle>, _ package: ID<TicketPackage>, at now: Timestamp, in database: Connection
    ) throws -> OfferedPackage? {
        guard let stored = try StoredPackage.find(package, in: database) else { return nil }
        let prices = try stored.prices(at: now, in: database)
        return try database.first(
            """
            SELECT id, is_active, display_order, created_at, created_by FROM raffle_package
            WHERE raffle = ? AND package = ?
            """, raffle, package
        ) { row in
            OfferedPackage(
                id: try row.value(0), raffleID: raffle, ticketPackageID: package, name: stored.name,
                description: stored.description, ticketCount: WholeNumber(trusted: stored.tickets), price: prices.price,
                scheduledPrices: prices.later, isActive: try row.value(1, as: Bool.self) && stored.isActive,
                displayOrder: WholeNumber(trusted: try row.value(2)), createdAt: try row.value(3),
                createdBy: try row.value(4))
        }
    }

    static func existing(
        _ raffle: ID<Raffle>, _ package: ID<TicketPackage>, in context: CommandContext
    ) throws -> OfferedPackage {
        guard let found = try find(raffle, package, at: context.now, in: context.database) else {
            throw Rejection.notFound("package of the raffle")
        }
        return found
    }

    static func requireOpen(_ raffle: StoredRaffle) throws {
        guard raffle.view.state.isDraft || raffle.view.state.isSelling else {
            throw RaffleFailure.wrongState.because(
                "packages are offered until sales are closed; this raffle is \(raffle.view.state.rawValue)")
        }
    }

    static func set(
        _ offer: OfferedPackage, isActive: Bool, order: Int64, of raffle: StoredRaffle, in context: CommandContext
    ) throws -> OfferedPackage {
        try context.database.run(
            "UPDATE raffle_package SET is_active = ?, display_order = ? WHERE raffle = ? AND package = ?", isActive,
            order, raffle.id, offer.ticketPackageID)
        let after = try existing(raffle.id, offer.ticketPackageID, in: context)
        if isActive { try RaffleTerms.refuseBroken(raffle, at: context.now, in: context.database) }
        guard after != offer else { return after }
        try tell(offer, after, in: context)
        return after
    }

    static func tell(_ before: OfferedPackage?, _ after: OfferedPackage, in context: CommandContext) throws {
        let event = OfferChanged(before: before, after: after)
        try ElementHistory.tell(event, of: .raffle, after.raffleID, in: context)
        context.touch("raffle/\(after.raffleID)")
    }
}

extension OfferPackage: CommandHandler {
    public static func run(_ request: Request, in context: CommandContext) throws -> OfferedPackage {
        let (raffle, database) = (try RaffleAuthority.acted(on: request.raffleID, in: context), context.database)
        try Offers.requireOpen(raffle)
        guard let package = try StoredPackage.find(request.ticketPackageID, in: database) else {
            throw RaffleFailure.unknownPackage.because("there is no such package", at: "/ticket_package_id")
        }
        guard package.isActive else {
            throw RaffleFailure.switchedOff.because("this package is switched off", at: "/ticket_package_id")
        }
        guard package.organization == raffle.view.organizationID else {
            throw RaffleFailure.anotherOrganization.because(
                "expected a package of the organization whose raffle it is", at: "/ticket_package_id")
        }
        guard package.currency == raffle.currency else {
            throw RaffleFailure.currenciesDiffer.because(
                "this package costs \(package.currency.code); expected \(raffle.currency.code)",
                at: "/ticket_package_id")
        }
        if let former = try Offers.find(raffle.id, package.id, at: context.now, in: database) {
            guard !former.isActive else {
                throw RaffleFailure.alreadyOffered.because("the raffle offers this package", at: "/ticket_package_id")
            }
            return try Offers.set(
                former, isActive: true, order: request.displayOrder?.value ?? former.displayOrder.value, of: raffle,
                in: context)
        }
        let count = try database.first("SELECT COUNT(*) FROM raffle_package WHERE raffle = ?", raffle.id) {
            try $0.value(0, as: Int.self)
        }
        guard (count ?? 0) < Offers.limit else {
            throw RaffleFailure.tooMany.because("a raffle offers at most \(Offers.limit) packages")
        }
        try database.run(
            """
            INSERT INTO raffle_package (id, raffle, package, is_active, display_order, created_at, created_by)
            VALUES (?, ?, ?, 1, ?, ?, ?)
            """, context.newID(RafflePackage.self), raffle.id, package.id,
            request.displayOrder?.value ?? package.displayOrder, context.now, try context.user().user)
        try RaffleTerms.refuseBroken(raffle, at: context.now, in: database)
        let made = try Offers.existing(raffle.id, package.id, in: context)
        try Offers.tell(nil, made, in: context)
        return made
    }
}

extension ChangeOffer: CommandHandler {
    public static func run(_ request: Request, in context: CommandContext) throws -> OfferedPackage {
        let raffle = try RaffleAuthority.acted(on: request.raffleID, in: context)
        try Offers.requireOpen(raffle)
        let former = try Offers.existing(raffle.id, request.packageID, in: context)
        return try Offers.set(
            former, isActive: request.isActive ?? former.isActive,
            order: request.displayOrder?.value ?? former.displayOrder.value, of: raffle, in: context)
    }
}

extension WithdrawOffer: CommandHandler {
    public static func run(_ request: Request, in context: CommandContext) throws -> OfferedPackage {
        let raffle = try RaffleAuthority.acted(on: request.raffleID, in: context)
        try Offers.requireOpen(raffle)
        let former = try Offers.existing(raffle.id, request.packageID, in: context)
        return try Offers.set(
            former, isActive: false, order: former.displayOrder.value, of: raffle, in: context)
    }
}

extension ListOffers: QueryHandler {
    public static func run(_ request: Request, in context: QueryContext) throws -> Reply {
        let (raffle, database) = (try StoredRaffle.seen(request.raffleID, in: context), context.database)
        let packages: [ID<TicketPackage>] = try database.rows(
            "SELECT package FROM raffle_package WHERE raffle = ? ORDER BY display_order, id LIMIT ?", raffle.id,
            Offers.limit
        ) { try $0.value(0) }
        let seesAll = context.caller.sees(behind: raffle.view)
        let offers = try packages.compactMap { try Offers.find(raffle.id, $0, at: context.now, in: database) }
        return Page(items: offers.filter { $0.isActive || seesAll }, next: nil)
    }
}
