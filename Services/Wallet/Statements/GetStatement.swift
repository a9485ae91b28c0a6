import Messages
import Runtime
import Storage
import TimeZones

extension GetStatement {
    static func run(_ request: Request, _ zones: ZoneBook, in context: QueryContext) throws -> Reply {
        let (user, database) = (try context.user().user, context.database)
        let position = try request.cursor.map { try StatementReader.Position($0) }
        let numbers = try QueryDays(of: user, zones, in: database).numbers(
            from: request.from, to: request.to, in: database, asFarAs: position?.end)
        let reader = try StatementReader(of: user, numbers, currency: request.currency, in: database)
        let page = try reader.page(after: position?.after ?? 0, limit: (request.limit ?? .standard).count)
        let next = page.last.map { StatementReader.Position(after: $0, end: numbers.upperBound) }
        return Reply(
            opening: try reader.opening().map { try $0.statementBalance() }, items: page.lines,
            closing: try reader.closing().map { try $0.statementBalance() }, next: next?.text)
    }
}

extension GetPastBalance {
    static func run(_ request: Request, _ zones: ZoneBook, in context: QueryContext) throws -> Reply {
        let (user, database) = (try context.user().user, context.database)
        let days = try QueryDays(of: user, zones, in: database)
        // The last moment that is meant, itself included.
        let asked: Timestamp? =
            switch request.at {
            case .time(let time): time
            case .day: request.at.map { days.end($0).adding(milliseconds: -1) }
            case nil: nil
            }
        let at = min(asked ?? context.now, context.now)
        if at == context.now {
            let lines = try UserBuckets.all(of: user, at: at, in: database)
            return Reply(at: at, items: try lines.map { try $0.line() })
        }
        let end = try LedgerTime.first(since: at.adding(milliseconds: 1), in: database)
        let reader = try StatementReader(of: user, 1..<max(1, end), in: database)
        return Reply(at: at, items: try reader.closing().map { try $0.line() })
    }
}
