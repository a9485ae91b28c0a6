public import Messages
public import Runtime
import Storage

/// Who looks after devices: the platform's operators and admins, and those of an organization for its own.
private enum Keepers {
    private static let roles: [Role] = [.operator_, .admin]

    /// - Parameter organization: nil for the devices of the platform itself.
    static func check(_ statement: Statement, of organization: ID<Organization>?) throws {
        if statement.roles.contains(where: roles.contains) { return }
        let grants = statement.grants ?? []
        if let organization, grants.contains(where: { roles.contains($0.role) && $0.organization == organization }) {
            return
        }
        if (statement.withheld ?? []).contains(where: roles.contains) {
            throw CommonFailure.secondFactorRequired.because("this needs a session opened with a one-time code")
        }
        throw CommonFailure.forbidden.because("this needs the role operator or admin, here or in the organization")
    }
}

extension EnrollDevice: CommandHandler {
    public static func run(_ request: Request, in context: CommandContext) throws -> Reply {
        try Keepers.check(try context.user(), of: request.organizationID)
        let taken = try context.database.first(
            """
            SELECT 1 FROM devices WHERE organization IS ? AND external_id = ? AND revoked_at IS NULL
            """, request.organizationID, request.externalID?.text
        ) { _ in true }
        guard taken == nil else {
            throw Failure.externalIDTaken.because("a device that works has this id", at: "/external_id")
        }
        let (id, token) = (context.newID(Device.self), Token(.device, in: context))
        try context.database.run(
            """
            INSERT INTO devices (id, name, organization, external_id, secret_hash, enrolled_at)
            VALUES (?, ?, ?, ?, ?, ?)
            """, id, request.name.text, request.organizationID, request.externalID?.text, token.hash, context.now)
        try LastUses.begin(id, in: context)
        try context.emit(
            DeviceEnrolled(
                device: id, name: request.name.text, organization: request.organizationID,
                externalID: request.externalID?.text))
        return Reply(id: id, credential: token.text)
    }
}

extension ListDevices: QueryHandler {
    public static func run(_ request: Request, in context: QueryContext) throws -> Page<Item> {
        try Keepers.check(try context.user(), of: request.organizationID)
        let limit = Paging.limit(request.limit)
        let items = try context.database.rows(
            """
            SELECT id, name, organization, external_id, enrolled_at, used_at, address
            FROM devices JOIN last_uses ON credential = id
            WHERE revoked_at IS NULL AND (?1 IS NULL OR organization = ?1) AND id < ?2 ORDER BY id DESC LIMIT ?3
            """, request.organizationID, try Paging.before(request.cursor) as ID<Device>, limit + 1
        ) { row in
            Item(
                id: try row.value(0), name: try row.value(1), organizationID: try row.value(2),
                externalID: try row.value(3), enrolledAt: try row.value(4), lastUsedAt: try row.value(5),
                lastUsedAddress: try row.value(6))
        }
        let page = Paging.page(items, limit: limit) { $0.id.text }
        return Page(items: page.items, next: page.next)
    }
}

extension RevokeDevice: CommandHandler {
    public static func run(_ request: Request, in context: CommandContext) throws -> Nothing {
        let statement = try context.user()
        let device = try context.database.first(
            "SELECT organization, revoked_at IS NULL FROM devices WHERE id = ?", request.deviceID
        ) { (organization: try $0.value(0, as: ID<Organization>?.self), works: try $0.value(1, as: Bool.self)) }
        // Who may not look after it learns nothing of whether there is such a device.
        try Keepers.check(statement, of: device?.organization)
        guard let device else { throw Rejection.notFound("device") }
        guard device.works else { return Nothing() }
        try context.database.run("UPDATE devices SET revoked_at = ? WHERE id = ?", context.now, request.deviceID)
        try context.emit(DeviceRevoked(device: request.deviceID, organization: device.organization))
        return Nothing()
    }
}
