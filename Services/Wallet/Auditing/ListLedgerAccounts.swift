public import Messages
public import Runtime
import Storage

extension ListLedgerAccounts: QueryHandler {
    public static func run(_ request: Request, in context: QueryContext) throws -> Page<LedgerAccount> {
        let kind = request.userID == nil ? request.ownerKind : .user
        guard request.userID == nil || request.ownerKind ?? .user == .user else { return Page(items: [], next: nil) }
        var groups = try AccountGroup.all(
            kind: kind, currency: request.currency, bucket: request.bucket, in: context.database)[...]
        var after: Int64 = 0
        if let cursor = request.cursor {
            let parts = cursor.text.split(separator: ".", omittingEmptySubsequences: false)
            guard parts.count == 4, let number = Int64(parts[3]),
                let group = groups.firstIndex(where: { $0.isNamed(by: Array(parts.prefix(3))) })
            else { throw Rejection.field("/cursor", "invalid_format", "expected the `next` of the page before") }
            (groups, after) = (groups[group...], number)
        }
        let limit = (request.limit ?? .standard).count
        var (items, last) = ([LedgerAccount](), "")
        for group in groups {
            let room = limit - items.count
            let found = try group.accounts(of: request.userID, after: after, room + 1, in: context.database)
            if found.count > room {
                let shown = found.prefix(room)
                let next = shown.last.map { group.cursor(after: $0.account) } ?? last
                return Page(items: items + shown, next: next)
            }
            items += found
            (last, after) = (found.last.map { group.cursor(after: $0.account) } ?? last, 0)
        }
        return Page(items: items, next: nil)
    }
}
