import Messages
import Runtime
import Storage

/// The steps of a settlement that decide what each entry gets.
enum ContestRanking {
    typealias Progress = SagaStep<ContestSettlementState>.Progress

    /// Gives entries their places, and counts how many are level where there is a prize.
    static func rank(_ state: inout ContestSettlementState, _ context: CommandContext) throws -> Progress {
        guard state.hasBegun else {
            state.hasBegun = true
            return .again
        }
        let contest = try StoredContest.existing(state.contest, in: context.database)
        let byHand = contest.ranked > 0
        let found = try RankedEntry.next(after: state, byHand: byHand, in: context.database)
        let lastPlace = try contest.plan().lastPlace
        var sizes: [Int64: Int64] = [:]
        for entry in found {
            state.placed += 1
            if byHand {
                state.lastRank = entry.key
            } else if entry.key != state.lastKey {
                state.lastRank = state.placed
            }
            (state.lastKey, state.lastNumber) = (entry.key, entry.number)
            try context.database.run(
                "UPDATE contest_entry SET winner_rank = ? WHERE number = ?", state.lastRank, entry.number)
            if state.lastRank <= lastPlace { sizes[state.lastRank, default: 0] += 1 }
        }
        for (rank, size) in sizes.sorted(by: { $0.key < $1.key }) {
            try context.database.run(
                """
                INSERT INTO contest_standing (contest, rank, size) VALUES (?, ?, ?)
                ON CONFLICT (contest, rank) DO UPDATE SET size = size + excluded.size
                """, contest.id, rank, size)
        }
        return found.count < Chunk.size ? .done : .again
    }

    /// What those get who are level: equal parts of the places that they cover.
    static func share(_ state: inout ContestSettlementState, _ context: CommandContext) throws -> Progress {
        let contest = try StoredContest.existing(state.contest, in: context.database)
        guard let filled = contest.settled?.filled else { return .done }
        let table = try contest.figures(plan: contest.plan(), filled: filled).table
        let standings: [(rank: Int64, size: Int64)] = try context.database.rows(
            "SELECT rank, size FROM contest_standing WHERE contest = ? AND money IS NULL ORDER BY rank LIMIT ?",
            contest.id, Chunk.size
        ) { (try $0.value(0), try $0.value(1)) }
        for standing in standings {
            let money = table.sum(of: standing.rank...(standing.rank + standing.size - 1))
            let share = TiedShare(of: money, among: standing.size)
            try context.database.run(
                "UPDATE contest_standing SET money = ?, part = ?, leftover = ? WHERE contest = ? AND rank = ?", money,
                share.each, share.leftover, contest.id, standing.rank)
        }
        return standings.count < Chunk.size ? .done : .again
    }

    /// Each entry's prize, in the order in which they were made: so the units that do not divide go to the earliest.
    static func award(_ state: inout ContestSettlementState, _ context: CommandContext) throws -> Progress {
        let contest = try StoredContest.existing(state.contest, in: context.database)
        let entries = try AwardedEntry.next(of: contest.id, after: state.lastAwarded, Chunk.size, in: context.database)
        var leftovers: [Int64: Int64] = [:]
        var lost: Int64 = 0
        for entry in entries {
            var prize = entry.part ?? .zero
            if let rank = entry.rank, let leftover = leftovers[rank] ?? entry.leftover, leftover > 0 {
                prize = try prize + Amount(1)
                leftovers[rank] = leftover - 1
            }
            if prize > .zero {
                try context.database.run(
                    "UPDATE contest_entry SET prize = ?, payment = 'due' WHERE number = ?", prize, entry.number)
            } else {
                try EndedEntry(entry.number, in: context.database).close(as: .lost, of: contest, in: context)
                lost += 1
            }
            state.lastAwarded = entry.number
        }
        for (rank, leftover) in leftovers.sorted(by: { $0.key < $1.key }) {
            try context.database.run(
                "UPDATE contest_standing SET leftover = ? WHERE contest = ? AND rank = ?", leftover, contest.id, rank)
        }
        try context.database.run("UPDATE contest SET done = done + ? WHERE id = ?", lost, contest.id)
        return entries.count < Chunk.size ? .done : .again
    }
}

/// An entry in the order of places: by its score, or by the rank that was set by hand.
private struct RankedEntry {
    let number: Int64
    let key: Int64

    /// The rest of those that are level with the last one, and then the next: each a short way along an index.
    static func next(
        after state: ContestSettlementState, byHand: Bool, in database: Connection
    ) throws -> [RankedEntry] {
        let level = try byHand ? level(byRank: state, in: database) : level(byScore: state, in: database)
        let rest = Chunk.size - level.count
        guard rest > 0 else { return level }
        return level
            + (try byHand
                ? worse(byRank: state, limit: rest, in: database) : worse(byScore: state, limit: rest, in: database))
    }

    private static func level(byRank state: ContestSettlementState, in database: Connection) throws -> [RankedEntry] {
        try database.rows(
            """
            SELECT number, given_rank FROM contest_entry WHERE contest = ? AND given_rank = ? AND number > ?
            ORDER BY number LIMIT ?
            """, state.contest, state.lastKey, state.lastNumber, Chunk.size, read: read)
    }

    private static func level(byScore state: ContestSettlementState, in database: Connection) throws -> [RankedEntry] {
        try database.rows(
            """
            SELECT number, score FROM contest_entry WHERE contest = ? AND score = ? AND number > ?
            ORDER BY number LIMIT ?
            """, state.contest, state.lastKey, state.lastNumber, Chunk.size, read: read)
    }

    private static func worse(
        byRank state: ContestSettlementState, limit: Int, in database: Connection
    ) throws -> [RankedEntry] {
        try database.rows(
            """
            SELECT number, given_rank FROM contest_entry WHERE contest = ? AND given_rank > ?
            ORDER BY given_rank, number LIMIT ?
            """, state.contest, state.lastKey ?? 0, limit, read: read)
    }

    private static func worse(
        byScore state: ContestSettlementState, limit: Int, in database: Connection
    ) throws -> [RankedEntry] {
        guard let last = state.lastKey else {
            return try database.rows(
                """
                SELECT number, score FROM contest_entry WHERE contest = ? AND score IS NOT NULL
                ORDER BY score DESC, number LIMIT ?
                """, state.contest, limit, read: read)
        }
        return try database.rows(
            """
            SELECT number, score FROM contest_entry WHERE contest = ? AND score < ? ORDER BY score DESC, number LIMIT ?
            """, state.contest, last, limit, read: read)
    }

    private static func read(_ row: borrowing Row) throws -> RankedEntry {
        RankedEntry(number: try row.value(0), key: try row.value(1))
    }
}

/// An entry with what those share that are level with it.
private struct AwardedEntry {
    let number: Int64
    let rank: Int64?
    let part: Amount?
    let leftover: Int64?

    static func next(
        of contest: ID<Contest>, after number: Int64, _ limit: Int, in database: Connection
    ) throws -> [AwardedEntry] {
        try database.rows(
            """
            SELECT number, winner_rank, part, leftover FROM contest_entry
            LEFT JOIN contest_standing ON contest_standing.contest = contest_entry.contest AND rank = winner_rank
            WHERE contest_entry.contest = ? AND number > ? AND status = 'entered' AND payment IS NULL
            ORDER BY number LIMIT ?
            """, contest, number, limit
        ) { row in
            AwardedEntry(
                number: try row.value(0), rank: try row.value(1), part: try row.value(2), leftover: try row.value(3))
        }
    }
}
