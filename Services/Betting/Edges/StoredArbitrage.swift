import Messages
import Odds
import Runtime
import Storage

/// What was found to be sure across books.
struct StoredArbitrage {
    let number: Int64
    let id: ID<ArbitrageFinding>
    let margin: Int64
    let foundAt: Timestamp
    let staleAt: Timestamp

    static let timer = "betting.arbitrage-stale"

    /// Looks again for what is sure in a market: ends what is not any more, and notes what is new.
    /// - Returns: How many are new.
    static func review(_ market: Int64, in context: CommandContext) throws -> Int {
        let database = context.database
        let outcomes: Int64 =
            try database.first("SELECT outcomes FROM quoted_market WHERE number = ?", market) { try $0.value(0) } ?? 0
        // Where nobody has counted them nothing is sure, and never was.
        guard outcomes > 0 else { return 0 }
        let quotes = try StoredQuote.fresh(of: market, at: context.now, in: database)
        let known = Dictionary(uniqueKeysWithValues: quotes.map { ($0.number, $0) })
        var sure = SureBet.all(of: quotes.map(\.offer), outcomes: outcomes)
        let open: [(number: Int64, id: ID<ArbitrageFinding>)] = try database.rows(
            "SELECT number, id FROM arbitrage WHERE market = ? AND ended_at IS NULL ORDER BY number", market
        ) { (try $0.value(0), try $0.value(1)) }
        for finding in open {
            let legs = Set(try legs(of: finding.number, in: database))
            if let index = sure.firstIndex(where: { Set($0.legs.map(\.number)) == legs }) {
                sure.remove(at: index)
                continue
            }
            try database.run("UPDATE arbitrage SET ended_at = ? WHERE number = ?", context.now, finding.number)
            try context.emit(ArbitrageEnded(arbitrage: finding.id))
        }
        for bet in sure { try write(bet, bet.legs.compactMap { known[$0.number] }, market, in: context) }
        return sure.count
    }

    private static func write(
        _ bet: SureBet, _ quotes: [StoredQuote], _ market: Int64, in context: CommandContext
    ) throws {
        let (id, database) = (context.newID(ArbitrageFinding.self), context.database)
        let oldest = quotes.map(\.observedAt).min() ?? context.now
        try database.run(
            """
            INSERT INTO arbitrage (id, event, market, margin, found_at, stale_at)
            SELECT ?, event, number, ?, ?, ? FROM quoted_market WHERE number = ?
            """, id, bet.margin, context.now, Freshness.staleAt(oldest), market)
        let number = database.lastInsertedRow
        for quote in quotes {
            try database.run("INSERT INTO arbitrage_leg (arbitrage, quote) VALUES (?, ?)", number, quote.number)
        }
        try context.schedule(timer, at: Freshness.staleAt(oldest), state: String(market))
        try context.emit(
            ArbitrageFound(
                arbitrage: id, quotes: quotes.map(\.id), margin: FigureText(millionMillionths: bet.margin)))
    }

    /// When a quote is too old to be believed.
    static func strike(_ state: String, _ context: CommandContext) throws {
        if let market = Int64(state) { _ = try review(market, in: context) }
    }

    static func existing(_ number: Int64, in database: Connection) throws -> StoredArbitrage {
        let found = try database.first(
            "SELECT id, margin, found_at, stale_at FROM arbitrage WHERE number = ?", number
        ) { row in
            StoredArbitrage(
                number: number, id: try row.value(0), margin: try row.value(1), foundAt: try row.value(2),
                staleAt: try row.value(3))
        }
        guard let found else { throw Rejection.notFound("arbitrage") }
        return found
    }

    static func legs(of number: Int64, in database: Connection) throws -> [Int64] {
        try database.rows("SELECT quote FROM arbitrage_leg WHERE arbitrage = ? ORDER BY quote", number) {
            try $0.value(0)
        }
    }

    /// - Parameter money: what is to be divided over the legs, if that was asked.
    func view(dividing money: StakeMoney?, at now: Timestamp, in database: Connection) throws -> ArbitrageFinding {
        let quotes = try Self.legs(of: number, in: database).map { try StoredQuote.existing($0, in: database) }
            .sorted { $0.offer.side < $1.offer.side }
        guard let first = quotes.first else { throw Rejection.notFound("arbitrage") }
        let stakes = try money.map { try Self.stakes(quotes.map(\.price), $0) }
        let legs = try quotes.enumerated().map { index, quote in
            ArbitrageFinding.Leg(
                quote: try quote.view(at: now),
                stake: money.flatMap { money in stakes.map { money.money($0.stakes[index]) } },
                returned: money.flatMap { money in stakes.map { money.money($0.returns[index]) } })
        }
        return ArbitrageFinding(
            id: id, sport: first.sport, eventKey: first.eventKey, marketType: first.marketType,
            player: first.player.isEmpty ? nil : first.player, legs: legs,
            margin: FigureText(millionMillionths: margin), foundAt: foundAt, staleAt: staleAt,
            profit: try money.flatMap { money in
                try stakes.map { money.money(try (Amount($0.worst) - Amount($0.staked)).units) }
            })
    }

    private static func stakes(_ prices: [Price], _ money: StakeMoney) throws -> Arbitrage {
        do {
            return try Arbitrage(Book(prices), total: money.total.units, unit: money.unit)
        } catch Arbitrage.Fault.overflow {
            throw CommonFailure.amountOverflow.because("a return is more than the platform can hold", at: "/total")
        } catch {
            throw ListArbitrages.Failure.nothingToStake.because("expected a larger total", at: "/total")
        }
    }
}
