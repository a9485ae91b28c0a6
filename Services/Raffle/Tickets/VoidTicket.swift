public import Messages
public import Runtime
import Storage

extension VoidTicket: CommandHandler {
    public static func run(_ request: Request, in context: CommandContext) throws -> TicketView {
        try RaffleAuthority.refuseStrangers(in: context)
        let (database, user) = (context.database, try context.user().user)
        guard let id = try TicketIDs.raffle(of: request.ticketID, in: database),
            let book = try TicketBook.find(id, in: database),
            let ticket = try StoredTicket.find(TicketIDs.place(of: request.ticketID), of: book, in: database)
        else { throw Rejection.notFound("ticket") }
        let raffle = try RaffleAuthority.acted(on: id, in: context)
        guard
            raffle.view.state == .configured || raffle.view.state.isSelling || raffle.view.state == .salesClosed
                || raffle.view.state == .reconciling
        else {
            throw TicketFailure.wrongState.because(
                "tickets are voided until their raffle is reconciled; this is \(raffle.view.state.rawValue)")
        }
        guard ticket.state == .available || ticket.state == .allocated else {
            if ticket.state == .sold || ticket.state == .pending {
                throw TicketFailure.soldWithOrder.because("what is in an order is voided with its whole order")
            }
            throw TicketFailure.wrongState.because("this ticket is \(ticket.state.rawValue)")
        }
        try database.run(
            """
            UPDATE ticket SET state = 'voided', voided_at = ?1, voided_by = ?2, voided_reason = ?3, updated_at = ?1
            WHERE book = ?4 AND place = ?5
            """, context.now, user, request.reason.text, book.number, ticket.place)
        try book.move(1, from: ticket.state, to: .voided, in: database)
        if let range = ticket.range {
            try database.run("UPDATE ticket_range SET tickets_voided = tickets_voided + 1 WHERE number = ?", range)
        }
        let event = TicketVoided(
            ticket: request.ticketID, raffle: id, drawNumber: ticket.drawNumber, from: ticket.state,
            reason: request.reason.text)
        try ElementHistory.tell(event, of: .raffle, id, in: context)
        context.touch(raffle.topic)
        guard let voided = try StoredTicket.find(ticket.place, of: book, in: database) else {
            throw Rejection.notFound("ticket")
        }
        return try voided.view(of: book, in: database)
    }
}

struct VoidingState: Codable, Sendable {
    let raffle: ID<Raffle>
    let by: ID<User>
    let reason: String
    var reached: Int64 = 0
}

/// Voids what is left of a raffle that was called off, turn by turn.
let voidingSaga = Saga<VoidingState>(
    "raffle.void-tickets", version: 1, steps: [.local("void", TicketVoiding.void)], end: .silent)

enum TicketVoiding {
    static let chunk: Int64 = 2000

    static func void(_ state: inout VoidingState, _ context: CommandContext) throws -> SagaStep<VoidingState>.Progress {
        let database = context.database
        guard let book = try TicketBook.find(state.raffle, in: database) else { return .done }
        let last = min(state.reached + chunk, book.size)
        for (from, count) in try database.rows(
            """
            SELECT state, COUNT(*) FROM ticket WHERE book = ? AND place > ? AND place <= ?
                AND state IN ('available','allocated') GROUP BY state
            """, book.number, state.reached, last,
            read: { (try $0.value(0, as: TicketState.self), try $0.value(1, as: Int.self)) })
        {
            try book.move(count, from: from, to: .voided, in: database)
        }
        try database.run(
            """
            UPDATE ticket_range SET tickets_voided = tickets_voided + (SELECT COUNT(*) FROM ticket
                WHERE book = ?1 AND place > ?2 AND place <= ?3 AND state = 'allocated' AND range = ticket_range.number)
            WHERE book = ?1 AND kind = 'unit' AND is_active = 1
            """, book.number, state.reached, last)
        try database.run(
            """
            UPDATE ticket SET state = 'voided', voided_at = ?1, voided_by = ?2, voided_reason = ?3, updated_at = ?1
            WHERE book = ?4 AND place > ?5 AND place <= ?6 AND state IN ('available','allocated')
            """, context.now, state.by, state.reason, book.number, state.reached, last)
        state.reached = last
        guard last == book.size else { return .again }
        let counts = try TicketBook.find(state.raffle, in: database)?.counts ?? book.counts
        try ElementHistory.tell(
            TicketsVoided(raffle: state.raffle, counts: counts), of: .raffle, state.raffle, in: context)
        return .done
    }
}
