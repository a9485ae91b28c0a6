import Messages
import Runtime
import Storage

/// A list whose candidates an index gives by their ids, each held against the other filters.
enum Listing {
    typealias Visit = (borrowing Row) throws -> Bool

    static func page<Entity, View: Codable & Sendable>(
        _ limit: PageLimit?, of entity: Entity.Type, _ find: @escaping (ID<Entity>) throws -> View?,
        where suits: @escaping (View) throws -> Bool = { _ in true }, candidates: (Visit) throws -> Void
    ) throws -> Page<View> {
        var sieve = Sieve<View>(limit: Paging.limit(limit))
        try candidates { row in
            let id: ID<Entity> = try row.value(0)
            return try sieve.take(id.text) {
                guard let view = try find(id), try suits(view) else { return nil }
                return view
            }
        }
        return Page(items: sieve.found, next: sieve.next)
    }

    /// Items by numbers that go down, one a version.
    static func versions<View: Codable & Sendable>(
        _ found: [View], limit: PageLimit?, version: (View) -> Int64
    ) -> Page<View> {
        let page = Paging.page(found, limit: Paging.limit(limit)) { String(version($0)) }
        return Page(items: page.items, next: page.next)
    }

    static func before(_ cursor: Cursor?) throws -> Int64 { cursor == nil ? .max : try Paging.after(cursor) }
}
