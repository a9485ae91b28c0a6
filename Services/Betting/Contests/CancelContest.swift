public import Messages
public import Runtime

extension CancelContest: CommandHandler {
    public static func run(_ request: Request, in context: CommandContext) throws -> Reply {
        let contest = try StoredContest.acted(on: request.contest, in: context)
        guard contest.has(.scheduled, .open, .closed) else {
            throw Failure.wrongState.because(
                "a contest can be cancelled until it is settled; this is \(contest.status)")
        }
        try contest.cancel(because: .organizer, in: context)
        return try contest.reloaded(in: context.database).view()
    }
}

extension StoredContest {
    /// From here on nothing is settled, and every fee goes back.
    func cancel(because reason: ContestCancelReason, in context: CommandContext) throws {
        try context.database.run(
            """
            UPDATE contest SET status = 'cancelling', cancel_reason = ?, closed_at = COALESCE(closed_at, ?)
            WHERE id = ?
            """, reason, context.now, id)
        try context.emit(ContestCancelling(contest: id, before: status, reason: reason))
        try context.begin(contestRefundSaga, ContestRefundState(contest: id))
    }
}

/// Where the cancelling of a contest stands.
struct ContestRefundState: Codable, Sendable {
    let contest: ID<Contest>
    /// The command that begins it only says so: a large contest's first chunk must not lengthen it.
    var hasBegun = false
}

/// Gives every fee back to where it came from, some with each command. Entries that cost nothing are only closed.
let contestRefundSaga = Saga<ContestRefundState>(
    "betting.cancel-contest", version: 1,
    steps: [
        .local("close-free", ContestEnd.closeFree),
        .call("refund", .wallet, PayFromEscrow.self, repeats: true, request: ContestPayments.refunds),
        .local("end", ContestEnd.cancelled),
        .call("tell", .identity, TellPeople.self, repeats: true) { state, context in
            try ContestNews.next(of: state.contest, .contestRefunded, in: context)
        },
    ],
    end: .silent)
