import Lots
public import Messages
public import Runtime
import Storage

extension ConfigureRaffle: CommandHandler {
    /// How many tickets a raffle may have.
    static let most: Int64 = 1_000_000

    public static func run(_ request: Request, in context: CommandContext) throws -> RaffleView {
        let raffle = try RaffleAuthority.acted(on: request.raffleID, in: context)
        try raffle.requireWay(to: .configured)
        guard try TicketBook.find(raffle.id, in: context.database) == nil else {
            throw RaffleFailure.wrongState.because("the raffle's tickets are being made")
        }
        guard raffle.view.organizationID != nil else {
            throw RaffleFailure.notConfigured.because("expected the organization first", at: "/organization_id")
        }
        guard raffle.view.venueID != nil else {
            throw RaffleFailure.notConfigured.because("expected the venue first", at: "/venue_id")
        }
        guard let size = raffle.view.maxTickets?.count else {
            throw RaffleFailure.notConfigured.because("expected how many tickets there are to be", at: "/max_tickets")
        }
        guard size <= most else {
            throw RaffleFailure.tooMany.because("a raffle has at most \(most) tickets", at: "/max_tickets")
        }
        try RaffleTerms.refuseBroken(raffle, at: context.now, in: context.database)
        _ = try TicketBook.make(for: raffle.id, size, in: context)
        try ElementHistory.tell(
            TicketsBegun(raffle: raffle.id, tickets: size, numberOrder: raffle.view.numberOrder), of: .raffle,
            raffle.id, in: context)
        try context.begin(configureSaga, ConfigureState(raffle: raffle.id))
        return try StoredRaffle.existing(raffle.id, in: context.database).view
    }
}

struct ConfigureState: Codable, Sendable {
    let raffle: ID<Raffle>
}

/// Makes a raffle's tickets turn by turn. How far it is stands in the raffle's row, so it goes on after a crash where it was.
let configureSaga = Saga<ConfigureState>(
    "raffle.configure", version: 1, steps: [.local("make", TicketMaking.make)], end: .silent)

enum TicketMaking {
    /// How many tickets one turn makes: a few milliseconds' worth.
    static let chunk: Int64 = 4000

    static func make(_ state: inout ConfigureState, _ context: CommandContext) throws
        -> SagaStep<ConfigureState>.Progress
    {
        let database = context.database
        // Called off meanwhile: what was made is voided with it.
        guard var raffle = try StoredRaffle.find(state.raffle, in: database), raffle.view.state == .created,
            let book = try TicketBook.find(state.raffle, in: database)
        else { return .done }
        let (first, last) = (raffle.view.configuredTickets + 1, min(raffle.view.configuredTickets + chunk, book.size))
        if first <= last {
            try insert(first...last, of: book, raffle.view.numberOrder, in: database)
            try book.move(Int(last - first + 1), from: nil, to: .available, in: database)
            raffle.view.configuredTickets = last
            try raffle.store(in: database)
            context.touch(raffle.topic)
        }
        guard last == book.size else { return .again }
        try raffle.move(to: .configured, in: context)
        let counts = try TicketBook.find(state.raffle, in: database)?.counts ?? book.counts
        try ElementHistory.tell(
            TicketsConfigured(raffle: raffle.id, counts: counts), of: .raffle, raffle.id, in: context)
        return .done
    }

    private static func insert(
        _ places: ClosedRange<Int64>, of book: TicketBook, _ order: NumberOrder, in database: Connection
    ) throws {
        guard order == .permuted else {
            try database.run(
                """
                WITH RECURSIVE n (place) AS (SELECT ?1 UNION ALL SELECT place + 1 FROM n WHERE place < ?2)
                INSERT INTO ticket (book, place, draw_number, state) SELECT ?3, place, place, 'available' FROM n
                """, places.lowerBound, places.upperBound, book.number)
            return
        }
        let permutation = KeyedPermutation(key: book.key, size: UInt32(book.size))
        let numbers = places.map { String(Int64(permutation[UInt32($0 - 1)]) + 1) }.joined(separator: ",")
        try database.run(
            """
            INSERT INTO ticket (book, place, draw_number, state)
            SELECT ?1, ?2 + key, value, 'available' FROM json_each(?3)
            """, book.number, places.lowerBound, "[\(numbers)]")
    }
}
