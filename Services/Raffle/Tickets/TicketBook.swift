import Messages
import Runtime
import Storage

/// A raffle's tickets as a whole: how many there are in each state. Whoever changes tickets' states counts here, in the same
/// transaction, by `move`.
struct TicketBook {
    let number: Int64
    let raffle: ID<Raffle>
    let size: Int64
    let key: [UInt8]
    let createdAt: Timestamp
    let counts: TicketCounts

    static func find(_ raffle: ID<Raffle>, in database: Connection) throws -> TicketBook? {
        try database.first(
            """
            SELECT number, raffle, size, key, created_at, available, pending, allocated, sold, voided, winner, claimed
            FROM ticket_book WHERE raffle = ?
            """, raffle, read: read)
    }

    static func find(number: Int64, in database: Connection) throws -> TicketBook? {
        try database.first(
            """
            SELECT number, raffle, size, key, created_at, available, pending, allocated, sold, voided, winner, claimed
            FROM ticket_book WHERE number = ?
            """, number, read: read)
    }

    private static func read(_ row: borrowing Row) throws -> TicketBook {
        let counts = TicketCounts(
            total: try row.value(2), available: try row.value(5), pending: try row.value(6),
            allocated: try row.value(7), sold: try row.value(8), voided: try row.value(9), winner: try row.value(10),
            claimed: try row.value(11))
        return TicketBook(
            number: try row.value(0), raffle: try row.value(1), size: try row.value(2), key: try row.value(3),
            createdAt: try row.value(4), counts: counts)
    }

    static func make(for raffle: ID<Raffle>, _ size: Int64, in context: CommandContext) throws -> TicketBook {
        try context.database.run(
            "INSERT INTO ticket_book (raffle, size, key, created_at) VALUES (?, ?, ?, ?)", raffle, size,
            context.randomBytes(32), context.now)
        guard let book = try find(raffle, in: context.database) else { throw Rejection.notFound("book of tickets") }
        return book
    }

    /// Counts tickets that went from one state to another; nil for those that were just made.
    func move(_ count: Int, from: TicketState?, to state: TicketState, in database: Connection) throws {
        func change(_ one: TicketState) -> Int {
            (one == state ? count : 0) - (one == from ? count : 0)
        }
        try database.run(
            """
            UPDATE ticket_book SET available = available + ?, pending = pending + ?, allocated = allocated + ?,
                sold = sold + ?, voided = voided + ?, winner = winner + ?, claimed = claimed + ?
            WHERE number = ?
            """, change(.available), change(.pending), change(.allocated), change(.sold), change(.voided),
            change(.winner), change(.claimed), number)
    }
}

/// The ids of tickets: their raffle's, with the place in its last four bytes.
enum TicketIDs {
    static func of(_ raffle: ID<Raffle>, _ place: Int64) -> ID<Ticket> {
        ID(high: raffle.high, low: raffle.low & ~0xffff_ffff | UInt64(UInt32(truncatingIfNeeded: place)))
    }

    static func place(of ticket: ID<Ticket>) -> Int64 { Int64(ticket.low & 0xffff_ffff) }

    static func raffle(of ticket: ID<Ticket>, in database: Connection) throws -> ID<Raffle>? {
        try database.first(
            "SELECT id FROM raffles WHERE substr(id, 1, 12) = ?", Array(ticket.bytes.prefix(12))
        ) { try $0.value(0) }
    }
}
