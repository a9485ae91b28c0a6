import Messages

/// From which state a ticket goes to which.
enum TicketLifecycle {
    private static let ways: [TicketState: [TicketState]] = [
        .available: [.pending, .allocated, .voided],
        // An order that is not paid gives its tickets back.
        .pending: [.sold, .available],
        .allocated: [.sold, .available, .voided],
        .sold: [.winner, .voided],
        .winner: [.claimed],
    ]

    static func allows(_ from: TicketState, to state: TicketState) -> Bool { ways[from]?.contains(state) ?? false }
}
