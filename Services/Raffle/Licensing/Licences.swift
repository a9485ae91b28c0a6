public import Messages
public import Runtime
import Storage

extension LicenceView {
    static func find(_ id: ID<Licence>, in database: Connection) throws -> LicenceView? {
        try database.first(
            """
            SELECT id, license_type, license_number, issuing_authority, issue_date, expiry_date, status, created_at,
                created_by, updated_at, updated_by
            FROM licence WHERE id = ?
            """, id, read: read)
    }

    private static func read(_ row: borrowing Row) throws -> LicenceView {
        LicenceView(
            id: try row.value(0), licenseType: try row.value(1), licenseNumber: try row.value(2),
            issuingAuthority: try row.value(3), issueDate: try row.value(4), expiryDate: try row.value(5),
            status: try row.value(6), createdAt: try row.value(7), createdBy: try row.value(8),
            updatedAt: try row.value(9), updatedBy: try row.value(10))
    }

    func store(in database: Connection) throws {
        try database.run(
            """
            INSERT INTO licence (id, license_type, license_number, issuing_authority, issue_date, expiry_date, status, created_at,
                created_by, updated_at, updated_by)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (id) DO UPDATE SET license_type = excluded.license_type, license_number = excluded.license_number,
                issuing_authority = excluded.issuing_authority, issue_date = excluded.issue_date,
                expiry_date = excluded.expiry_date, status = excluded.status, updated_at = excluded.updated_at,
                updated_by = excluded.updated_by
            """, id, licenseType, licenseNumber, issuingAuthority, issueDate, expiryDate, status, createdAt, createdBy,
            updatedAt, updatedBy)
    }
}

extension LicenceView {
    static func existing(_ id: ID<Licence>, in database: Connection) throws -> LicenceView {
        guard let found = try find(id, in: database) else { throw Rejection.notFound("licence") }
        return found
    }

    /// Whether it is good at a moment.
    func isValid(at time: Timestamp) -> Bool {
        status == .active && issueDate <= time && (expiryDate.map { time < $0 } ?? true)
    }

    /// As it is at a moment: what is over is expired, whether or not somebody has said so.
    func asShown(at time: Timestamp) -> LicenceView {
        var shown = self
        if status == .active || status == .suspended, let expiryDate, expiryDate <= time { shown.status = .expired }
        return shown
    }

    fileprivate func check() throws {
        if let expiryDate, expiryDate <= issueDate {
            throw LicensingFailure.datesOutOfOrder.because("expected an end after the issue", at: "/expiry_date")
        }
    }
}

extension CreateLicence: CommandHandler {
    public static func run(_ request: Request, in context: CommandContext) throws -> LicenceView {
        let user = try context.user().user
        let new = LicenceView(
            id: context.newID(), licenseType: request.licenseType.text, licenseNumber: request.licenseNumber.text,
            issuingAuthority: request.issuingAuthority.text, issueDate: request.issueDate,
            expiryDate: request.expiryDate, status: .active, createdAt: context.now, createdBy: user,
            updatedAt: context.now, updatedBy: user)
        try new.check()
        try new.store(in: context.database)
        try ElementHistory.tell(LicenceChanged(after: new), of: .licence, new.id, in: context)
        return new.asShown(at: context.now)
    }
}

extension ChangeLicence: CommandHandler {
    public static func run(_ request: Request, in context: CommandContext) throws -> LicenceView {
        let former = try LicenceView.existing(request.licenceID, in: context.database)
        let shown = former.asShown(at: context.now)
        guard shown.status == .active || shown.status == .suspended else {
            throw LicensingFailure.wrongState.because(
                "this licence is \(shown.status.rawValue) and stays so; expected a new one")
        }
        try Named.refuseUnknown(request.status == .unknown, at: "/status")
        var new = former
        new.licenseNumber = request.licenseNumber?.text ?? new.licenseNumber
        new.issuingAuthority = request.issuingAuthority?.text ?? new.issuingAuthority
        new.issueDate = request.issueDate ?? new.issueDate
        new.expiryDate = request.expiryDate.applied(to: new.expiryDate)
        new.status = request.status ?? new.status
        guard new != former else { return shown }
        try new.check()
        (new.updatedAt, new.updatedBy) = (context.now, try context.user().user)
        try new.store(in: context.database)
        try ElementHistory.tell(LicenceChanged(before: former, after: new), of: .licence, new.id, in: context)
        return new.asShown(at: context.now)
    }
}

extension GetLicence: QueryHandler {
    public static func run(_ request: Request, in context: QueryContext) throws -> LicenceView {
        try Staff.look(in: context)
        return try LicenceView.existing(request.licenceID, in: context.database).asShown(at: context.now)
    }
}

extension ListLicences: QueryHandler {
    public static func run(_ request: Request, in context: QueryContext) throws -> Reply {
        let (database, before) = (context.database, try Paging.before(request.cursor) as ID<Licence>)
        return try Listing.page(
            request.limit, of: Licence.self, { try LicenceView.find($0, in: database)?.asShown(at: context.now) },
            where: { one in
                request.licenseType.map { $0.text == one.licenseType } ?? true
                    && request.status.map { $0 == one.status } ?? true
            },
            candidates: { visit in
                if let kind = request.licenseType?.text {
                    try database.each(
                        "SELECT id FROM licence WHERE license_type = ? AND id < ? ORDER BY id DESC", kind, before,
                        read: visit)
                } else if let status = request.status, status != .expired {
                    try database.each(
                        "SELECT id FROM licence WHERE status = ? AND id < ? ORDER BY id DESC", status, before,
                        read: visit)
                } else {
                    try database.each("SELECT id FROM licence WHERE id < ? ORDER BY id DESC", before, read: visit)
                }
            })
    }
}
