public import Messages
public import Runtime
import Storage

extension GetTrackedBet: QueryHandler {
    public static func run(_ request: Request, in context: QueryContext) throws -> Reply {
        try StoredTrackedBet.acted(on: request.bet, by: try context.user(), in: context.database).view()
    }
}

extension ListTrackedBets: QueryHandler {
    public static func run(_ request: Request, in context: QueryContext) throws -> Reply {
        let (reader, database) = (try context.user(), context.database)
        let owner = try TrackedOwner.asked(request.user, by: reader)
        var sieve = Sieve<TrackedBet>(limit: Paging.limit(request.limit))
        try database.each(
            "SELECT number, id FROM tracked_bet WHERE owner = ? AND number < ? ORDER BY number DESC", owner,
            try QuotePlace.before(request.cursor)
        ) { row in
            let (number, id): (Int64, ID<TrackedBet>) = try (row.value(0), row.value(1))
            return try sieve.take(String(number)) {
                guard let bet = try StoredTrackedBet.find(id, in: database), request.suits(bet) else { return nil }
                return try bet.view()
            }
        }
        return Page(items: sieve.found, next: sieve.next)
    }
}

extension ListTrackedBets.Request {
    fileprivate func suits(_ bet: StoredTrackedBet) -> Bool { bet.deletedAt == nil && isOfPlace(bet) && isOfKind(bet) }

    private func isOfPlace(_ bet: StoredTrackedBet) -> Bool {
        sport.asks(forSport: bet.sport) && eventKey.map { $0.text == bet.eventKey } ?? true
            && season.map { $0.text == bet.season } ?? true && week.map { $0.value == bet.week } ?? true
            && edge.map { $0 == bet.edge } ?? true
    }

    private func isOfKind(_ bet: StoredTrackedBet) -> Bool {
        status.map { $0 == bet.status } ?? true && result.map { $0 == bet.result } ?? true
            && isDisputed.map { $0 == bet.isDisputed } ?? true && book.map { $0.text == bet.book } ?? true
            && marketType.map { $0.text == bet.marketType } ?? true
            && strategy.map { $0.text == bet.strategy } ?? true
    }
}

extension ListTrackedHistory: QueryHandler {
    public static func run(_ request: Request, in context: QueryContext) throws -> Reply {
        let (reader, database) = (try context.user(), context.database)
        let bet = try StoredTrackedBet.acted(on: request.bet, by: reader, in: database)
        let limit = Paging.limit(request.limit)
        let found: [(number: Int64, line: TrackedChange)] = try database.rows(
            """
            SELECT number, at, by, action, note, facts FROM tracked_history WHERE bet = ? AND number > ?
            ORDER BY number LIMIT ?
            """, bet.id, try TrackedPlace.after(request.cursor), limit + 1
        ) { row in
            let line = TrackedChange(
                at: try row.value(1), by: try row.value(2), action: try row.value(3), note: try row.value(4),
                after: try row.value(5))
            return (try row.value(0), line)
        }
        let page = Paging.page(found, limit: limit) { String($0.number) }
        return Page(items: page.items.map(\.line), next: page.next)
    }
}

/// Where a list that begins at the first has got to.
enum TrackedPlace {
    static func after(_ cursor: Cursor?) throws -> Int64 {
        guard let cursor else { return 0 }
        guard let number = Int64(cursor.text) else {
            throw Rejection.field(
                "/cursor", "invalid_format", "expected the `next` of the page before, as it was given")
        }
        return number
    }
}

extension ExportTrackedBets: QueryHandler {
    static let linesPerPage = 200

    public static func run(_ request: Request, in context: QueryContext) throws -> DocumentPage {
        let (reader, database) = (try context.user(), context.database)
        let place = try request.cursor.map { try TablePlace($0) }
        let end: Int64 =
            try place?.end ?? database.first(
                "SELECT COALESCE(MAX(number), 0) FROM tracked_bet WHERE owner = ?", reader.user
            ) { try $0.value(0) } ?? 0
        let found: [(number: Int64, id: ID<TrackedBet>)] = try database.rows(
            "SELECT number, id FROM tracked_bet WHERE owner = ? AND number > ? AND number <= ? ORDER BY number LIMIT ?",
            reader.user, place?.after ?? 0, end, linesPerPage + 1
        ) { (try $0.value(0), try $0.value(1)) }
        var text = place == nil && request.format == .csv ? CSV.line(Row.columns) : ""
        var reached: Int64?
        for one in found.prefix(linesPerPage) where text.utf8.count < DocumentPage.goodSize {
            reached = one.number
            guard let bet = try StoredTrackedBet.find(one.id, in: database), bet.deletedAt == nil else { continue }
            let row = Row(try bet.view())
            text += try request.format.line(row, row.cells)
        }
        let next = reached.flatMap { $0 == found.last?.number ? nil : TablePlace(after: $0, end: end) }
        return DocumentPage(
            request.format.contentType, named: FileName(trusted: "tracked-bets.\(request.format.rawValue)"), text: text,
            next: next?.cursor)
    }
}
