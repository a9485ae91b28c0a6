public import Messages
public import Runtime
import Storage

extension ContactView {
    static func find(_ id: ID<LicensingContact>, in database: Connection) throws -> ContactView? {
        try database.first(
            """
            SELECT id, contact_type, name, email, phone, is_erased, created_at, created_by, updated_at, updated_by
            FROM contact WHERE id = ?
            """, id, read: read)
    }

    private static func read(_ row: borrowing Row) throws -> ContactView {
        ContactView(
            id: try row.value(0), contactType: try row.value(1), name: try row.value(2), email: try row.value(3),
            phone: try row.value(4), isErased: try row.value(5), createdAt: try row.value(6),
            createdBy: try row.value(7), updatedAt: try row.value(8), updatedBy: try row.value(9))
    }

    func store(in database: Connection) throws {
        try database.run(
            """
            INSERT INTO contact (id, contact_type, name, email, phone, is_erased, created_at, created_by, updated_at, updated_by)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (id) DO UPDATE SET contact_type = excluded.contact_type, name = excluded.name, email = excluded.email,
                phone = excluded.phone, is_erased = excluded.is_erased, updated_at = excluded.updated_at,
                updated_by = excluded.updated_by
            """, id, contactType, name, email, phone, isErased, createdAt, createdBy, updatedAt, updatedBy)
    }
}

extension ContactView {
    static func existing(_ id: ID<LicensingContact>, in database: Connection) throws -> ContactView {
        guard let found = try find(id, in: database) else { throw Rejection.notFound("contact") }
        return found
    }

    /// Which fields are others than they were.
    fileprivate func changes(since former: ContactView?) -> [String] {
        [
            ("contact_type", contactType != former?.contactType), ("name", name != former?.name),
            ("email", email != former?.email), ("phone", phone != former?.phone),
        ].filter(\.1).map(\.0)
    }

    fileprivate func keep(insteadOf former: ContactView?, in context: CommandContext) throws {
        try Named.refuseUnknown(contactType == .unknown, at: "/contact_type")
        try store(in: context.database)
        let event = ContactChanged(
            contact: id, contactType: contactType, fields: changes(since: former), isNew: former == nil,
            isErased: isErased)
        try ElementHistory.tell(event, of: .contact, id, in: context)
    }
}

extension CreateContact: CommandHandler {
    public static func run(_ request: Request, in context: CommandContext) throws -> ContactView {
        let user = try context.user().user
        let new = ContactView(
            id: context.newID(), contactType: request.contactType, name: request.name.text, email: request.email?.text,
            phone: request.phone?.text, isErased: false, createdAt: context.now, createdBy: user,
            updatedAt: context.now, updatedBy: user)
        try new.keep(insteadOf: nil, in: context)
        return new
    }
}

extension ChangeContact: CommandHandler {
    public static func run(_ request: Request, in context: CommandContext) throws -> ContactView {
        let former = try ContactView.existing(request.contactID, in: context.database)
        guard !former.isErased else {
            throw LicensingFailure.wrongState.because("this contact was erased; expected a new one")
        }
        var new = former
        new.contactType = request.contactType ?? new.contactType
        new.name = request.name?.text ?? new.name
        new.email = request.email.applied(to: new.email.map(Email.init(trusted:)))?.text
        new.phone = request.phone.applied(to: new.phone.map(Text<PhoneRule>.init(trusted:)))?.text
        guard new != former else { return former }
        (new.updatedAt, new.updatedBy) = (context.now, try context.user().user)
        try new.keep(insteadOf: former, in: context)
        return new
    }
}

extension EraseContact: CommandHandler {
    public static func run(_ request: Request, in context: CommandContext) throws -> ContactView {
        let former = try ContactView.existing(request.contactID, in: context.database)
        guard !former.isErased else { return former }
        let isNamed = try context.database.first(
            """
            SELECT 1 FROM (SELECT primary_contact_id AS contact FROM jurisdiction WHERE is_active = 1
                UNION ALL SELECT primary_contact_id FROM venue WHERE is_active = 1
                UNION ALL SELECT primary_contact_id FROM organization WHERE is_active = 1) WHERE contact = ? LIMIT 1
            """, former.id
        ) { _ in true }
        guard isNamed == nil else {
            throw LicensingFailure.inUse.because("this is somebody's primary contact; name another one there first")
        }
        var new = former
        (new.name, new.email, new.phone, new.isErased) = (nil, nil, nil, true)
        (new.updatedAt, new.updatedBy) = (context.now, try context.user().user)
        try new.keep(insteadOf: former, in: context)
        return new
    }
}

extension GetContact: QueryHandler {
    public static func run(_ request: Request, in context: QueryContext) throws -> ContactView {
        try Staff.look(in: context)
        return try ContactView.existing(request.contactID, in: context.database)
    }
}

extension ListContacts: QueryHandler {
    public static func run(_ request: Request, in context: QueryContext) throws -> Reply {
        let (database, before) = (context.database, try Paging.before(request.cursor) as ID<LicensingContact>)
        return try Listing.page(
            request.limit, of: LicensingContact.self, { try ContactView.find($0, in: database) },
            candidates: { visit in
                if let kind = request.contactType {
                    try database.each(
                        "SELECT id FROM contact WHERE contact_type = ? AND id < ? ORDER BY id DESC", kind, before,
                        read: visit)
                } else {
                    try database.each("SELECT id FROM contact WHERE id < ? ORDER BY id DESC", before, read: visit)
                }
            })
    }
}
