public import Messages
public import Runtime
import Storage

extension ScoreContest: CommandHandler {
    public static func run(_ request: Request, in context: CommandContext) throws -> Reply {
        let contest = try Judging.contest(request.contest, in: context)
        let scores = request.scores.items
        let entries = try Judging.entries(scores.map(\.entry), of: contest, listed: "/scores", in: context.database)
        var changes: [ContestScored.Change] = []
        var scored = contest.scored
        for (entry, score) in zip(entries, scores.map(\.score)) where entry.score != score {
            try context.database.run("UPDATE contest_entry SET score = ? WHERE number = ?", score, entry.number)
            scored += (score == nil ? 0 : 1) - (entry.score == nil ? 0 : 1)
            changes.append(.init(entry: entry.id, before: entry.score, after: score))
        }
        guard !changes.isEmpty else { return try contest.view() }
        try context.database.run("UPDATE contest SET scored = ? WHERE id = ?", scored, contest.id)
        try context.emit(ContestScored(contest: contest.id, changes: changes))
        return try contest.reloaded(in: context.database).view()
    }
}

extension RankContest: CommandHandler {
    public static func run(_ request: Request, in context: CommandContext) throws -> Reply {
        let contest = try Judging.contest(request.contest, in: context)
        let ranks = request.ranks.items
        try refuseLowRanks(ranks.map { $0.rank?.value }, of: contest)
        let entries = try Judging.entries(ranks.map(\.entry), of: contest, listed: "/ranks", in: context.database)
        var changes: [ContestRanked.Change] = []
        var ranked = contest.ranked
        for (entry, rank) in zip(entries, ranks.map { $0.rank?.value }) where entry.givenRank != rank {
            try context.database.run("UPDATE contest_entry SET given_rank = ? WHERE number = ?", rank, entry.number)
            ranked += (rank == nil ? 0 : 1) - (entry.givenRank == nil ? 0 : 1)
            changes.append(.init(entry: entry.id, before: entry.givenRank, after: rank))
        }
        if request.ties != true { try refuseTies(ranks.map { $0.rank?.value }, of: contest, in: context.database) }
        guard !changes.isEmpty else { return try contest.view() }
        try context.database.run("UPDATE contest SET ranked = ? WHERE id = ?", ranked, contest.id)
        try context.emit(ContestRanked(contest: contest.id, changes: changes))
        return try contest.reloaded(in: context.database).view()
    }

    /// Places without an entry cannot be filled by more of them: all are in. Gaps above may be, by the next request, and are looked
    /// for when the contest is settled.
    private static func refuseLowRanks(_ ranks: [Int64?], of contest: StoredContest) throws {
        for (index, rank) in ranks.enumerated() {
            guard let rank, rank > contest.entries else { continue }
            throw Failure.rankTooLow.because(
                "the contest has \(contest.entries) entries, and so no rank \(rank)", at: "/ranks/\(index)/rank")
        }
    }

    /// Once all of them are set, so that two entries can change places.
    private static func refuseTies(
        _ ranks: [Int64?], of contest: StoredContest, in database: Connection
    ) throws {
        for (index, rank) in ranks.enumerated() {
            guard let rank else { continue }
            let count = try database.rows(
                "SELECT 1 FROM contest_entry WHERE contest = ? AND given_rank = ? LIMIT 2", contest.id, rank
            ) { _ in true }.count
            guard count == 1 else {
                throw Failure.rankTaken.because(
                    "rank \(rank) stands twice; say \"ties\":true if they share it", at: "/ranks/\(index)/rank")
            }
        }
    }
}

/// What scores and ranks have in common.
enum Judging {
    typealias Failure = ContestJudgingFailure

    static func contest(_ id: ID<Contest>, in context: CommandContext) throws -> StoredContest {
        let contest = try StoredContest.acted(on: id, in: context)
        guard contest.has(.closed) else {
            throw Failure.wrongState.because(
                "scores and ranks are set between the close and the settlement; this contest is \(contest.status)")
        }
        guard try !contest.isEntered(byCallerOf: context) else {
            throw Failure.entrantMayNotJudge.because(StoredContest.judgingRefusal)
        }
        return contest
    }

    /// The entries in the order in which they are named, each of this contest and named once.
    static func entries(
        _ ids: [ID<ContestEntry>], of contest: StoredContest, listed pointer: String, in database: Connection
    ) throws -> [StoredEntry] {
        if ids.isEmpty { throw Rejection.field(pointer, "too_few_items", "expected at least one entry") }
        var seen: Set<ID<ContestEntry>> = []
        return try ids.enumerated().map { index, id in
            let place = "\(pointer)/\(index)/entry_id"
            guard let entry = try StoredEntry.find(id, in: database), entry.contest == contest.id,
                entry.status != .reserved
            else { throw Failure.unknownEntry.because("there is no such entry in this contest", at: place) }
            guard seen.insert(id).inserted else {
                throw Failure.repeatedEntry.because("this entry stands twice in the list", at: place)
            }
            return entry
        }
    }
}
