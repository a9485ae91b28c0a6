import Messages
import Runtime
import Storage

/// A package's row, without its prices.
struct StoredPackage {
    let id: ID<TicketPackage>
    let organization: ID<Organization>
    var name: String
    var description: String?
    let tickets: Int64
    let currency: Currency
    var isActive: Bool
    var displayOrder: Int64
    let createdAt: Timestamp
    let createdBy: ID<User>
    var updatedAt: Timestamp
    var updatedBy: ID<User>

    static func find(_ id: ID<TicketPackage>, in database: Connection) throws -> StoredPackage? {
        try database.first(
            """
            SELECT id, organization_id, name, description, ticket_count, currency, scale, is_active, display_order,
                created_at, created_by, updated_at, updated_by
            FROM ticket_package JOIN currency ON code = currency WHERE id = ?
            """, id
        ) { row in
            StoredPackage(
                id: try row.value(0), organization: try row.value(1), name: try row.value(2),
                description: try row.value(3), tickets: try row.value(4),
                currency: Currency(code: try row.value(5), scale: try row.value(6)), isActive: try row.value(7),
                displayOrder: try row.value(8), createdAt: try row.value(9), createdBy: try row.value(10),
                updatedAt: try row.value(11), updatedBy: try row.value(12))
        }
    }

    static func existing(_ id: ID<TicketPackage>, in database: Connection) throws -> StoredPackage {
        guard let found = try find(id, in: database) else { throw Rejection.notFound("package") }
        return found
    }

    func store(in database: Connection) throws {
        try database.run(
            """
            INSERT INTO ticket_package (id, organization_id, name, description, ticket_count, currency, is_active,
                display_order, created_at, created_by, updated_at, updated_by)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (id) DO UPDATE SET name = excluded.name, description = excluded.description,
                is_active = excluded.is_active, display_order = excluded.display_order,
                updated_at = excluded.updated_at, updated_by = excluded.updated_by
            """, id, organization, name, description, tickets, currency.code, isActive, displayOrder, createdAt,
            createdBy, updatedAt, updatedBy)
    }

    /// The price that holds at a moment, and those that will.
    func prices(at now: Timestamp, in database: Connection) throws -> (price: Money, later: [ScheduledPrice]) {
        let all = try PackagePrices.from(now, of: id, in: database)
        let later = all.dropFirst().map { ScheduledPrice(price: Money($0.price, currency), startsAt: $0.startsAt) }
        return (Money(all.first?.price ?? .zero, currency), later)
    }

    func view(at now: Timestamp, in database: Connection) throws -> TicketPackageView {
        let prices = try prices(at: now, in: database)
        return TicketPackageView(
            id: id, organizationID: organization, name: name, description: description,
            ticketCount: WholeNumber(trusted: tickets), price: prices.price, scheduledPrices: prices.later,
            isActive: isActive, displayOrder: WholeNumber(trusted: displayOrder), createdAt: createdAt,
            createdBy: createdBy, updatedAt: updatedAt, updatedBy: updatedBy)
    }
}
