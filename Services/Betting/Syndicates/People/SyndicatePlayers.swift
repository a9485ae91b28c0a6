public import Messages
public import Runtime
import Storage

/// A player's row.
struct StoredPlayer {
    let number: Int64
    let id: ID<SyndicatePlayer>
    let syndicate: ID<Syndicate>
    let name: String
    let email: String?
    let user: ID<User>?
    /// Whether money moved between their wallet and a season.
    let pays: Bool
    let isActive: Bool
    let createdAt: Timestamp

    private init(_ row: borrowing Row) throws {
        (number, id, syndicate) = (try row.value(0), try row.value(1), try row.value(2))
        (name, email, user) = (try row.value(3), try row.value(4), try row.value(5))
        (pays, isActive, createdAt) = (try row.value(6), try row.value(7), try row.value(8))
    }

    /// One of the syndicate's.
    static func find(
        _ id: ID<SyndicatePlayer>, of syndicate: ID<Syndicate>, in database: Connection
    ) throws -> StoredPlayer? {
        try database.first(
            """
            SELECT number, id, syndicate, name, email, user, pays, is_active, created_at
            FROM syndicate_player WHERE id = ? AND syndicate = ?
            """, id, syndicate
        ) { try StoredPlayer($0) }
    }

    static func list(
        of syndicate: ID<Syndicate>, after number: Int64, limit: Int, in database: Connection
    ) throws -> [StoredPlayer] {
        try database.rows(
            """
            SELECT number, id, syndicate, name, email, user, pays, is_active, created_at
            FROM syndicate_player WHERE syndicate = ? AND number > ? ORDER BY number LIMIT ?
            """, syndicate, number, limit
        ) { try StoredPlayer($0) }
    }

    /// Addresses are for who keeps the books.
    func view(withEmail: Bool = true) -> SyndicatePlayer {
        SyndicatePlayer(
            id: id, syndicate: syndicate, name: name, email: withEmail ? email : nil, user: user, isActive: isActive,
            createdAt: createdAt)
    }
    var state: SyndicatePlayerChanged.State { .init(user: user, isActive: isActive) }
}

extension AddSyndicatePlayer: CommandHandler {
    public static func run(_ request: Request, in context: CommandContext) throws -> Reply {
        let database = context.database
        let caller = try context.user()
        let syndicate = try SeenSyndicate(keptBy: caller, request.syndicate, in: database).syndicate.id
        if let user = request.user, user != caller.user {
            try KnownUsers.require(user, or: Failure.unknownUser, in: database)
        }
        let count = try database.first("SELECT COUNT(*) FROM syndicate_player WHERE syndicate = ?", syndicate) {
            try $0.value(0, as: Int.self)
        }
        guard count ?? 0 < limit else {
            throw Failure.tooManyPlayers.because("a syndicate has up to \(limit) players in all its time")
        }
        try refuseTaken(request.email?.text, request.user, except: nil, in: syndicate, database)
        let id = context.newID(SyndicatePlayer.self)
        try database.run(
            """
            INSERT INTO syndicate_player (id, syndicate, name, email, user, created_at) VALUES (?, ?, ?, ?, ?, ?)
            """, id, syndicate, request.name.text, request.email?.text, request.user, context.now)
        try context.emit(SyndicatePlayerAdded(player: id, syndicate: syndicate, user: request.user))
        guard let player = try StoredPlayer.find(id, of: syndicate, in: database) else {
            throw Rejection.notFound("player")
        }
        return player.view()
    }

    /// Each address and each user is one player's of a syndicate.
    static func refuseTaken(
        _ email: String?, _ user: ID<User>?, except own: Int64?, in syndicate: ID<Syndicate>, _ database: Connection
    ) throws {
        let emails = try database.first(
            """
            SELECT 1 FROM syndicate_player WHERE syndicate = ? AND email = ? COLLATE NOCASE AND number IS NOT ?
            """, syndicate, email, own
        ) { _ in true }
        if emails != nil {
            throw Failure.emailTaken.because("another player of the syndicate has this address", at: "/email")
        }
        let users = try database.first(
            "SELECT 1 FROM syndicate_player WHERE syndicate = ? AND user = ? AND number IS NOT ?", syndicate, user, own
        ) { _ in true }
        if users != nil {
            throw Failure.userTaken.because("another player of the syndicate is this user", at: "/user_id")
        }
    }
}

extension ChangeSyndicatePlayer: CommandHandler {
    public static func run(_ request: Request, in context: CommandContext) throws -> Reply {
        let database = context.database
        let caller = try context.user()
        let syndicate = try SeenSyndicate(keptBy: caller, request.syndicate, in: database).syndicate.id
        guard let old = try StoredPlayer.find(request.player, of: syndicate, in: database) else {
            throw Rejection.notFound("player")
        }
        let user = request.user.applied(to: old.user)
        if old.pays, user != old.user {
            throw Failure.userStays.because("money has moved between the player and this user's wallet", at: "/user_id")
        }
        if let user, user != old.user, user != caller.user {
            try KnownUsers.require(user, or: Failure.unknownUser, in: database)
        }
        let email = request.email.applied(to: old.email.map(Email.init(trusted:)))?.text
        try AddSyndicatePlayer.refuseTaken(email, user, except: old.number, in: syndicate, database)
        try database.run(
            "UPDATE syndicate_player SET name = ?, email = ?, user = ?, is_active = ? WHERE number = ?",
            request.name?.text ?? old.name, email, user, request.isActive ?? old.isActive, old.number)
        // Another user has not been had leave.
        if user != old.user { try database.run("UPDATE syndicate_player SET is_out = 0 WHERE number = ?", old.number) }
        guard let new = try StoredPlayer.find(old.id, of: syndicate, in: database) else {
            throw Rejection.notFound("player")
        }
        let changes = [
            ("name", new.name != old.name), ("email", new.email != old.email), ("user_id", new.user != old.user),
            ("is_active", new.isActive != old.isActive),
        ]
        let fields = changes.filter { $0.1 }.map { $0.0 }
        if !fields.isEmpty {
            try context.emit(
                SyndicatePlayerChanged(
                    player: old.id, syndicate: syndicate, before: old.state, after: new.state, fields: fields))
        }
        return new.view()
    }
}

extension GetSyndicatePlayer: QueryHandler {
    public static func run(_ request: Request, in context: QueryContext) throws -> Reply {
        let seen = try SeenSyndicate(request.syndicate, by: context.user(), in: context.database)
        guard let player = try StoredPlayer.find(request.player, of: seen.syndicate.id, in: context.database) else {
            throw Rejection.notFound("player")
        }
        return player.view(withEmail: seen.reader.keepsBooks || player.user == seen.reader.user)
    }
}

extension ListSyndicatePlayers: QueryHandler {
    public static func run(_ request: Request, in context: QueryContext) throws -> Reply {
        let seen = try SeenSyndicate(request.syndicate, by: context.user(), in: context.database)
        let limit = Paging.limit(request.limit)
        let found = try StoredPlayer.list(
            of: seen.syndicate.id, after: try Paging.after(request.cursor), limit: limit + 1, in: context.database)
        let (shown, next) = Paging.page(found, limit: limit) { String($0.number) }
        return Page(
            items: shown.map { $0.view(withEmail: seen.reader.keepsBooks || $0.user == seen.reader.user) }, next: next)
    }
}
