import Messages
import Runtime
import Storage

enum HoldState: String, StorageValue {
    case open, captured, released, refunded
}

/// A hold as it is stored.
struct HoldRecord {
    let id: ID<Hold>
    let service: ServiceName
    let user: ID<User>
    let currency: KnownCurrency
    let held: Int64
    let origin: Origin
    let amount: Amount
    let purpose: String
    let state: HoldState
    let escrow: Int64?
    /// The user's day that it counts for.
    let day: Int64?

    var money: Money { currency.money(amount) }
    var metadata: String { Movement.metadata(of: id) }

    /// False where there is a hold of this id already.
    static func insert(
        _ id: ID<Hold>, by service: ServiceName, held: Int64, _ origin: Origin, placed: Posted, day: Int64,
        in database: Connection
    ) throws -> Bool {
        try database.run(
            """
            INSERT INTO holds (id, service, held, deposit, bonus, winning, placed, day) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (id) DO NOTHING
            """, id, service, held, origin.deposit, origin.bonus, origin.winning, placed.number, day) == 1
    }

    /// A hold of the service that asks; another's is unknown to it.
    static func find(_ id: ID<Hold>, of service: ServiceName, in database: Connection) throws -> HoldRecord? {
        try database.first(
            """
            SELECT a.owner, c.number, c.code, c.scale, h.held, h.deposit, h.bonus, h.winning, t.entity, h.state,
                h.escrow, h.day
            FROM holds h JOIN ledger_accounts a ON a.number = h.held JOIN currencies c ON c.number = a.currency
                JOIN ledger_transactions t ON t.number = h.placed
            WHERE h.id = ? AND h.service = ?
            """, id, service
        ) { row in
            let origin = Origin(deposit: try row.value(5), bonus: try row.value(6), winning: try row.value(7))
            let currency = Currency(code: try row.value(2), scale: try row.value(3))
            return HoldRecord(
                id: id, service: service, user: try row.value(0),
                currency: KnownCurrency(number: try row.value(1), currency: currency), held: try row.value(4),
                origin: origin, amount: try origin.total(), purpose: try row.value(8), state: try row.value(9),
                escrow: try row.value(10), day: try row.value(11))
        }
    }

    /// The hold that is to be decided on: known and still open.
    static func open(_ id: ID<Hold>, in context: CommandContext) throws -> HoldRecord {
        guard let hold = try find(id, of: try context.callingService(), in: context.database) else {
            throw CaptureHold.Failure.unknownHold.because("there is no hold \(id)", at: "/hold")
        }
        guard hold.state == .open else {
            throw CaptureHold.Failure.holdNotOpen.because("the hold is \(hold.state.rawValue)", at: "/hold")
        }
        return hold
    }

    func become(_ state: HoldState, escrow: Int64?, in database: Connection) throws {
        try database.run("UPDATE holds SET state = ?, escrow = ? WHERE id = ?", state, escrow, id)
    }

    /// It was given back: its stake counts no more for the day that it counted for.
    func stopCounting(in database: Connection) throws {
        guard let day else { return }
        try Usage.count(Usage(stake: try .zero - amount), of: user, in: currency, on: day, database)
    }
}
