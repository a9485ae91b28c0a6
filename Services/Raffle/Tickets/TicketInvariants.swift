import Messages
import Storage

/// What must hold of tickets at every commit: counts are what rows say, and every number is there once.
enum TicketInvariants {
    static func violations(in database: Connection) throws -> [String] {
        try wrongCounts(in: database) + wrongNumbers(in: database) + wrongRanges(in: database)
            + forsaken(in: database)
    }

    private static func wrongCounts(in database: Connection) throws -> [String] {
        try database.rows(
            """
            SELECT raffle FROM ticket_book b LEFT JOIN (SELECT book, COUNT(*) AS made,
                    SUM(state = 'available') AS available, SUM(state = 'pending') AS pending,
                    SUM(state = 'allocated') AS allocated, SUM(state = 'sold') AS sold, SUM(state = 'voided') AS voided,
                    SUM(state = 'winner') AS winner, SUM(state = 'claimed') AS claimed
                FROM ticket GROUP BY book) t ON t.book = b.number
            WHERE (b.available, b.pending, b.allocated, b.sold, b.voided, b.winner, b.claimed)
                IS NOT (COALESCE(t.available, 0), COALESCE(t.pending, 0), COALESCE(t.allocated, 0), COALESCE(t.sold, 0),
                    COALESCE(t.voided, 0), COALESCE(t.winner, 0), COALESCE(t.claimed, 0))
                OR COALESCE(t.made, 0) <> (SELECT configured_tickets FROM raffles WHERE id = b.raffle)
            """
        ) { "the tickets of raffle \(try $0.value(0, as: ID<Raffle>.self)) are not as they are counted" }
    }

    /// Places and numbers run from one to as many as there are. That none is there twice the indexes say.
    private static func wrongNumbers(in database: Connection) throws -> [String] {
        try database.rows(
            """
            SELECT b.raffle FROM ticket_book b JOIN raffles r ON r.id = b.raffle WHERE
                r.state NOT IN ('created','cancelled') AND (SELECT MIN(place) = 1 AND MAX(place) = b.size
                    AND MIN(draw_number) = 1 AND MAX(draw_number) = b.size AND COUNT(*) = b.size
                    FROM ticket WHERE book = b.number) IS NOT 1
                OR b.size IS NOT r.max_tickets
            UNION ALL SELECT id FROM raffles r WHERE state NOT IN ('created','cancelled')
                AND NOT EXISTS (SELECT 1 FROM ticket_book WHERE raffle = r.id)
            """
        ) { "raffle \(try $0.value(0, as: ID<Raffle>.self)) has not the tickets that it should" }
    }

    private static func wrongRanges(in database: Connection) throws -> [String] {
        let overlapping: [String] = try database.rows(
            """
            SELECT a.number, b.number FROM ticket_range a JOIN ticket_range b ON b.book = a.book AND b.number > a.number
                AND a.start_number <= b.end_number AND b.start_number <= a.end_number
            WHERE a.is_active = 1 AND b.is_active = 1
            """
        ) { "ranges \(try $0.value(0, as: Int64.self)) and \(try $0.value(1, as: Int64.self)) overlap" }
        let stray: [String] = try database.rows(
            """
            SELECT t.draw_number FROM ticket t LEFT JOIN ticket_range r ON r.number = t.range AND r.book = t.book
                AND t.place BETWEEN r.start_number AND r.end_number
            WHERE t.range IS NOT NULL AND (r.number IS NULL OR (t.state = 'allocated' AND r.is_active = 0))
            """
        ) { "ticket \(try $0.value(0, as: Int64.self)) is set apart by no range" }
        return overlapping + stray
    }

    /// Tickets that are being made are seen to by a saga, and sales that can go on are closed by a timer.
    private static func forsaken(in database: Connection) throws -> [String] {
        let making = Set(
            try database.rows("SELECT state FROM runtime_sagas WHERE definition = ?", configureSaga.name) {
                try WireCoding().decode(ConfigureState.self, from: Array(try $0.value(0, as: String.self).utf8)).raffle
            })
        let unmade: [ID<Raffle>] = try database.rows(
            "SELECT raffle FROM ticket_book b JOIN raffles r ON r.id = b.raffle WHERE r.state = 'created'"
        ) { try $0.value(0) }
        let unclosed: [String] = try database.rows(
            """
            SELECT r.id FROM raffles r LEFT JOIN runtime_timers t ON t.number = close_timer
            WHERE r.state IN ('active','suspended') AND (t.handler IS NOT ? OR t.due IS NOT sales_end_time)
            """, SalesClock.timer
        ) { "raffle \(try $0.value(0, as: ID<Raffle>.self)) is on sale and nothing ends it in time" }
        return unmade.filter { !making.contains($0) }.map { "nothing makes the tickets of raffle \($0)" } + unclosed
    }
}
