public import Messages
public import Runtime
import Storage

extension JurisdictionView {
    static func find(_ id: ID<Jurisdiction>, in database: Connection) throws -> JurisdictionView? {
        try database.first(
            """
            SELECT id, name, code, type, country, parent_jurisdiction_id, primary_contact_id, current_regulations_id,
                is_active, created_at, created_by, updated_at, updated_by
            FROM jurisdiction WHERE id = ?
            """, id, read: read)
    }

    private static func read(_ row: borrowing Row) throws -> JurisdictionView {
        JurisdictionView(
            id: try row.value(0), name: try row.value(1), code: try row.value(2), type: try row.value(3),
            country: try row.value(4), parentJurisdictionID: try row.value(5), primaryContactID: try row.value(6),
            currentRegulationsID: try row.value(7), isActive: try row.value(8), createdAt: try row.value(9),
            createdBy: try row.value(10), updatedAt: try row.value(11), updatedBy: try row.value(12))
    }

    func store(in database: Connection) throws {
        try database.run(
            """
            INSERT INTO jurisdiction (id, name, code, type, country, parent_jurisdiction_id, primary_contact_id, current_regulations_id,
                is_active, created_at, created_by, updated_at, updated_by)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (id) DO UPDATE SET name = excluded.name, code = excluded.code, type = excluded.type, country = excluded.country,
                parent_jurisdiction_id = excluded.parent_jurisdiction_id,
                primary_contact_id = excluded.primary_contact_id,
                current_regulations_id = excluded.current_regulations_id, is_active = excluded.is_active,
                updated_at = excluded.updated_at, updated_by = excluded.updated_by
            """, id, name, code, type, country, parentJurisdictionID, primaryContactID, currentRegulationsID, isActive,
            createdAt, createdBy, updatedAt, updatedBy)
    }
}

extension JurisdictionView {
    static func existing(_ id: ID<Jurisdiction>, in database: Connection) throws -> JurisdictionView {
        guard let found = try find(id, in: database) else { throw Rejection.notFound("jurisdiction") }
        return found
    }

    fileprivate func check(insteadOf former: JurisdictionView?, in database: Connection) throws {
        try Named.refuseUnknown(type == .unknown, at: "/type")
        let isTaken = try database.first("SELECT 1 FROM jurisdiction WHERE code = ? AND id <> ?", code, id) { _ in true
        }
        guard isTaken == nil else {
            throw LicensingFailure.codeTaken.because("another jurisdiction has this code", at: "/code")
        }
        if let parent = parentJurisdictionID, parent != former?.parentJurisdictionID {
            _ = try Named.jurisdiction(parent, at: "/parent_jurisdiction_id", in: database)
            try Tree.jurisdictions.check(id, below: parent, at: "/parent_jurisdiction_id", in: database)
        }
        if primaryContactID != former?.primaryContactID { try Named.contact(primaryContactID, in: database) }
        if !isActive, former?.isActive == true { try LiveUse.refuse(jurisdiction: id, in: database) }
    }
}

extension CreateJurisdiction: CommandHandler {
    public static func run(_ request: Request, in context: CommandContext) throws -> JurisdictionView {
        let user = try context.user().user
        let new = JurisdictionView(
            id: context.newID(), name: request.name.text, code: request.code.text, type: request.type,
            country: request.country.text, parentJurisdictionID: request.parentJurisdictionID,
            primaryContactID: request.primaryContactID, isActive: true, createdAt: context.now, createdBy: user,
            updatedAt: context.now, updatedBy: user)
        try new.check(insteadOf: nil, in: context.database)
        try new.store(in: context.database)
        try ElementHistory.tell(JurisdictionChanged(after: new), of: .jurisdiction, new.id, in: context)
        return new
    }
}

extension ChangeJurisdiction: CommandHandler {
    public static func run(_ request: Request, in context: CommandContext) throws -> JurisdictionView {
        let former = try JurisdictionView.existing(request.jurisdictionID, in: context.database)
        var new = former
        new.name = request.name?.text ?? new.name
        new.code = request.code?.text ?? new.code
        new.type = request.type ?? new.type
        new.country = request.country?.text ?? new.country
        new.parentJurisdictionID = request.parentJurisdictionID.applied(to: new.parentJurisdictionID)
        new.primaryContactID = request.primaryContactID.applied(to: new.primaryContactID)
        new.isActive = request.isActive ?? new.isActive
        guard new != former else { return former }
        try new.check(insteadOf: former, in: context.database)
        (new.updatedAt, new.updatedBy) = (context.now, try context.user().user)
        try new.store(in: context.database)
        try ElementHistory.tell(JurisdictionChanged(before: former, after: new), of: .jurisdiction, new.id, in: context)
        return new
    }
}

extension GetJurisdiction: QueryHandler {
    public static func run(_ request: Request, in context: QueryContext) throws -> JurisdictionView {
        try Staff.look(in: context)
        return try JurisdictionView.existing(request.jurisdictionID, in: context.database)
    }
}

extension ListJurisdictions: QueryHandler {
    public static func run(_ request: Request, in context: QueryContext) throws -> Reply {
        try Staff.look(in: context)
        let (database, before) = (context.database, try Paging.before(request.cursor) as ID<Jurisdiction>)
        return try Listing.page(
            request.limit, of: Jurisdiction.self, { try JurisdictionView.find($0, in: database) },
            where: { one in
                request.code.map { $0.text == one.code } ?? true
                    && request.parentJurisdictionID.map { $0 == one.parentJurisdictionID } ?? true
                    && request.isActive.map { $0 == one.isActive } ?? true
            },
            candidates: { visit in
                if let code = request.code?.text {
                    try database.each(
                        "SELECT id FROM jurisdiction WHERE code = ? AND id < ?", code, before, read: visit)
                } else if let parent = request.parentJurisdictionID {
                    try database.each(
                        "SELECT id FROM jurisdiction WHERE parent_jurisdiction_id = ? AND id < ? ORDER BY id DESC",
                        parent, before, read: visit)
                } else {
                    try database.each(
                        "SELECT id FROM jurisdiction WHERE id < ? ORDER BY id DESC", before, read: visit)
                }
            })
    }
}
