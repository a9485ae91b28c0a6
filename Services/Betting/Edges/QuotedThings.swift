import Messages
import Runtime
import Storage

/// What is quoted: events, their markets and the sides of these, each made when it is first named.
enum QuotedThings {
    static func event(_ sport: String, _ key: String, in database: Connection) throws -> Int64? {
        try database.first(
            """
            SELECT number FROM quoted_event WHERE sport = ? COLLATE NOCASE AND event_key = ? COLLATE NOCASE
            ORDER BY number LIMIT 1
            """, sport, key
        ) { try $0.value(0) }
    }

    static func selection(
        of input: QuoteInput, at pointer: String, in database: Connection
    ) throws -> (event: Int64, market: Int64, number: Int64) {
        let event = try event(of: input, in: database)
        let market = try market(of: input, event, in: database)
        let side = input.side.text
        let known: Int64? = try database.first(
            "SELECT number FROM selection WHERE market = ? AND side = ? COLLATE NOCASE ORDER BY number LIMIT 1", market,
            side
        ) { try $0.value(0) }
        if let known { return (event, market, known) }
        let count: Int64? = try database.first("SELECT COUNT(*) FROM selection WHERE market = ?", market) {
            try $0.value(0)
        }
        guard count ?? 0 < MarketBounds.sides else {
            throw MarketBounds.full("a market has up to \(MarketBounds.sides) sides", at: "\(pointer)/side")
        }
        try database.run("INSERT INTO selection (market, side) VALUES (?, ?)", market, side)
        return (event, market, database.lastInsertedRow)
    }

    private static func event(of input: QuoteInput, in database: Connection) throws -> Int64 {
        let (sport, key) = (input.sport.text, input.eventKey.text)
        if let known = try event(sport, key, in: database) { return known }
        try database.run("INSERT INTO quoted_event (sport, event_key) VALUES (?, ?)", sport, key)
        return database.lastInsertedRow
    }

    private static func market(of input: QuoteInput, _ event: Int64, in database: Connection) throws -> Int64 {
        let outcomes = input.outcomes?.value ?? SureBet.outcomes(of: input.side.text) ?? 0
        let (type, player) = (input.marketType.text, input.player?.text ?? "")
        let known: Int64? = try database.first(
            """
            SELECT number FROM quoted_market
            WHERE event = ? AND market_type = ? COLLATE NOCASE AND player = ? COLLATE NOCASE AND outcomes = ?
            ORDER BY number LIMIT 1
            """, event, type, player, outcomes
        ) { try $0.value(0) }
        if let known { return known }
        try database.run(
            "INSERT INTO quoted_market (event, market_type, player, outcomes) VALUES (?, ?, ?, ?)", event, type, player,
            outcomes)
        return database.lastInsertedRow
    }
}
