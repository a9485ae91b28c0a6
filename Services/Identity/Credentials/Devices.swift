public import Messages
public import Runtime
import Storage

/// The devices' rows.
enum Devices {
    /// How many of an organization, or of the platform itself, may work.
    static let limit = 1000
    /// What needs a role that no device has.
    static let impossible: Set<APIScope> = [.chatSessions, .notifications]

    private static func item(_ row: borrowing Row) throws -> ListDevices.Item {
        let scopes: String? = try row.value(5)
        return ListDevices.Item(
            id: try row.value(0), name: try row.value(1), organizationID: try row.value(2),
            externalID: try row.value(3), enrolledAt: try row.value(4), scopes: scopes.map(APIKeys.scopes),
            lastUsedAt: try row.value(6), lastUsedAddress: try row.value(7))
    }

    static func working(_ device: ID<Device>, in database: Connection) throws -> ListDevices.Item? {
        try database.first(
            """
            SELECT id, name, organization, external_id, enrolled_at, scopes, used_at, address
            FROM devices JOIN last_uses ON credential = id WHERE id = ? AND revoked_at IS NULL
            """, device, read: item)
    }

    /// Those that work, newest first: an organization's, or all.
    static func working(
        of organization: ID<Organization>?, before end: ID<Device>, _ count: Int, in database: Connection
    ) throws -> [ListDevices.Item] {
        guard let organization else {
            return try database.rows(
                """
                SELECT id, name, organization, external_id, enrolled_at, scopes, used_at, address
                FROM devices INDEXED BY devices_working JOIN last_uses ON credential = id
                WHERE revoked_at IS NULL AND id < ? ORDER BY id DESC LIMIT ?
                """, end, count, read: item)
        }
        return try database.rows(
            """
            SELECT id, name, organization, external_id, enrolled_at, scopes, used_at, address
            FROM devices INDEXED BY devices_open JOIN last_uses ON credential = id
            WHERE organization = ? AND revoked_at IS NULL AND id < ? ORDER BY id DESC LIMIT ?
            """, organization, end, count, read: item)
    }
}

let deviceScopesMigration = Migration(
    name: "identity-device-scopes",
    sql: """
        -- Separated by spaces; nothing for all that a device may.
        ALTER TABLE devices ADD COLUMN scopes TEXT;
        CREATE INDEX devices_working ON devices (id) WHERE revoked_at IS NULL;
        """)

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
        let scopes = try checkedScopes(request)
        try checkRoom(for: request, in: context)
        let (id, token) = (context.newID(Device.self), Token(.device, in: context))
        try context.database.run(
            """
            INSERT INTO devices (id, name, organization, external_id, secret_hash, scopes, enrolled_at)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            """, id, request.name.text, request.organizationID, request.externalID?.text, token.hash,
            scopes.map(APIKeys.text), context.now)
        try LastUses.begin(id, in: context)
        try context.emit(
            DeviceEnrolled(
                device: id, name: request.name.text, organization: request.organizationID,
                externalID: request.externalID?.text, scopes: scopes))
        return Reply(
            id: id, credential: token.text, name: request.name.text, organizationID: request.organizationID,
            externalID: request.externalID?.text, scopes: scopes, enrolledAt: context.now)
    }

    /// Each once and in their fixed order.
    private static func checkedScopes(_ request: Request) throws -> [APIScope]? {
        guard let asked = request.scopes else { return nil }
        let scopes = APIScope.allCases.filter(asked.items.contains)
        guard !scopes.isEmpty else {
            throw Rejection.field("/scopes", "required", "expected one scope at the least, or none to be named")
        }
        guard Devices.impossible.isDisjoint(with: scopes) else {
            throw Failure.scopeNotAllowed.because(
                "only people's keys may drain the outbox or open sessions for others", at: "/scopes")
        }
        return scopes
    }

    private static func checkRoom(for request: Request, in context: CommandContext) throws {
        // As the index has it that keeps two from sharing one.
        let taken = try context.database.first(
            """
            SELECT 1 FROM devices
            WHERE ifnull(organization, x'') = ifnull(?, x'') AND external_id = ? AND revoked_at IS NULL
            """, request.organizationID, request.externalID?.text
        ) { _ in true }
        guard taken == nil else {
            throw Failure.externalIDTaken.because("a device that works has this id", at: "/external_id")
        }
        let count = try context.database.first(
            "SELECT COUNT(*) FROM devices WHERE organization IS ? AND revoked_at IS NULL", request.organizationID
        ) { try $0.value(0, as: Int.self) }
        guard (count ?? 0) < Devices.limit else {
            throw Failure.tooManyDevices.because("there are \(Devices.limit) devices already; revoke one of them first")
        }
    }
}

extension ListDevices: QueryHandler {
    public static func run(_ request: Request, in context: QueryContext) throws -> Page<Item> {
        try Keepers.check(try context.user(), of: request.organizationID)
        let limit = Paging.limit(request.limit)
        let items = try Devices.working(
            of: request.organizationID, before: try Paging.before(request.cursor), limit + 1, in: context.database)
        let page = Paging.page(items, limit: limit) { $0.id.text }
        return Page(items: page.items, next: page.next)
    }
}

extension GetDevice: QueryHandler {
    public static func run(_ request: Request, in context: QueryContext) throws -> ListDevices.Item {
        let device = try Devices.working(request.deviceID, in: context.database)
        // Who may not look after it learns nothing of whether there is such a device.
        try Keepers.check(try context.user(), of: device?.organizationID)
        guard let device else { throw Rejection.notFound("device") }
        return device
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
