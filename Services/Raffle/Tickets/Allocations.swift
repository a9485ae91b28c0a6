public import Messages
public import Runtime
import Storage

enum Allocations {
    /// How many ranges of a raffle may be set apart at once.
    static let limit = 1000

    static func requireOpen(_ raffle: StoredRaffle) throws {
        guard raffle.view.state == .configured || raffle.view.state.isSelling else {
            throw TicketFailure.wrongState.because(
                "ranges are set apart from configuration to the end of sales; this raffle is \(raffle.view.state.rawValue)"
            )
        }
    }

    static func existing(_ id: ID<TicketRange>, of raffle: ID<Raffle>, in database: Connection) throws -> AllocationView
    {
        guard let found = try StoredRange.find(id, in: database) else { throw Rejection.notFound("allocation") }
        return found.view(of: raffle)
    }

    /// Which places are sold on-line, one interval after another: the ranges for that, or else what is in no range.
    static func onlinePlaces(of book: TicketBook, in database: Connection) throws -> [ClosedRange<Int64>] {
        let active: [(kind: RangeKind, start: Int64, end: Int64)] = try database.rows(
            """
            SELECT kind, start_number, end_number FROM ticket_range WHERE book = ? AND is_active = 1
            ORDER BY start_number
            """, book.number
        ) { (try $0.value(0), try $0.value(1), try $0.value(2)) }
        let online = active.filter { $0.kind == .online }.map { $0.start...$0.end }
        guard online.isEmpty else { return online }
        var (free, next): ([ClosedRange<Int64>], Int64) = ([], 1)
        for range in active {
            if next < range.start { free.append(next...range.start - 1) }
            next = range.end + 1
        }
        if next <= book.size { free.append(next...book.size) }
        return free
    }

    /// The next places that can be sold on-line; fewer than asked for where there are no more.
    static func next(_ count: Int, of book: TicketBook, in database: Connection) throws -> [Int64] {
        var found: [Int64] = []
        for places in try onlinePlaces(of: book, in: database) where found.count < count {
            found += try database.rows(
                """
                SELECT place FROM ticket WHERE book = ? AND state = 'available' AND place BETWEEN ? AND ?
                ORDER BY place LIMIT ?
                """, book.number, places.lowerBound, places.upperBound, count - found.count
            ) { try $0.value(0) }
        }
        return found
    }
}

extension AllocateTickets: CommandHandler {
    public static func run(_ request: Request, in context: CommandContext) throws -> AllocationView {
        let (raffle, database) = (try RaffleAuthority.acted(on: request.raffleID, in: context), context.database)
        try Allocations.requireOpen(raffle)
        guard let book = try TicketBook.find(raffle.id, in: database) else {
            throw Rejection.notFound("book of tickets")
        }
        switch request.kind {
        case .online, .reserve: break
        case .unit: throw TicketFailure.unknownUnit.because("there is no such selling unit", at: "/rsu_id")
        case .unknown: throw TicketFailure.unknownKind.because("expected unit, online or reserve", at: "/kind")
        }
        let (start, end) = (request.startNumber.value, request.endNumber.value)
        guard start <= end, end <= book.size else {
            throw TicketFailure.outOfRange.because(
                "expected a range from 1 to \(book.size) that ends where it begins or later", at: "/end_number")
        }
        let (count, other): (Int, ID<TicketRange>?) =
            try database.first(
                """
                SELECT (SELECT COUNT(*) FROM ticket_range WHERE book = ?1 AND is_active = 1),
                    (SELECT id FROM ticket_range WHERE book = ?1 AND is_active = 1 AND start_number <= ?3
                        AND end_number >= ?2 LIMIT 1)
                """, book.number, start, end
            ) { (try $0.value(0), try $0.value(1)) } ?? (0, nil)
        if let other {
            throw TicketFailure.rangesOverlap.because(
                "allocation \(other) has some of these numbers", at: "/start_number")
        }
        guard count < Allocations.limit else {
            throw TicketFailure.tooMany.because("a raffle has at most \(Allocations.limit) ranges; give one back first")
        }
        let id = context.newID(TicketRange.self)
        try database.run(
            """
            INSERT INTO ticket_range (id, book, kind, start_number, end_number, allocated_at, allocated_by, is_active)
            VALUES (?, ?, ?, ?, ?, ?, ?, 1)
            """, id, book.number, request.kind, start, end, context.now, try context.user().user)
        let made = try Allocations.existing(id, of: raffle.id, in: database)
        try ElementHistory.tell(AllocationChanged(after: made), of: .raffle, raffle.id, in: context)
        return made
    }
}

extension DeallocateTickets: CommandHandler {
    public static func run(_ request: Request, in context: CommandContext) throws -> AllocationView {
        try RaffleAuthority.refuseStrangers(in: context)
        let database = context.database
        guard let range = try StoredRange.find(request.allocationID, in: database),
            let book = try TicketBook.find(number: range.book, in: database)
        else { throw Rejection.notFound("allocation") }
        let raffle = try RaffleAuthority.acted(on: book.raffle, in: context)
        guard range.isActive else {
            throw TicketFailure.wrongState.because("this range was given back")
        }
        try Allocations.requireOpen(raffle)
        try database.run(
            "UPDATE ticket_range SET is_active = 0, deallocated_at = ?, deallocated_by = ? WHERE number = ?",
            context.now, try context.user().user, range.number)
        let after = try Allocations.existing(range.id, of: raffle.id, in: database)
        try ElementHistory.tell(
            AllocationChanged(before: range.view(of: raffle.id), after: after), of: .raffle, raffle.id, in: context)
        return after
    }
}

extension ListAllocations: QueryHandler {
    public static func run(_ request: Request, in context: QueryContext) throws -> Reply {
        let database = context.database
        guard let book = try TicketReading.book(of: request.raffleID, in: context) else {
            return Page(items: [], next: nil)
        }
        var sieve = Sieve<AllocationView>(limit: Paging.limit(request.limit))
        try database.each(
            "SELECT number FROM ticket_range WHERE book = ? AND number < ? ORDER BY number DESC", book.number,
            try Listing.before(request.cursor)
        ) { row in
            let number: Int64 = try row.value(0)
            return try sieve.take(String(number)) {
                guard let range = try StoredRange.find(number: number, in: database),
                    request.kind.map({ $0 == range.kind }) ?? true,
                    request.isActive.map({ $0 == range.isActive }) ?? true
                else { return nil }
                return range.view(of: book.raffle)
            }
        }
        return Page(items: sieve.found, next: sieve.next)
    }
}
