import Messages
import Runtime

/// Where the settlement of a contest stands.
struct ContestSettlementState: Codable, Sendable {
    let contest: ID<Contest>
    /// The command that begins it only fixes the figures: a large contest's first chunk must not lengthen it.
    var hasBegun = false
    /// The last entry that was placed, in the order of places: what it was placed by, its place, and how many are placed.
    var lastKey: Int64?
    var lastNumber: Int64 = 0
    var lastRank: Int64 = 0
    var placed: Int64 = 0
    /// The last entry whose prize was decided, in the order in which entries were made.
    var lastAwarded: Int64 = 0
}

/// Places the entries, shares the prize money among those who are level, and pays. The house's part of the prizes comes
/// first, and what it keeps goes last. Each step takes a bounded chunk and then lets other messages have their turn, and where
/// it stands is in the rows, so it goes on after a crash where it was.
let contestSettlementSaga = Saga<ContestSettlementState>(
    "betting.settle-contest", version: 1,
    steps: [
        .local("rank", ContestRanking.rank),
        .local("share", ContestRanking.share),
        .local("award", ContestRanking.award),
        .call("fund", .wallet, FundEscrow.self, request: ContestPayments.fund),
        .call("pay", .wallet, PayFromEscrow.self, repeats: true, request: ContestPayments.prizes),
        .call("keep", .wallet, PayFromEscrow.self, request: ContestPayments.kept),
        .local("end", ContestEnd.settled),
        .call("tell", .identity, TellPeople.self, repeats: true) { state, context in
            try ContestNews.next(of: state.contest, .contestPrize, in: context)
        },
    ],
    end: .silent)
