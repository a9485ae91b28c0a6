import Messages
import Odds
import Runtime
import Storage

/// What must hold at every commit of quotes and of what follows from them.
enum QuoteInvariants {
    static func violations(in database: Connection) throws -> [String] {
        try wrongLatest(in: database) + wrongMoves(in: database) + wrongFindings(in: database)
    }

    /// The latest quotes, from which the best odds are told, are those that the quotes themselves say.
    private static func wrongLatest(in database: Connection) throws -> [String] {
        let latest: Set<Int64> = Set(try database.rows("SELECT quote FROM latest_quote") { try $0.value(0) })
        let right: [Int64] = try database.rows(
            """
            SELECT number FROM (SELECT number, row_number() OVER (
                PARTITION BY selection, book COLLATE NOCASE ORDER BY observed_at DESC, number DESC) AS place
                FROM quote)
            WHERE place = 1
            """
        ) { try $0.value(0) }
        return Set(right).symmetricDifference(latest).sorted().map { "quote \($0) is the latest, or is not" }
    }

    private static func wrongMoves(in database: Connection) throws -> [String] {
        let moves: [(quote: Int64, before: Int64, points: Int64, line: Int64)] = try database.rows(
            "SELECT quote, before, points, line_moved FROM steam_move"
        ) { (try $0.value(0), try $0.value(1), try $0.value(2), try $0.value(3)) }
        return try moves.compactMap { move in
            let before = try StoredQuote.existing(move.before, in: database)
            let after = try StoredQuote.existing(move.quote, in: database)
            let found = Move(from: before.offer, to: after.offer)
            let isRight =
                found.isSteam && (found.points, found.line) == (move.points, move.line)
                && Naming.same(before.book, after.book)
                && before.side == after.side && before.market == after.market && before.observedAt <= after.observedAt
            return isRight ? nil : "the move of quote \(move.quote) is none"
        }
    }

    /// What is said to be sure is, at quotes that are the latest of their books.
    private static func wrongFindings(in database: Connection) throws -> [String] {
        let open: [(number: Int64, market: Int64, margin: Int64)] = try database.rows(
            "SELECT number, market, margin FROM arbitrage WHERE ended_at IS NULL"
        ) { (try $0.value(0), try $0.value(1), try $0.value(2)) }
        return try open.compactMap { finding in
            let legs = try StoredArbitrage.legs(of: finding.number, in: database)
            let quotes = try legs.map { try StoredQuote.existing($0, in: database) }
            let sure = SureBet.all(of: quotes.map(\.offer), outcomes: quotes.first?.outcomes ?? 0)
            let areLatest = try legs.allSatisfy { leg in
                try database.first("SELECT 1 FROM latest_quote WHERE quote = ?", leg) { _ in true } ?? false
            }
            let isRight =
                sure.map(\.margin) == [finding.margin] && quotes.allSatisfy { $0.market == finding.market } && areLatest
            return isRight ? nil : "arbitrage \(finding.number) is none"
        }
    }
}
