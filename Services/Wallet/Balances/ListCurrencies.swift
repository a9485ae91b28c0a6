public import Messages
public import Runtime
import Storage

extension GetCurrency: QueryHandler {
    public static func run(_ request: Request, in context: QueryContext) throws -> Reply {
        guard let known = try KnownCurrency.find(request.code, in: context.database) else {
            throw Rejection.notFound("currency")
        }
        return Reply(code: request.code, scale: known.currency.scale)
    }
}

extension ListCurrencies: QueryHandler {
    public static func run(_ request: Request, in context: QueryContext) throws -> Page<Item> {
        let count = (request.limit ?? .standard).count
        let found = try context.database.rows(
            "SELECT code, scale FROM currencies WHERE code > ? ORDER BY code LIMIT ?", request.cursor?.text ?? "",
            count + 1
        ) { row in Item(code: CurrencyCode(trusted: try row.value(0)), scale: try row.value(1)) }
        let items = Array(found.prefix(count))
        return Page(items: items, next: found.count > count ? items.last?.code.text : nil)
    }
}
