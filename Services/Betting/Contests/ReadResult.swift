public import Messages
public import Runtime
import Storage

extension GetContestResult: QueryHandler {
    public static func run(_ request: Request, in context: QueryContext) throws -> Reply {
        let limit = Paging.limit(request.limit)
        let reader = try ResultReader(of: request.contest, to: context)
        let found = try reader.placings(
            after: try request.cursor.map { try TablePlace($0) }, limit: limit + 1, in: context.database)
        let (shown, next) = Paging.page(found, limit: limit) { TablePlace(after: $0.placing.rank, end: $0.number).text }
        return ContestResult(
            contest: request.contest, status: reader.contest.status, settlement: reader.settlement,
            items: shown.map(\.placing), next: NextPage(next))
    }
}

extension ExportContestResult: QueryHandler {
    /// Some sixty kilobytes of text.
    static let linesPerPage = 400

    public static func run(_ request: Request, in context: QueryContext) throws -> DocumentPage {
        let reader = try ResultReader(of: request.contest, to: context)
        let place = try request.cursor.map { try TablePlace($0) }
        let found = try reader.placings(after: place, limit: linesPerPage + 1, in: context.database)
        var text = place == nil && request.format == .csv ? CSV.line(Row.columns) : ""
        let (shown, next) = Paging.page(found, limit: linesPerPage) {
            TablePlace(after: $0.placing.rank, end: $0.number).text
        }
        for (_, placing) in shown {
            let row = Row(placing)
            text += try request.format.line(row, row.cells)
        }
        return DocumentPage(
            request.format.contentType, named: FileName(trusted: "result.\(request.format.rawValue)"), text: text,
            next: next.map { Cursor(trusted: $0) })
    }
}

/// Reads who got what of a contest, the best first, and those that are level in the order in which they entered.
struct ResultReader {
    let contest: StoredContest
    let settlement: ContestSettlement
    private let names: EntryNames

    init(of id: ID<Contest>, to context: QueryContext) throws {
        contest = try StoredContest.existing(id, in: context.database)
        guard let settlement = contest.settlement else {
            throw GetContestResult.Failure.notSettled.because(
                "a contest has a result once it is settled; this is \(contest.status)")
        }
        self.settlement = settlement
        names = try EntryNames(of: contest, to: context.caller.statement, in: context.database)
    }

    /// - Parameter place: the rank and the number of the last one that was read.
    func placings(
        after place: TablePlace?, limit: Int, in database: Connection
    ) throws -> [(number: Int64, placing: ContestResult.Placing)] {
        try database.rows(
            """
            SELECT number, winner_rank, id, user, score, COALESCE(prize, 0) FROM contest_entry
            WHERE contest = ?1 AND winner_rank IS NOT NULL AND (winner_rank, number) > (?2, ?3)
            ORDER BY winner_rank, number LIMIT ?4
            """, contest.id, place?.after ?? 0, place?.end ?? 0, limit
        ) { row in
            let placing = ContestResult.Placing(
                rank: try row.value(1), entry: try row.value(2), player: try names.player(try row.value(3)),
                score: try row.value(4), prize: contest.money(try row.value(5)))
            return (try row.value(0), placing)
        }
    }
}
