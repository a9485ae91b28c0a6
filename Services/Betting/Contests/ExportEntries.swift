public import Messages
public import Runtime
import Storage

extension ExportContestEntries: QueryHandler {
    /// Some hundred kilobytes of text.
    static let linesPerPage = 400

    public static func run(_ request: Request, in context: QueryContext) throws -> DocumentPage {
        let contest = try StoredContest.existing(request.contest, in: context.database)
        let names = try EntryNames(of: contest, to: context.caller.statement, in: context.database)
        let place = try request.cursor.map { try TablePlace($0) }
        let end = try place?.end ?? lastNumber(of: contest.id, in: context.database)
        let found = try StoredEntry.list(
            of: contest.id, after: place?.after ?? 0, through: end, limit: linesPerPage + 1, in: context.database)
        var text = place == nil && request.format == .csv ? CSV.line(Row.columns) : ""
        let shown = found.prefix(linesPerPage)
        for entry in shown {
            let row = Row(try names.view(entry))
            text += try request.format.line(row, row.cells)
        }
        let next = found.count > linesPerPage ? shown.last.map { TablePlace(after: $0.number, end: end) } : nil
        return DocumentPage(
            request.format.contentType, named: FileName(trusted: "entries.\(request.format.rawValue)"), text: text,
            next: next?.cursor)
    }

    private static func lastNumber(of contest: ID<Contest>, in database: Connection) throws -> Int64 {
        try database.first("SELECT COALESCE(MAX(number), 0) FROM contest_entry WHERE contest = ?", contest) {
            try $0.value(0)
        } ?? 0
    }
}

/// Where a table's page ended, in two numbers: for entries the last one and where the table ends, so that what comes into
/// being while it is sent is not in it; for a result the last place and its entry.
struct TablePlace {
    let after: Int64
    let end: Int64

    init(after: Int64, end: Int64) { (self.after, self.end) = (after, end) }

    init(_ cursor: Cursor) throws {
        let numbers = cursor.text.split(separator: ".", omittingEmptySubsequences: false).map { Int64($0) }
        guard numbers.count == 2, let after = numbers[0], let end = numbers[1] else {
            throw Rejection.field("/cursor", "invalid_format", "expected the `next` of the page before")
        }
        self.init(after: after, end: end)
    }

    var text: String { "\(after).\(end)" }
    var cursor: Cursor { Cursor(trusted: text) }
}
