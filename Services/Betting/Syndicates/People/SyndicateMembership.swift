public import Messages
public import Runtime
import Storage

/// What must be so of who is in a syndicate.
enum SyndicateMembership {
    static func refuseTooMany(
        of user: ID<User>, _ failure: some DomainFailure, in database: Connection
    ) throws {
        let count = try database.first("SELECT COUNT(*) FROM syndicate_member WHERE user = ?", user) {
            try $0.value(0, as: Int.self)
        }
        guard count ?? 0 < CreateSyndicate.limit else {
            throw failure.because("a user may be in \(CreateSyndicate.limit) syndicates; leave one first")
        }
    }

    static func find(_ user: ID<User>, in syndicate: ID<Syndicate>, _ database: Connection) throws -> SyndicateMember? {
        try database.first(
            """
            SELECT syndicate, user, role, invited_at, joined_at FROM syndicate_member
            WHERE syndicate = ? AND user = ?
            """, syndicate, user
        ) { try SyndicateMember($0, from: 0) }
    }

    static func existing(
        _ user: ID<User>, in syndicate: ID<Syndicate>, _ database: Connection
    ) throws -> SyndicateMember {
        guard let member = try find(user, in: syndicate, database) else { throw Rejection.notFound("member") }
        return member
    }

    /// Who may be had leave: a member, one who is invited, or a user who reads along as a player without being either.
    static func leaving(
        _ user: ID<User>, from syndicate: ID<Syndicate>, in database: Connection
    ) throws -> SyndicateMember {
        if let member = try find(user, in: syndicate, database) { return member }
        let since = try database.first(
            "SELECT created_at FROM syndicate_player WHERE syndicate = ? AND user = ? AND is_out = 0", syndicate, user
        ) { try $0.value(0, as: Timestamp.self) }
        guard let since else { throw Rejection.notFound("member") }
        return SyndicateMember(
            syndicate: syndicate, user: user, role: .member, status: .member, invitedAt: since, joinedAt: since)
    }

    /// Who has left neither reads the books nor pays in, though a player of the syndicate's is theirs. That player's figures
    /// stay, and what they are owed is still paid into the wallet.
    static func shut(_ user: ID<User>, out: Bool, of syndicate: ID<Syndicate>, in database: Connection) throws {
        try database.run(
            "UPDATE syndicate_player SET is_out = ? WHERE syndicate = ? AND user = ?", out, syndicate, user)
    }

    /// Somebody always keeps the books.
    static func refuseLastTreasurer(
        _ member: SyndicateMember, of syndicate: ID<Syndicate>, in database: Connection
    ) throws {
        guard member.role == .treasurer, member.status == .member else { return }
        let others = try database.first(
            """
            SELECT COUNT(*) FROM syndicate_member
            WHERE syndicate = ? AND role = 'treasurer' AND joined_at IS NOT NULL AND user <> ?
            """, syndicate, member.user
        ) { try $0.value(0, as: Int.self) }
        guard others ?? 0 > 0 else {
            throw SyndicateMemberFailure.lastTreasurer.because(
                "the syndicate has no other treasurer; make somebody one first")
        }
    }

    static func invite(
        _ user: ID<User>, as role: SyndicateRole, to syndicate: ID<Syndicate>, in context: CommandContext
    ) throws {
        let count = try context.database.first(
            "SELECT COUNT(*) FROM syndicate_member WHERE syndicate = ?", syndicate
        ) { try $0.value(0, as: Int.self) }
        guard count ?? 0 < InviteSyndicateMember.limit else {
            throw SyndicateMemberFailure.tooManyMembers.because(
                "a syndicate has up to \(InviteSyndicateMember.limit) members")
        }
        try context.database.run(
            "INSERT INTO syndicate_member (syndicate, user, role, invited_at) VALUES (?, ?, ?, ?)", syndicate, user,
            role, context.now)
        try context.emit(SyndicateMemberInvited(syndicate: syndicate, user: user, role: role))
    }
}

