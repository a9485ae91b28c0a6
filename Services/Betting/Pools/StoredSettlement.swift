import Messages
import Storage

/// How an event's pool is given out: its row.
struct StoredSettlement {
    let outcome: PoolOutcome
    /// How many bets there are.
    var bets: Int64 = 0
    var takeout = Amount.zero
    /// What the house puts in.
    var loss = Amount.zero
    /// What goes on to another event, and to which.
    var rolledOut = Amount.zero
    var rolledTo: ID<BettingEvent>?
    var unawarded = Amount.zero
    private(set) var breakage = Amount.zero
    private(set) var paid = Amount.zero
    private(set) var refunded = Amount.zero
    private(set) var decided: Int64 = 0
    private(set) var closed: Int64 = 0
    /// The last bet of the command to the wallet that is under way.
    private(set) var paying: Int64?
    /// The last gambler who was sent news.
    private(set) var told: Int64 = 0

    init(outcome: PoolOutcome) { self.outcome = outcome }

    static func find(of event: ID<BettingEvent>, in database: Connection) throws -> StoredSettlement? {
        try database.first(
            """
            SELECT outcome, bets, takeout, loss, rolled_out, rolled_to, unawarded, breakage, paid, refunded, decided,
                closed, paying, told
            FROM settlement WHERE event = ?
            """, event
        ) { row in
            var found = StoredSettlement(outcome: try row.value(0))
            (found.bets, found.takeout) = (try row.value(1), try row.value(2))
            (found.loss, found.rolledOut) = (try row.value(3), try row.value(4))
            (found.rolledTo, found.unawarded) = (try row.value(5), try row.value(6))
            (found.breakage, found.paid, found.refunded) = (try row.value(7), try row.value(8), try row.value(9))
            (found.decided, found.closed) = (try row.value(10), try row.value(11))
            (found.paying, found.told) = (try row.value(12), try row.value(13))
            return found
        }
    }

    /// The settlement of an event that is over or on its way to it.
    static func existing(of event: ID<BettingEvent>, in database: Connection) throws -> StoredSettlement {
        guard let found = try find(of: event, in: database) else {
            preconditionFailure("an event is being settled and has no settlement")
        }
        return found
    }

    func insert(for event: ID<BettingEvent>, into database: Connection) throws {
        try database.run(
            """
            INSERT INTO settlement (event, outcome, bets, takeout, loss, rolled_out, rolled_to, unawarded)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            """, event, outcome, bets, takeout, loss, rolledOut, rolledTo, unawarded)
    }

    func view(of event: StoredEvent) -> PoolSettlement {
        func money(_ amount: Amount) -> Money { Money(amount, event.currency) }
        return PoolSettlement(
            outcome: outcome, bets: bets, decided: decided, paid: closed, rolledIn: money(event.rolledIn),
            takeout: money(takeout), payouts: money(paid), refunds: money(refunded), breakage: money(breakage),
            houseLoss: money(loss), rolledOver: money(rolledOut), rolledOverTo: rolledTo,
            unawarded: money(unawarded))
    }
}
