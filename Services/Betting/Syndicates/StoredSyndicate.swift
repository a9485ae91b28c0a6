import Messages
import Runtime
import Storage

/// A syndicate's row, and what whoever asks is in it.
struct StoredSyndicate {
    let id: ID<Syndicate>
    let name: String
    let description: String?
    let currency: Currency
    let timeZone: TimeZoneName
    let isShared: Bool
    let createdAt: Timestamp

    static func find(_ id: ID<Syndicate>, in database: Connection) throws -> StoredSyndicate? {
        try database.first(
            """
            SELECT id, name, description, code, scale, time_zone, share_digest IS NOT NULL, created_at
            FROM syndicate JOIN currency ON code = currency WHERE id = ?
            """, id
        ) { row in
            StoredSyndicate(
                id: try row.value(0), name: try row.value(1), description: try row.value(2),
                currency: Currency(code: try row.value(3), scale: try row.value(4)),
                timeZone: TimeZoneName(trusted: try row.value(5)), isShared: try row.value(6),
                createdAt: try row.value(7))
        }
    }

    func view(for reader: SyndicateReader) -> Syndicate {
        Syndicate(
            id: id, name: name, description: description, currency: CurrencyCode(trusted: currency.code),
            timeZone: timeZone, role: reader.hasJoined ? reader.role : nil,
            isInvited: reader.role != nil && !reader.hasJoined, isShared: isShared, createdAt: createdAt)
    }
}

/// Somebody who asks about a syndicate, and what they may.
struct SyndicateReader {
    let user: ID<User>
    let isAdmin: Bool
    /// What they are in it, or are asked to be.
    let role: SyndicateRole?
    let hasJoined: Bool
    /// Whether one of its players is theirs, and nobody has had them leave.
    let isPlayer: Bool

    init(_ statement: Statement, of syndicate: ID<Syndicate>, in database: Connection) throws {
        (user, isAdmin) = (statement.user, statement.roles.contains(.admin))
        let row = try database.first(
            "SELECT role, joined_at IS NOT NULL FROM syndicate_member WHERE syndicate = ? AND user = ?", syndicate, user
        ) { (role: try $0.value(0, as: SyndicateRole.self), hasJoined: try $0.value(1, as: Bool.self)) }
        (role, hasJoined) = (row?.role, row?.hasJoined ?? false)
        isPlayer =
            try database.first(
                "SELECT 1 FROM syndicate_player WHERE user = ? AND syndicate = ? AND is_out = 0", user, syndicate
            ) { _ in true } ?? false
    }

    var keepsBooks: Bool { isAdmin || (hasJoined && role == .treasurer) }
    var seesBooks: Bool { isAdmin || hasJoined || isPlayer }
    /// Who is invited learns what to.
    var seesSyndicate: Bool { seesBooks || role != nil }
}

/// A syndicate that somebody asked for and may see; others learn nothing of it.
struct SeenSyndicate {
    let syndicate: StoredSyndicate
    let reader: SyndicateReader

    init(
        _ id: ID<Syndicate>, by statement: Statement, in database: Connection,
        where allowed: (SyndicateReader) -> Bool = \.seesBooks
    ) throws {
        guard let syndicate = try StoredSyndicate.find(id, in: database) else { throw Rejection.notFound("syndicate") }
        reader = try SyndicateReader(statement, of: id, in: database)
        guard allowed(reader) else { throw Rejection.notFound("syndicate") }
        self.syndicate = syndicate
    }

    /// For who keeps its books.
    init(keptBy statement: Statement, _ id: ID<Syndicate>, in database: Connection) throws {
        try self.init(id, by: statement, in: database, where: \.seesSyndicate)
        try reader.requireBooks()
    }

    var view: Syndicate { syndicate.view(for: reader) }
}

extension SyndicateReader {
    func requireBooks() throws {
        guard keepsBooks else {
            throw CommonFailure.forbidden.because("this is for the syndicate's treasurers and admins")
        }
    }
}
