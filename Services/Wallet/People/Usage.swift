import Messages
import Runtime
import Storage
import TimeZones

/// A day of a person's, as rows name it: 20270115. A month's days are a range of such numbers.
struct UsageDay: Equatable {
    let number: Int64

    init(number: Int64) { self.number = number }

    init(_ day: Day) { number = day.year * 10_000 + day.month * 100 + day.day }

    /// The day that it is where a person is; in UTC for those of whom no zone is known.
    init(of person: KnownPerson?, at time: Timestamp, _ zones: ZoneBook) {
        self.init(zones.rules(of: person?.timeZone).day(at: time))
    }

    var itself: ClosedRange<Int64> { number...number }
    var month: ClosedRange<Int64> { (number / 100 * 100)...(number / 100 * 100 + 99) }
}

/// What a person has staked, won and paid in over some days. A stake counts from its hold on, and not any more once it is
/// released or refunded.
struct Usage: Equatable {
    var stake = Amount.zero
    var won = Amount.zero
    var deposit = Amount.zero

    /// What is lost if nothing that is open is won.
    func loss() throws(AmountOverflow) -> Amount { try stake - won }

    static func sum(
        of user: ID<User>, in currency: KnownCurrency, over days: ClosedRange<Int64>, _ database: Connection
    ) throws -> Usage {
        try database.rows(
            "SELECT stake, won, deposit FROM usage WHERE user = ? AND currency = ? AND day BETWEEN ? AND ?", user,
            currency.number, days.lowerBound, days.upperBound
        ) { Usage(stake: try $0.value(0), won: try $0.value(1), deposit: try $0.value(2)) }
        .reduce(Usage()) { $0.adding($1) }
    }

    /// Counts something for a day; negative parts take back what was counted.
    static func count(
        _ change: Usage, of user: ID<User>, in currency: KnownCurrency, on day: Int64, _ database: Connection
    ) throws {
        let usage = try sum(of: user, in: currency, over: day...day, database).adding(change)
        try database.run(
            """
            INSERT INTO usage (user, currency, day, stake, won, deposit) VALUES (?, ?, ?, ?, ?, ?)
            ON CONFLICT DO UPDATE SET stake = excluded.stake, won = excluded.won, deposit = excluded.deposit
            """, user, currency.number, day, usage.stake, usage.won, usage.deposit)
    }

    /// Winnings were taken back: they count no more. They were counted for the day that it was then where their winner was,
    /// which is looked for among the nearest, since people move.
    static func forgetWinnings(
        of amount: Amount, by user: ID<User>, in currency: KnownCurrency, near day: UsageDay, _ database: Connection
    ) throws {
        var rest = amount
        var days: [(day: Int64, won: Amount)] = []
        try database.each(
            """
            SELECT day, won FROM usage WHERE user = ? AND currency = ? AND won > 0 ORDER BY ABS(day - ?), day
            """, user, currency.number, day.number
        ) { row in
            let won = min(try row.value(1, as: Amount.self), rest)
            days.append((try row.value(0), won))
            try rest -= won
            return rest > .zero
        }
        for (day, won) in days {
            try count(Usage(won: try .zero - won), of: user, in: currency, on: day, database)
        }
    }

    /// At the ends of the range it stays there: what is owed to a person is not refused because it can no longer be
    /// counted.
    private func adding(_ other: Usage) -> Usage {
        func sum(_ left: Amount, _ right: Amount) -> Amount {
            max(.zero, (try? left + right) ?? Amount(right < .zero ? .min : .max))
        }
        return Usage(
            stake: sum(stake, other.stake), won: sum(won, other.won), deposit: sum(deposit, other.deposit))
    }
}
