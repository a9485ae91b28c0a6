public import Messages

/// Reads one page: asks for one item more than fits, to know whether there is another page.
public enum Paging {
    public static func limit(_ asked: PageLimit?, standard: PageLimit = .standard) -> Int { (asked ?? standard).count }

    public static func page<Item>(_ items: [Item], limit: Int, cursor: (Item) -> String) -> (
        items: [Item], next: String?
    ) {
        guard items.count > limit else { return (items, nil) }
        let shown = Array(items.prefix(limit))
        return (shown, shown.last.map(cursor))
    }

    /// The id that a page ended with. Without a cursor an id that every other is below, since lists begin at the newest.
    public static func before<Entity>(_ cursor: Cursor?) throws -> ID<Entity> {
        guard let cursor else { return ID(high: .max, low: .max) }
        guard let id = ID<Entity>(cursor.text) else { throw invalid }
        return id
    }

    /// The number that a page ended with.
    public static func after(_ cursor: Cursor?) throws -> Int64 {
        guard let cursor else { return 0 }
        guard let number = Int64(cursor.text) else { throw invalid }
        return number
    }

    private static let invalid = Rejection.field(
        "/cursor", "invalid_format", "expected the `next` of the page before, as it was given")
}
