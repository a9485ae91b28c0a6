import Messages
import Runtime
import Storage

enum HoldState: String, StorageValue {
    case open
    /// All of it went into escrow.
    case captured
    /// What was not captured went back, at somebody's word or at the deadline.
    case released, expired
}

/// A hold as it is stored.
struct HoldRecord {
    let id: ID<Hold>
    let service: ServiceName
    let user: ID<User>
    let currency: KnownCurrency
    let held: Int64
    let origin: Origin
    /// How much of it went into escrow.
    let captured: Amount
    let purpose: String
    let state: HoldState
    let expiresAt: Timestamp?
    /// The user's day that it counts for.
    let day: Int64?

    var metadata: String { Movement.metadata(of: id) }

    /// What was not captured, by the buckets that it came from. Captures take in the order in which the hold did.
    var rest: Origin {
        get throws {
            guard let taken = try origin.taking(captured) else { throw LedgerFault.holdOverdrawn(id) }
            return try origin - taken
        }
    }

    func isExpired(at time: Timestamp) -> Bool { expiresAt.map { $0 <= time } ?? false }

    // MARK: - Finding

    static func find(_ id: ID<Hold>, in database: Connection) throws -> HoldRecord? {
        try database.first(
            """
            SELECT a.owner, c.number, c.code, c.scale, h.held, h.deposit, h.bonus, h.winning, t.entity, h.state,
                h.captured, h.expires_at, h.day, h.service
            FROM holds h JOIN ledger_accounts a ON a.number = h.held JOIN currencies c ON c.number = a.currency
                JOIN ledger_transactions t ON t.number = h.placed
            WHERE h.id = ?
            """, id
        ) { row in
            let currency = Currency(code: try row.value(2), scale: try row.value(3))
            return HoldRecord(
                id: id, service: try row.value(13), user: try row.value(0),
                currency: KnownCurrency(number: try row.value(1), currency: currency), held: try row.value(4),
                origin: try Origin(row, from: 5), captured: try row.value(10), purpose: try row.value(8),
                state: try row.value(9), expiresAt: try row.value(11), day: try row.value(12))
        }
    }

    /// A hold of the service that asks; another's is unknown to it.
    static func find(_ id: ID<Hold>, of service: ServiceName, in database: Connection) throws -> HoldRecord? {
        try find(id, in: database).flatMap { $0.service == service ? $0 : nil }
    }

    /// The hold that is to be decided on: known, still open, and not past its deadline.
    static func open(_ id: ID<Hold>, in context: CommandContext) throws -> HoldRecord {
        typealias Failure = CaptureHold.Failure
        guard let hold = try find(id, of: try context.callingService(), in: context.database) else {
            throw Failure.unknownHold.because("there is no hold \(id)", at: "/hold")
        }
        switch hold.state {
        case .open where !hold.isExpired(at: context.now): return hold
        case .open, .expired:
            let end = hold.expiresAt.map { " at \($0)" } ?? ""
            throw Failure.holdExpired.because("the hold expired\(end)", at: "/hold")
        case .captured: throw Failure.holdCaptured.because("all of the hold is in escrow", at: "/hold")
        case .released: throw Failure.holdNotOpen.because("the hold is released", at: "/hold")
        }
    }

    // MARK: - Changing

    /// False where there is a hold of this id already.
    static func insert(
        _ id: ID<Hold>, by service: ServiceName, held: Int64, _ origin: Origin, placed: Posted, day: Int64?,
        expiresAt: Timestamp? = nil, in database: Connection
    ) throws -> Bool {
        try database.run(
            """
            INSERT INTO holds (id, service, held, deposit, bonus, winning, placed, day, expires_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING
            """, id, service, held, origin.deposit, origin.bonus, origin.winning, placed.number, day, expiresAt) == 1
    }

    /// Gives what was not captured back, each unit to the bucket that it came from, and closes the hold.
    func giveBackRest(as state: HoldState, by ledger: Ledger, in database: Connection) throws -> (Posted, Money) {
        let rest = try rest
        let amount = try rest.total()
        let posted = try ledger.post(
            Movement(kind: .release, entity: purpose, metadata: metadata),
            [Posting(try ledger.account(of: .user(user), .held, in: currency), try .zero - amount)]
                + ledger.giving(rest, to: user, in: currency))
        try database.run("UPDATE holds SET state = ? WHERE id = ?", state, id)
        try HoldReturn(posted: posted.number, capture: nil, parts: rest).insert(of: id, in: database)
        try stopCounting(amount, in: database)
        return (posted, currency.money(amount))
    }

    /// Some of it was given back: it counts no more for the day that it counted for.
    func stopCounting(_ amount: Amount, in database: Connection) throws {
        guard let day else { return }
        try Usage.count(Usage(stake: try .zero - amount), of: user, in: currency, on: day, database)
    }
}
