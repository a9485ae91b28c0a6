import Messages
import Runtime
import Storage

/// A stall in the raffle's service, there in the simulated world only: people put money aside there until a deadline, and
/// about that time it is taken in two parts, kept in part, and the rest given back; or it comes too late. So that what
/// the wallet offers for this meets every fault, whichever service uses it.
enum Stall {
    static let room = Room(
        operations: [.workflow(ReserveAtStall.self)], events: [SoldAtStall.self],
        sagas: [SagaDefinition(reserveSaga), SagaDefinition(collectSaga)],
        timers: [closingTimer: { try collect($0, in: $1) }])

    static let closingTimer = "raffle.close-stall"

    static let migration = Migration(
        name: "stall",
        sql: """
            CREATE TABLE stall (
                reservation BLOB PRIMARY KEY, hold BLOB NOT NULL, user BLOB NOT NULL, currency TEXT NOT NULL,
                part INTEGER NOT NULL, deadline INTEGER NOT NULL, state TEXT NOT NULL
            ) STRICT, WITHOUT ROWID
            """)

    /// Money is put aside in two parts of one size; of one of them the stall gives back in the end, and keeps the other.
    struct State: Codable, Sendable {
        let reservation: ID<Stall>
        let hold: ID<Hold>
        let user: ID<User>
        let part: Money
        let whole: Money
        let deadline: Timestamp
        let closesAt: Timestamp

        var escrow: String { "stall/\(reservation)" }
    }

    static func currency(of money: Money) throws -> Currency {
        guard let currency = Currency.initial.first(where: { $0.code == money.currency.text }) else {
            throw Rejection.field("/part", "unknown_currency", "expected one of the first currencies")
        }
        return currency
    }

    private static func collect(_ state: String, in context: CommandContext) throws {
        let state = try WireCoding().decode(State.self, from: Array(state.utf8))
        try mark(state, "closing", context)
        try context.begin(collectSaga, state)
    }
}

enum ReserveAtStall: Command {
    struct Request: Codable, Sendable {
        let part: Money
        /// How long the money may be put aside, and how long after that the stall closes, or before.
        let patience: Int64
        let lateness: Int64
    }
    struct Reply: Codable, Sendable { let id: ID<Stall> }
    static let name = "raffle.reserve-at-stall"
    static let summary = "Put money aside"
    static let access = Access.signedIn
    static let route: Route? = .create("/v1/stall")
}

extension ReserveAtStall: WorkflowHandler {
    static func begin(_ request: Request, in context: CommandContext) throws {
        let currency = try Stall.currency(of: request.part)
        let part = try request.part.exact(in: currency)
        let deadline = context.now.adding(milliseconds: request.patience)
        try context.begin(
            Stall.reserveSaga,
            Stall.State(
                reservation: context.newID(), hold: context.newID(), user: try context.user().user, part: request.part,
                whole: Money(try part + part, currency), deadline: deadline,
                closesAt: deadline.adding(milliseconds: request.lateness)))
    }
}

/// The stall has the money: one part is kept, the other given back.
struct SoldAtStall: Event {
    static let type = "raffle.sold-at-stall"
    let reservation: ID<Stall>
    var subject: Subject { Subject("stall", reservation) }
}
