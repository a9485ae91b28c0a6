public import Messages
public import Runtime
import Storage

/// A ticket's row.
struct StoredTicket {
    let book: Int64
    let place: Int64
    let drawNumber: Int64
    let state: TicketState
    let range: Int64?
    let soldAt: Timestamp?
    let voidedAt: Timestamp?
    let voidedBy: ID<User>?
    let voidedReason: String?
    let updatedAt: Timestamp?

    static func find(_ place: Int64, of book: TicketBook, in database: Connection) throws -> StoredTicket? {
        try database.first(
            """
            SELECT book, place, draw_number, state, range, sold_at, voided_at, voided_by, voided_reason, updated_at
            FROM ticket WHERE book = ? AND place = ?
            """, book.number, place
        ) { try StoredTicket($0) }
    }

    init(_ row: borrowing Row) throws {
        (book, place, drawNumber) = (try row.value(0), try row.value(1), try row.value(2))
        (state, range, soldAt) = (try row.value(3), try row.value(4), try row.value(5))
        (voidedAt, voidedBy, voidedReason) = (try row.value(6), try row.value(7), try row.value(8))
        updatedAt = try row.value(9)
    }

    func view(of book: TicketBook, in database: Connection) throws -> TicketView {
        let range = try range.flatMap { try StoredRange.find(number: $0, in: database) }
        return TicketView(
            id: TicketIDs.of(book.raffle, place), raffleID: book.raffle, drawNumber: drawNumber, place: place,
            state: state, allocationID: range?.id, allocatedAt: range?.allocatedAt, soldAt: soldAt, voidedAt: voidedAt,
            voidedBy: voidedBy, voidedReason: voidedReason, createdAt: book.createdAt,
            updatedAt: updatedAt ?? book.createdAt)
    }
}

extension ListTickets: QueryHandler {
    public static func run(_ request: Request, in context: QueryContext) throws -> Reply {
        guard request.state != .unknown else {
            throw Rejection.field("/state", "invalid_format", "expected a state that tickets have")
        }
        let database = context.database
        guard let book = try TicketReading.book(of: request.raffleID, in: context) else {
            return Page(items: [], next: nil)
        }
        let (after, limit) = (try Paging.after(request.cursor), Paging.limit(request.limit))
        var found: [StoredTicket]
        if let number = request.drawNumber?.value {
            found = try database.rows(
                """
                SELECT book, place, draw_number, state, range, sold_at, voided_at, voided_by, voided_reason, updated_at
                FROM ticket WHERE book = ? AND draw_number = ? AND place > ?
                """, book.number, number, after
            ) { try StoredTicket($0) }
            found = found.filter { request.state == nil || $0.state == request.state }
        } else if request.state == .available {
            found = try database.rows(
                """
                SELECT book, place, draw_number, state, range, sold_at, voided_at, voided_by, voided_reason, updated_at
                FROM ticket WHERE book = ? AND state = 'available' AND place > ? ORDER BY place LIMIT ?
                """, book.number, after, limit + 1
            ) { try StoredTicket($0) }
        } else if let state = request.state {
            found = try database.rows(
                """
                SELECT book, place, draw_number, state, range, sold_at, voided_at, voided_by, voided_reason, updated_at
                FROM ticket WHERE book = ? AND state = ? AND state <> 'available' AND place > ? ORDER BY place LIMIT ?
                """, book.number, state, after, limit + 1
            ) { try StoredTicket($0) }
        } else {
            found = try database.rows(
                """
                SELECT book, place, draw_number, state, range, sold_at, voided_at, voided_by, voided_reason, updated_at
                FROM ticket WHERE book = ? AND place > ? ORDER BY place LIMIT ?
                """, book.number, after, limit + 1
            ) { try StoredTicket($0) }
        }
        let page = Paging.page(found, limit: limit) { String($0.place) }
        return Page(items: try page.items.map { try $0.view(of: book, in: database) }, next: page.next)
    }
}

enum TicketReading {
    /// A raffle's book, for one who may see its tickets; nil where there are none yet.
    static func book(of raffle: ID<Raffle>, in context: QueryContext) throws -> TicketBook? {
        try Staff.look(in: context)
        let found = try StoredRaffle.existing(raffle, in: context.database)
        try Staff.look(at: found.view.organizationID, in: context)
        return try TicketBook.find(raffle, in: context.database)
    }
}

extension GetTicket: QueryHandler {
    public static func run(_ request: Request, in context: QueryContext) throws -> TicketView {
        try Staff.look(in: context)
        let database = context.database
        guard let raffle = try TicketIDs.raffle(of: request.ticketID, in: database),
            let book = try TicketReading.book(of: raffle, in: context),
            let ticket = try StoredTicket.find(TicketIDs.place(of: request.ticketID), of: book, in: database)
        else { throw Rejection.notFound("ticket") }
        return try ticket.view(of: book, in: database)
    }
}

extension ReadTicketCounts: QueryHandler {
    public static func run(_ request: Request, in context: QueryContext) throws -> TicketCounts {
        try TicketReading.book(of: request.raffleID, in: context)?.counts
            ?? TicketCounts(
                total: 0, available: 0, pending: 0, allocated: 0, sold: 0, voided: 0, winner: 0, claimed: 0)
    }
}
