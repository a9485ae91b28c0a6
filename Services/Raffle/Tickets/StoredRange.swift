import Messages
import Runtime
import Storage

/// A range's row.
struct StoredRange {
    let number: Int64
    let id: ID<TicketRange>
    let book: Int64
    let kind: RangeKind
    let start: Int64
    let end: Int64
    let sold: Int64
    let voided: Int64
    let allocatedAt: Timestamp
    let allocatedBy: ID<User>
    let deallocatedAt: Timestamp?
    let deallocatedBy: ID<User>?
    let isActive: Bool

    static func find(number: Int64, in database: Connection) throws -> StoredRange? {
        try database.first(
            """
            SELECT number, id, book, kind, start_number, end_number, tickets_sold, tickets_voided, allocated_at,
                allocated_by, deallocated_at, deallocated_by, is_active
            FROM ticket_range WHERE number = ?
            """, number, read: read)
    }

    static func find(_ id: ID<TicketRange>, in database: Connection) throws -> StoredRange? {
        try database.first(
            """
            SELECT number, id, book, kind, start_number, end_number, tickets_sold, tickets_voided, allocated_at,
                allocated_by, deallocated_at, deallocated_by, is_active
            FROM ticket_range WHERE id = ?
            """, id, read: read)
    }

    private static func read(_ row: borrowing Row) throws -> StoredRange {
        StoredRange(
            number: try row.value(0), id: try row.value(1), book: try row.value(2), kind: try row.value(3),
            start: try row.value(4), end: try row.value(5), sold: try row.value(6), voided: try row.value(7),
            allocatedAt: try row.value(8), allocatedBy: try row.value(9), deallocatedAt: try row.value(10),
            deallocatedBy: try row.value(11), isActive: try row.value(12))
    }

    func view(of raffle: ID<Raffle>) -> AllocationView {
        AllocationView(
            id: id, raffleID: raffle, kind: kind, startNumber: start, endNumber: end, ticketsSold: sold,
            ticketsVoided: voided, allocatedAt: allocatedAt, allocatedBy: allocatedBy, deallocatedAt: deallocatedAt,
            deallocatedBy: deallocatedBy, isActive: isActive)
    }
}
