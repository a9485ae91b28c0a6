public import Messages
public import Runtime
import Storage

extension PerkView {
    static func find(_ id: ID<Perk>, in database: Connection) throws -> PerkView? {
        try database.first(
            """
            SELECT id, raffle, name, description, package, stock, granted, is_active, created_at, created_by, updated_at,
                updated_by
            FROM perk WHERE id = ?
            """, id
        ) { row in
            PerkView(
                id: try row.value(0), raffleID: try row.value(1), name: try row.value(2),
                description: try row.value(3), ticketPackageID: try row.value(4),
                stock: WholeNumber(trusted: try row.value(5)), granted: try row.value(6), isActive: try row.value(7),
                createdAt: try row.value(8), createdBy: try row.value(9), updatedAt: try row.value(10),
                updatedBy: try row.value(11))
        }
    }

    fileprivate func keep(insteadOf former: PerkView?, in context: CommandContext) throws {
        try context.database.run(
            """
            INSERT INTO perk (id, raffle, name, description, package, stock, granted, is_active, created_at, created_by,
                updated_at, updated_by)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (id) DO UPDATE SET name = excluded.name, description = excluded.description,
                stock = excluded.stock, is_active = excluded.is_active, updated_at = excluded.updated_at,
                updated_by = excluded.updated_by
            """, id, raffleID, name, description, ticketPackageID, stock.value, granted, isActive, createdAt, createdBy,
            updatedAt, updatedBy)
        let told = try ElementHistory.tell(
            PerkChanged(before: former, after: self), of: .raffle, raffleID, in: context)
        try ElementHistory.note(told, of: .perk, id, in: context.database)
    }
}

enum Perks {
    static let limit = 200

    static func open(_ id: ID<Raffle>, in context: CommandContext) throws -> StoredRaffle {
        let raffle = try RaffleAuthority.acted(on: id, in: context)
        try Offers.requireOpen(raffle)
        return raffle
    }
}

extension CreatePerk: CommandHandler {
    public static func run(_ request: Request, in context: CommandContext) throws -> PerkView {
        let (raffle, user) = (try Perks.open(request.raffleID, in: context), try context.user().user)
        if let package = request.ticketPackageID,
            try Offers.find(raffle.id, package, at: context.now, in: context.database) == nil
        {
            throw RaffleFailure.unknownPackage.because(
                "expected a package that the raffle offers", at: "/ticket_package_id")
        }
        let count = try context.database.first("SELECT COUNT(*) FROM perk WHERE raffle = ?", raffle.id) {
            try $0.value(0, as: Int.self)
        }
        guard (count ?? 0) < Perks.limit else {
            throw RaffleFailure.tooMany.because("a raffle has at most \(Perks.limit) perks")
        }
        let new = PerkView(
            id: context.newID(), raffleID: raffle.id, name: request.name.text, description: request.description?.text,
            ticketPackageID: request.ticketPackageID, stock: request.stock, granted: 0, isActive: true,
            createdAt: context.now, createdBy: user, updatedAt: context.now, updatedBy: user)
        try new.keep(insteadOf: nil, in: context)
        return new
    }
}

extension ChangePerk: CommandHandler {
    public static func run(_ request: Request, in context: CommandContext) throws -> PerkView {
        let raffle = try Perks.open(request.raffleID, in: context)
        guard let former = try PerkView.find(request.perkID, in: context.database), former.raffleID == raffle.id else {
            throw Rejection.notFound("perk of the raffle")
        }
        var new = former
        new.name = request.name?.text ?? new.name
        new.description = request.description.applied(to: new.description.map(Note.init(trusted:)))?.text
        new.stock = request.stock ?? new.stock
        new.isActive = request.isActive ?? new.isActive
        guard new.stock.value >= new.granted else {
            throw RaffleFailure.outOfRange.because("buyers have \(new.granted) already", at: "/stock")
        }
        guard new != former else { return former }
        (new.updatedAt, new.updatedBy) = (context.now, try context.user().user)
        try new.keep(insteadOf: former, in: context)
        return new
    }
}

extension ListPerks: QueryHandler {
    public static func run(_ request: Request, in context: QueryContext) throws -> Reply {
        let (raffle, database) = (try StoredRaffle.seen(request.raffleID, in: context), context.database)
        let (before, seesAll) = (
            try Paging.before(request.cursor) as ID<Perk>, context.caller.sees(behind: raffle.view)
        )
        return try Listing.page(
            request.limit, of: Perk.self, { try PerkView.find($0, in: database) },
            where: { $0.isActive || seesAll },
            candidates: { visit in
                try database.each(
                    "SELECT id FROM perk WHERE raffle = ? AND id < ? ORDER BY id DESC", raffle.id, before, read: visit)
            })
    }
}