extension SyndicateRole {
    /// What a client may ask for.
    func known(at pointer: String) throws -> SyndicateRole {
        guard self != .unknown else {
            throw Rejection.field(pointer, "invalid_format", "expected treasurer or member")
        }
        return self
    }
}

extension InviteSyndicateMember: CommandHandler {
    public static func run(_ request: Request, in context: CommandContext) throws -> Reply {
        let (caller, database) = (try context.user(), context.database)
        let id = try SeenSyndicate(keptBy: caller, request.syndicate, in: database).syndicate.id
        guard try SyndicateMembership.find(request.user, in: id, database) == nil else {
            throw Failure.alreadyMember.because("they are in the syndicate, or invited to it", at: "/user_id")
        }
        try KnownUsers.require(request.user, or: Failure.unknownUser, in: database)
        try SyndicateMembership.invite(
            request.user, as: try (request.role ?? .member).known(at: "/role"), to: id, in: context)
        return try SyndicateMembership.existing(request.user, in: id, database)
    }
}

extension AcceptSyndicateInvitation: CommandHandler {
    public static func run(_ request: Request, in context: CommandContext) throws -> Reply {
        let (caller, database) = (try context.user(), context.database)
        guard let own = try SyndicateMembership.find(caller.user, in: request.syndicate, database) else {
            throw Rejection.notFound("invitation")
        }
        guard own.status == .invited else {
            throw Failure.alreadyMember.because("you are in the syndicate already")
        }
        try SyndicateMembership.refuseTooMany(of: caller.user, Failure.tooManySyndicates, in: database)
        try database.run(
            "UPDATE syndicate_member SET joined_at = ? WHERE syndicate = ? AND user = ?", context.now,
            request.syndicate, caller.user)
        try SyndicateMembership.shut(caller.user, out: false, of: request.syndicate, in: database)
        try context.emit(
            SyndicateMemberJoined(syndicate: request.syndicate, user: caller.user, role: own.role))
        return try SeenSyndicate(request.syndicate, by: caller, in: database).view
    }
}

extension ChangeSyndicateMember: CommandHandler {
    public static func run(_ request: Request, in context: CommandContext) throws -> Reply {
        let (caller, database) = (try context.user(), context.database)
        let id = try SeenSyndicate(keptBy: caller, request.syndicate, in: database).syndicate.id
        let member = try SyndicateMembership.existing(request.user, in: id, database)
        let role = try request.role.known(at: "/role")
        guard role != member.role else { return member }
        if role != .treasurer { try SyndicateMembership.refuseLastTreasurer(member, of: id, in: database) }
        try database.run(
            "UPDATE syndicate_member SET role = ? WHERE syndicate = ? AND user = ?", role, id, member.user)
        try context.emit(
            SyndicateRoleChanged(syndicate: id, user: member.user, before: member.role, after: role))
        return try SyndicateMembership.existing(request.user, in: id, database)
    }
}

extension RemoveSyndicateMember: CommandHandler {
    public static func run(_ request: Request, in context: CommandContext) throws -> Reply {
        let (caller, database) = (try context.user(), context.database)
        let seen = try SeenSyndicate(request.syndicate, by: caller, in: database, where: \.seesSyndicate)
        if request.user != caller.user { try seen.reader.requireBooks() }
        let member = try SyndicateMembership.leaving(request.user, from: seen.syndicate.id, in: database)
        try SyndicateMembership.refuseLastTreasurer(member, of: seen.syndicate.id, in: database)
        try database.run(
            "DELETE FROM syndicate_member WHERE syndicate = ? AND user = ?", seen.syndicate.id, member.user)
        if member.status == .member || request.user != caller.user {
            try SyndicateMembership.shut(member.user, out: true, of: seen.syndicate.id, in: database)
        }
        try context.emit(
            SyndicateMemberLeft(
                syndicate: seen.syndicate.id, user: member.user, role: member.role,
                wasInvited: member.status == .invited))
        return Nothing()
    }
}
