public import Messages
public import Runtime
import Storage

/// An attribute's row. What was taken away stays there, switched off, and comes back when it is said again.
private struct StoredAttribute {
    let kind: AttributedElement
    /// Of an element of any kind.
    let element: ID<Organization>
    var view: AttributeView
    var isActive: Bool

    static func find(
        _ kind: AttributedElement, _ element: ID<Organization>, _ name: String, in database: Connection
    ) throws -> StoredAttribute? {
        try database.first(
            """
            SELECT attribute_name, attribute_value, data_type, is_active, created_at, created_by, updated_at, updated_by
            FROM entity_attribute WHERE entity_type = ? AND entity_id = ? AND attribute_name = ?
            """, kind, element, name
        ) { try StoredAttribute(kind, element, $0) }
    }

    init(_ kind: AttributedElement, _ element: ID<Organization>, _ row: borrowing Row) throws {
        (self.kind, self.element, isActive) = (kind, element, try row.value(3))
        view = AttributeView(
            entityType: kind, entityID: Text(trusted: element.text), name: try row.value(0), value: try row.value(1),
            dataType: try row.value(2), createdAt: try row.value(4), createdBy: try row.value(5),
            updatedAt: try row.value(6), updatedBy: try row.value(7))
    }

    init(_ kind: AttributedElement, _ element: ID<Organization>, view: AttributeView) {
        (self.kind, self.element, self.view, isActive) = (kind, element, view, true)
    }

    func keep(insteadOf former: AttributeView?, in context: CommandContext) throws {
        try context.database.run(
            """
            INSERT INTO entity_attribute (entity_type, entity_id, attribute_name, attribute_value, data_type, is_active,
                created_at, created_by, updated_at, updated_by)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT DO UPDATE SET attribute_value = excluded.attribute_value, data_type = excluded.data_type,
                is_active = excluded.is_active, updated_at = excluded.updated_at, updated_by = excluded.updated_by
            """, kind, element, view.name, view.value, view.dataType, isActive, view.createdAt, view.createdBy,
            view.updatedAt, view.updatedBy)
        let event = AttributeChanged(
            entityType: kind, entityID: element.text, name: view.name, before: former, after: isActive ? view : nil)
        let elementKind = ChangedElement(rawValue: kind.rawValue) ?? .unknown
        try ElementHistory.tell(event, of: elementKind, element, in: context)
    }
}

enum Attributes {
    /// How many an element may have.
    static let limit = 200

    /// The element that an attribute is of, or would be.
    static func element(
        _ kind: AttributedElement, _ text: Text<ElementIDRule>, in database: Connection
    ) throws -> ID<Organization> {
        guard let id = ID<Organization>(text.text) else { throw Rejection.notFound("element") }
        let isThere =
            switch kind {
            case .jurisdiction: try JurisdictionView.find(ID(high: id.high, low: id.low), in: database) != nil
            case .venue: try VenueView.find(ID(high: id.high, low: id.low), in: database) != nil
            case .organization: try OrganizationView.find(id, in: database) != nil
            case .unknown: false
            }
        guard isThere else { throw Rejection.notFound("element") }
        return id
    }

    static func look(_ kind: AttributedElement, _ text: Text<ElementIDRule>, in context: QueryContext) throws {
        guard kind == .organization else { return try Staff.look(in: context) }
        try Staff.look(at: ID(text.text), in: context)
    }

    /// Whether a value is what its type says.
    static func check(_ value: String?, is type: AttributeType, in database: Connection) throws {
        guard let value else { return }
        let isRight =
            switch type {
            case .string: true
            case .number: DecimalText(value) != nil
            case .boolean: value == "true" || value == "false"
            case .json: try database.first("SELECT json_valid(?)", value) { try $0.value(0, as: Bool.self) } ?? false
            case .unknown: false
            }
        guard isRight else {
            throw LicensingFailure.wrongValue.because(
                "expected a \(type.rawValue): a number is decimal text, a boolean true or false", at: "/attribute_value"
            )
        }
    }
}

extension SetAttribute: CommandHandler {
    public static func run(_ request: Request, in context: CommandContext) throws -> AttributeView {
        let (database, user) = (context.database, try context.user().user)
        let element = try Attributes.element(request.entityType, request.entityID, in: database)
        let type = request.dataType ?? .string
        try Named.refuseUnknown(type == .unknown, at: "/data_type")
        try Attributes.check(request.attributeValue?.text, is: type, in: database)
        let former = try StoredAttribute.find(request.entityType, element, request.name.text, in: database)
        if former?.isActive != true { try checkRoom(request.entityType, element, in: database) }
        var view =
            former?.view
            ?? AttributeView(
                entityType: request.entityType, entityID: request.entityID, name: request.name.text, dataType: type,
                createdAt: context.now, createdBy: user, updatedAt: context.now, updatedBy: user)
        (view.value, view.dataType) = (request.attributeValue?.text, type)
        if let former, former.isActive, former.view == view { return view }
        (view.updatedAt, view.updatedBy) = (context.now, user)
        let before = former.flatMap { $0.isActive ? $0.view : nil }
        try StoredAttribute(request.entityType, element, view: view).keep(insteadOf: before, in: context)
        return view
    }

    private static func checkRoom(
        _ kind: AttributedElement, _ element: ID<Organization>, in database: Connection
    ) throws {
        let count = try database.first(
            "SELECT COUNT(*) FROM entity_attribute WHERE entity_type = ? AND entity_id = ? AND is_active = 1", kind,
            element
        ) { try $0.value(0, as: Int.self) }
        guard (count ?? 0) < Attributes.limit else {
            throw LicensingFailure.tooMany.because(
                "expected at most \(Attributes.limit) attributes; take one away first")
        }
    }
}

extension DropAttribute: CommandHandler {
    public static func run(_ request: Request, in context: CommandContext) throws -> AttributeView {
        let element = try Attributes.element(request.entityType, request.entityID, in: context.database)
        guard
            var stored = try StoredAttribute.find(
                request.entityType, element, request.name.text, in: context.database), stored.isActive
        else { throw Rejection.notFound("attribute") }
        let former = stored.view
        stored.isActive = false
        (stored.view.updatedAt, stored.view.updatedBy) = (context.now, try context.user().user)
        try stored.keep(insteadOf: former, in: context)
        return former
    }
}

extension GetAttribute: QueryHandler {
    public static func run(_ request: Request, in context: QueryContext) throws -> AttributeView {
        try Attributes.look(request.entityType, request.entityID, in: context)
        let element = try Attributes.element(request.entityType, request.entityID, in: context.database)
        let found = try StoredAttribute.find(request.entityType, element, request.name.text, in: context.database)
        guard let found, found.isActive else { throw Rejection.notFound("attribute") }
        return found.view
    }
}

extension ListAttributes: QueryHandler {
    public static func run(_ request: Request, in context: QueryContext) throws -> Reply {
        try Attributes.look(request.entityType, request.entityID, in: context)
        let element = try Attributes.element(request.entityType, request.entityID, in: context.database)
        let limit = Paging.limit(request.limit)
        let found = try context.database.rows(
            """
            SELECT attribute_name, attribute_value, data_type, is_active, created_at, created_by, updated_at, updated_by
            FROM entity_attribute WHERE entity_type = ? AND entity_id = ? AND attribute_name > ? AND is_active = 1
            ORDER BY attribute_name LIMIT ?
            """, request.entityType, element, request.cursor?.text ?? "", limit + 1
        ) { try StoredAttribute(request.entityType, element, $0).view }
        let page = Paging.page(found, limit: limit) { $0.name }
        return Page(items: page.items, next: page.next)
    }
}
