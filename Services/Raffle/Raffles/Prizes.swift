public import Messages
public import Runtime
import Storage

extension PrizeView {
    static func find(_ id: ID<Prize>, in database: Connection) throws -> PrizeView? {
        try database.first(
            """
            SELECT p.id, raffle, p.name, p.description, prize_type, value, percentage_points, guaranteed_minimum, position,
                winner_count, is_active, p.created_at, p.created_by, p.updated_at, p.updated_by, currency, scale
            FROM prize p JOIN raffles r ON r.id = raffle WHERE p.id = ?
            """, id
        ) { row in
            let currency = Currency(code: try row.value(15), scale: try row.value(16))
            func money(_ amount: Amount?) -> Money? { amount.map { Money($0, currency) } }
            return PrizeView(
                id: try row.value(0), raffleID: try row.value(1), name: try row.value(2),
                description: try row.value(3), prizeType: try row.value(4), value: money(try row.value(5)),
                percentage: try row.value(6, as: Int64?.self).map { BasisPoints.percent($0) },
                guaranteedMinimum: money(try row.value(7)), position: WholeNumber(trusted: try row.value(8)),
                winnerCount: WholeNumber(trusted: try row.value(9)), isActive: try row.value(10),
                createdAt: try row.value(11), createdBy: try row.value(12), updatedAt: try row.value(13),
                updatedBy: try row.value(14))
        }
    }

    /// A raffle's prizes by their places.
    static func all(of raffle: ID<Raffle>, in database: Connection) throws -> [PrizeView] {
        let ids: [ID<Prize>] = try database.rows(
            "SELECT id FROM prize WHERE raffle = ? AND is_active = 1 ORDER BY position", raffle
        ) { try $0.value(0) }
        return try ids.compactMap { try find($0, in: database) }
    }
}

enum Prizes {
    static let limit = 200

    /// The raffle, for one who may change what is won in it.
    static func open(_ id: ID<Raffle>, in context: CommandContext) throws -> StoredRaffle {
        let raffle = try RaffleAuthority.acted(on: id, in: context)
        guard raffle.view.state.isDraft else {
            throw RaffleFailure.fixed.because(
                "prizes stay once a raffle is activated; this is \(raffle.view.state.rawValue)")
        }
        return raffle
    }

    static func existing(_ id: ID<Prize>, of raffle: StoredRaffle, in context: CommandContext) throws -> PrizeView {
        guard let found = try PrizeView.find(id, in: context.database), found.raffleID == raffle.id, found.isActive
        else { throw Rejection.notFound("prize of the raffle") }
        return found
    }

    static func keep(
        _ prize: PrizeView, insteadOf former: PrizeView?, of raffle: StoredRaffle, in context: CommandContext
    ) throws -> PrizeView {
        var new = prize
        let currency = raffle.currency
        let value = try new.value?.positive(in: currency, at: "/value")
        let minimum = try new.guaranteedMinimum?.positive(in: currency, at: "/guaranteed_minimum")
        let points = try new.percentage.map { try BasisPoints.of($0, at: "/percentage", 1...10_000) }
        try checkForm(new, value, points, minimum)
        (new.value, new.guaranteedMinimum) = (value.map { Money($0, currency) }, minimum.map { Money($0, currency) })
        new.percentage = points.map { BasisPoints.percent($0) }
        guard new != former else { return new }
        let isTaken = try context.database.first(
            "SELECT 1 FROM prize WHERE raffle = ? AND position = ? AND is_active = 1 AND id <> ?", raffle.id,
            new.position.value, new.id
        ) { _ in true }
        guard isTaken == nil || !new.isActive else {
            throw RaffleFailure.positionTaken.because("another prize has this place", at: "/position")
        }
        (new.updatedAt, new.updatedBy) = (context.now, try context.user().user)
        try store(new, value, points, minimum, in: context.database)
        try checkShares(of: raffle, in: context.database)
        try RaffleTerms.refuseBroken(raffle, at: context.now, in: context.database)
        let told = try ElementHistory.tell(
            PrizeChanged(before: former, after: new), of: .raffle, raffle.id, in: context)
        try ElementHistory.note(told, of: .prize, new.id, in: context.database)
        return new
    }

    private static func checkForm(
        _ prize: PrizeView, _ value: Amount?, _ points: Int64?, _ minimum: Amount?
    ) throws {
        let isRight =
            switch prize.prizeType {
            case .fixed: value != nil && points == nil && minimum == nil
            case .percentage: value == nil && points != nil
            case .unknown: false
            }
        guard isRight else {
            throw RaffleFailure.wrongPrize.because(
                "expected a value for a fixed prize, and a percentage, with a guaranteed minimum or not, for the other",
                at: "/prize_type")
        }
    }

