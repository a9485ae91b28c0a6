import Messages
import Runtime
import Storage
import TimeZones

extension ExportStatement {
    /// Some sixty kilobytes of text.
    static let linesPerPage = 400

    static func run(_ request: Request, _ zones: ZoneBook, in context: QueryContext) throws -> DocumentPage {
        let (user, database) = (try context.user().user, context.database)
        let position = try request.cursor.map { try StatementReader.Position($0) }
        let numbers = try QueryDays(of: user, zones, in: database).numbers(
            from: request.from, to: request.to, in: database, asFarAs: position?.end)
        let reader = try StatementReader(of: user, numbers, currency: request.currency, in: database)
        let page = try reader.page(after: position?.after ?? 0, limit: linesPerPage)
        var text = position == nil && request.format == .csv ? CSV.line(Row.columns) : ""
        for line in page.lines {
            let row = Row(line)
            text += try request.format.line(row, row.cells)
        }
        let next = page.last.map { StatementReader.Position(after: $0, end: numbers.upperBound).text }
        return DocumentPage(
            request.format.contentType, named: FileName(trusted: "statement.\(request.format.rawValue)"), text: text,
            next: next.map { Cursor(trusted: $0) })
    }
}
