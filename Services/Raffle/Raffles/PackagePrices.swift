import Messages
import Runtime
import Storage

/// What packages cost, and when.
enum PackagePrices {
    struct Price {
        let price: Amount
        let startsAt: Timestamp
    }

    /// The price that holds at a moment.
    static func price(of package: ID<TicketPackage>, at time: Timestamp, in database: Connection) throws -> Amount? {
        try database.first(
            """
            SELECT price FROM package_price WHERE package = ? AND starts_at <= ? AND withdrawn_at IS NULL
            ORDER BY starts_at DESC, number DESC LIMIT 1
            """, package, time
        ) { try $0.value(0) }
    }

    /// The price that holds at a moment, and those that will after it.
    static func from(
        _ time: Timestamp, of package: ID<TicketPackage>, in database: Connection
    ) throws -> [Price] {
        let current = try price(of: package, at: time, in: database).map { Price(price: $0, startsAt: time) }
        let later = try database.rows(
            """
            SELECT price, starts_at FROM package_price WHERE package = ? AND starts_at > ? AND withdrawn_at IS NULL
            ORDER BY starts_at, number
            """, package, time
        ) { Price(price: try $0.value(0), startsAt: try $0.value(1)) }
        return [current].compactMap(\.self) + later
    }

    static func set(
        _ price: Amount, of package: ID<TicketPackage>, from start: Timestamp, by user: ID<User>,
        in context: CommandContext
    ) throws {
        try context.database.run(
            "INSERT INTO package_price (package, price, starts_at, set_at, set_by) VALUES (?, ?, ?, ?, ?)", package,
            price, start, context.now, user)
    }

    /// Puts prices to come in the place of those that were to come.
    static func schedule(
        _ prices: [ScheduledPrice], of package: ID<TicketPackage>, in currency: Currency, by user: ID<User>,
        in context: CommandContext
    ) throws {
        try context.database.run(
            "UPDATE package_price SET withdrawn_at = ? WHERE package = ? AND starts_at > ? AND withdrawn_at IS NULL",
            context.now, package, context.now)
        var times: Set<Timestamp> = []
        for (index, one) in prices.enumerated() {
            guard one.startsAt > context.now, times.insert(one.startsAt).inserted else {
                throw RaffleFailure.timesOutOfOrder.because(
                    "expected a time to come, and another for each price", at: "/scheduled_prices/\(index)/starts_at")
            }
            let amount = try one.price.amount(in: currency, at: "/scheduled_prices/\(index)/price")
            try set(amount, of: package, from: one.startsAt, by: user, in: context)
        }
    }
}
