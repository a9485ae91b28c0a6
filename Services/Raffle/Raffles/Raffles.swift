import Messages
import Runtime
import Storage

/// The raffles' rows.
enum Raffles {
    static func insert(_ raffle: RaffleView, seed: Amount, scale: Int, in database: Connection) throws {
        try database.run(
            """
            INSERT INTO raffles (id, name, description, event_identifier, state, currency, scale, max_tickets,
                sales_start_time, sales_end_time, draw_time, jackpot_seed, revenue_calculation_method, created_at,
                created_by, updated_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """, raffle.id, raffle.name, raffle.description, raffle.eventIdentifier, raffle.state,
            raffle.currency.text, scale, raffle.maxTickets?.count, raffle.salesStartTime, raffle.salesEndTime,
            raffle.drawTime, seed, raffle.revenueCalculationMethod, raffle.createdAt, raffle.createdBy,
            raffle.updatedAt)
    }

    static func exists(eventIdentifier: String, in database: Connection) throws -> Bool {
        try database.first("SELECT 1 FROM raffles WHERE event_identifier = ?", eventIdentifier) { _ in true } ?? false
    }

    static func find(_ id: ID<Raffle>, in database: Connection) throws -> RaffleView? {
        try database.first(
            """
            SELECT id, name, description, event_identifier, state, currency, scale, max_tickets, sales_start_time,
                sales_end_time, draw_time, jackpot_seed, revenue_calculation_method, created_at, created_by, updated_at
            FROM raffles WHERE id = ?
            """, id, read: read)
    }

    /// The latest first, before a raffle; drafts only for those who may see them.
    static func list(
        before: ID<Raffle>, withDrafts: Bool, limit: Int, in database: Connection
    ) throws -> [RaffleView] {
        try database.rows(
            """
            SELECT id, name, description, event_identifier, state, currency, scale, max_tickets, sales_start_time,
                sales_end_time, draw_time, jackpot_seed, revenue_calculation_method, created_at, created_by, updated_at
            FROM raffles WHERE id < ? AND (? OR state NOT IN ('created','configured')) ORDER BY id DESC LIMIT ?
            """, before, withDrafts, limit, read: read)
    }

    static func list(
        in state: RaffleState, before: ID<Raffle>, limit: Int, in database: Connection
    ) throws -> [RaffleView] {
        try database.rows(
            """
            SELECT id, name, description, event_identifier, state, currency, scale, max_tickets, sales_start_time,
                sales_end_time, draw_time, jackpot_seed, revenue_calculation_method, created_at, created_by, updated_at
            FROM raffles WHERE state = ? AND id < ? ORDER BY id DESC LIMIT ?
            """, state, before, limit, read: read)
    }

    private static func read(_ row: borrowing Row) throws -> RaffleView {
        let currency = Currency(code: try row.value(5), scale: try row.value(6))
        return RaffleView(
            id: try row.value(0), name: try row.value(1), description: try row.value(2),
            eventIdentifier: try row.value(3), state: try row.value(4), currency: CurrencyCode(trusted: currency.code),
            maxTickets: try row.value(7, as: Int64?.self).map { TicketCount(trusted: $0) },
            salesStartTime: try row.value(8), salesEndTime: try row.value(9), drawTime: try row.value(10),
            jackpotSeed: Money(try row.value(11), currency), revenueCalculationMethod: try row.value(12),
            createdAt: try row.value(13), createdBy: try row.value(14), updatedAt: try row.value(15))
    }
}