    /// All winners together get no more than the whole revenue by percentage.
    private static func checkShares(of raffle: StoredRaffle, in database: Connection) throws {
        let points = try database.first(
            "SELECT COALESCE(SUM(percentage_points * winner_count), 0) FROM prize WHERE raffle = ? AND is_active = 1",
            raffle.id
        ) { try $0.value(0, as: Int64.self) }
        guard (points ?? 0) <= 10_000 else {
            throw RaffleFailure.outOfRange.because(
                "all winners together would get more than 100 percent", at: "/percentage")
        }
    }

    private static func store(
        _ prize: PrizeView, _ value: Amount?, _ points: Int64?, _ minimum: Amount?, in database: Connection
    ) throws {
        try database.run(
            """
            INSERT INTO prize (id, raffle, name, description, prize_type, value, percentage_points, guaranteed_minimum,
                position, winner_count, is_active, created_at, created_by, updated_at, updated_by)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (id) DO UPDATE SET name = excluded.name, description = excluded.description,
                prize_type = excluded.prize_type, value = excluded.value,
                percentage_points = excluded.percentage_points, guaranteed_minimum = excluded.guaranteed_minimum,
                position = excluded.position, winner_count = excluded.winner_count, is_active = excluded.is_active,
                updated_at = excluded.updated_at, updated_by = excluded.updated_by
            """, prize.id, prize.raffleID, prize.name, prize.description, prize.prizeType, value, points, minimum,
            prize.position.value, prize.winnerCount.value, prize.isActive, prize.createdAt, prize.createdBy,
            prize.updatedAt, prize.updatedBy)
    }
}

extension CreatePrize: CommandHandler {
    public static func run(_ request: Request, in context: CommandContext) throws -> PrizeView {
        let (raffle, user) = (try Prizes.open(request.raffleID, in: context), try context.user().user)
        let (count, last): (Int, Int64) =
            try context.database.first(
                "SELECT COUNT(*), COALESCE(MAX(position), 0) FROM prize WHERE raffle = ? AND is_active = 1", raffle.id
            ) { (try $0.value(0), try $0.value(1)) } ?? (0, 0)
        guard count < Prizes.limit else {
            throw RaffleFailure.tooMany.because("a raffle has at most \(Prizes.limit) prizes")
        }
        guard let position = request.position ?? WholeNumber(last + 1) else {
            throw RaffleFailure.positionTaken.because("expected a place that is free", at: "/position")
        }
        let new = PrizeView(
            id: context.newID(), raffleID: raffle.id, name: request.name.text, description: request.description?.text,
            prizeType: request.prizeType, value: request.value, percentage: request.percentage,
            guaranteedMinimum: request.guaranteedMinimum, position: position,
            winnerCount: request.winnerCount ?? WholeNumber(trusted: 1), isActive: true, createdAt: context.now,
            createdBy: user, updatedAt: context.now, updatedBy: user)
        return try Prizes.keep(new, insteadOf: nil, of: raffle, in: context)
    }
}

extension ChangePrize: CommandHandler {
    public static func run(_ request: Request, in context: CommandContext) throws -> PrizeView {
        let raffle = try Prizes.open(request.raffleID, in: context)
        let former = try Prizes.existing(request.prizeID, of: raffle, in: context)
        var new = former
        new.name = request.name?.text ?? new.name
        new.description = request.description.applied(to: new.description.map(Note.init(trusted:)))?.text
        new.prizeType = request.prizeType ?? new.prizeType
        new.value = request.value.applied(to: new.value)
        new.percentage = request.percentage.applied(to: new.percentage)
        new.guaranteedMinimum = request.guaranteedMinimum.applied(to: new.guaranteedMinimum)
        new.position = request.position ?? new.position
        new.winnerCount = request.winnerCount ?? new.winnerCount
        return try Prizes.keep(new, insteadOf: former, of: raffle, in: context)
    }
}

extension DropPrize: CommandHandler {
    public static func run(_ request: Request, in context: CommandContext) throws -> PrizeView {
        let raffle = try Prizes.open(request.raffleID, in: context)
        let former = try Prizes.existing(request.prizeID, of: raffle, in: context)
        var new = former
        new.isActive = false
        return try Prizes.keep(new, insteadOf: former, of: raffle, in: context)
    }
}

extension ListPrizes: QueryHandler {
    public static func run(_ request: Request, in context: QueryContext) throws -> Reply {
        let (raffle, database) = (try StoredRaffle.seen(request.raffleID, in: context), context.database)
        let limit = Paging.limit(request.limit)
        let ids: [ID<Prize>] = try database.rows(
            "SELECT id FROM prize WHERE raffle = ? AND is_active = 1 AND position > ? ORDER BY position LIMIT ?",
            raffle.id, try Paging.after(request.cursor), limit + 1
        ) { try $0.value(0) }
        let page = Paging.page(try ids.compactMap { try PrizeView.find($0, in: database) }, limit: limit) {
            String($0.position.value)
        }
        return Page(items: page.items, next: page.next)
    }
}
