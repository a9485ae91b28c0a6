import Messages
import Runtime
import Storage

/// Whose books the wallet is being told of.
struct SeasonBookingState: Codable, Sendable {
    let season: ID<Season>
    /// The entry that a client waits for.
    var entry: ID<SeasonEntry>?
}

/// Tells the wallet what has been entered in a season's ledger and moves what is kept outside: first what is drawn from the
/// platform for it, some in each turn. What is told is marked in the transaction that makes the command, in the order of the entries,
/// whichever saga comes to it; and nothing of it can be refused, since the ledger looked at the bank before.
let bookSeasonSaga = Saga<SeasonBookingState>(
    "betting.book-season", version: 1, steps: [SeasonBooking.draw, SeasonBooking.book], end: .silent)

/// The same for a contribution that was paid outside, of which the client is told when it is entered. Nothing is drawn for it.
let recordContributionSaga = Saga<SeasonBookingState>(
    "betting.record-contribution", version: 1,
    steps: [.local("enter", isPivot: true) { _, _ in .done }, SeasonBooking.book],
    end: .answer { state, context in
        SagaAnswer(ContributeToSeason.self, try SeasonBooking.entry(state, context.database))
    })

enum SeasonBooking {
    typealias Step = SagaStep<SeasonBookingState>

    static func held(_ season: ID<Season>) -> String { "season/\(season)" }
    static func outside(_ season: ID<Season>) -> String { "outside/\(season)" }

    private struct Movement {
        let number: Int64
        let entry: ID<SeasonEntry>
        let kind: String
        let type: SeasonEntryType
        let money: Money
    }

    static let draw = Step.call(
        "draw", .wallet, PayFromEscrow.self, repeats: true,
        request: { state, context in
            let found = try due(of: state.season, isDraw: true, in: context)
            guard !found.isEmpty else { return nil }
            return PayFromEscrow.Request(
                escrow: held(state.season),
                payments: found.map { movement in
                    .init(
                        into: outside(state.season), money: movement.money, kind: .rollover,
                        purpose: StoredSeasonEntry.purpose(of: movement.entry))
                })
        })

    static let book = Step.call(
        "book", .wallet, RecordOutside.self, repeats: true,
        request: { state, context in
            let found = try due(of: state.season, isDraw: false, in: context)
            let bookings = found.map { movement in
                RecordOutside.Booking(
                    movement.kind == "in" ? .in : .out, movement.money, kind: movement.type.kind,
                    purpose: StoredSeasonEntry.purpose(of: movement.entry))
            }
            guard !found.isEmpty, let list = UpTo<100, RecordOutside.Booking>(bookings) else { return nil }
            return RecordOutside.Request(escrow: outside(state.season), movements: list)
        })

    /// The next of which the wallet has not been told; it is, with the command that they are put into.
    private static func due(
        of season: ID<Season>, isDraw: Bool, in context: CommandContext
    ) throws -> [Movement] {
        let found = try context.database.rows(
            """
            SELECT m.number, e.id, m.kind, e.type, m.amount, code, scale FROM season_movement m
                JOIN season_entry e ON e.number = m.entry JOIN season s ON s.id = m.season
                JOIN currency ON code = s.currency
            WHERE m.season = ? AND m.is_asked = 0 AND (m.kind = 'draw') = ? ORDER BY m.number LIMIT ?
            """, season, isDraw, Chunk.size
        ) { row in
            let currency = Currency(code: try row.value(5), scale: try row.value(6))
            return Movement(
                number: try row.value(0), entry: try row.value(1), kind: try row.value(2), type: try row.value(3),
                money: Money(try row.value(4), currency))
        }
        for movement in found {
            try context.database.run("UPDATE season_movement SET is_asked = 1 WHERE number = ?", movement.number)
        }
        return found
    }

    static func entry(_ state: SeasonBookingState, _ database: Connection) throws -> SeasonEntry {
        // What an entry says depends on no day, so that no zone is asked.
        guard let id = state.entry,
            let season = try StoredSeason.find(state.season, .init(), at: Timestamp(milliseconds: 0), in: database)
        else { throw Rejection.notFound("entry") }
        return try StoredSeasonEntry.existing(id, in: season, database)
    }
}

extension SeasonEntryType {
    /// What the wallet calls it.
    fileprivate var kind: TransactionKind {
        switch self {
        case .contribution: .contribution
        case .betPlaced: .syndicateBet
        case .winnings: .syndicateWinnings
        case .betVoid: .betVoid
        case .payout: .syndicatePayout
        case .unknown: .unknown
        }
    }
}
