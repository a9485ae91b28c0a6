public import Messages
public import Runtime
import Storage

/// Where people stand, and how others learn of it.
enum Standing {
    /// The state of an account that nothing is held against.
    static func normalState(of user: ID<User>, in database: Connection) throws -> UserState {
        let isVerified = try database.first("SELECT email_verified_at IS NOT NULL FROM users WHERE id = ?", user) {
            try $0.value(0, as: Bool.self)
        }
        return isVerified == true ? .active : .pendingVerification
    }

    /// The version of what others were told of a person last; 0 where there was nothing to tell.
    static func version(of user: ID<User>, in database: Connection) throws -> Int64 {
        try database.first("SELECT version FROM standings WHERE user = ?", user) { try $0.value(0) } ?? 0
    }

    static func current(of user: ID<User>, in database: Connection) throws -> PersonStanding {
        guard let record = try UserRecord.find(user, in: database) else { throw Rejection.notFound("user") }
        let exclusions = try Exclusions.current(of: user, in: database)
        var standing = PersonStanding(
            user: user, version: try version(of: user, in: database), state: record.state,
            limits: try PersonalLimits.all(of: user, in: database), coolOffUntil: exclusions.coolOffUntil,
            selfExclusion: exclusions.selfExclusion)
        standing.kycLevel = record.kycLevel
        standing.timeZone = record.details.timeZone.flatMap { TimeZoneName($0) }
        return standing
    }

    /// Brings an account into another state, kept for good with who did it and why. Others are told by `publish`.
    ///
    /// - Parameters:
    ///   - reason: the platform's own words, for everybody.
    ///   - words: those of whoever did it. They are about a person, and are kept and told only sealed.
    static func change(
        _ record: UserRecord, to after: UserState, _ reason: Note, sealing words: Note? = nil,
        in context: CommandContext
    ) throws {
        let (user, before) = (record.id, record.state)
        let sealed = try PersonalSeal.seal(words, of: user, in: context)
        try context.database.run(
            "UPDATE users SET state = ?, updated_at = ? WHERE id = ?", after, context.now, user)
        try context.database.run(
            """
            INSERT INTO state_changes (user, at, before, after, reason, sealed_reason, actor)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            """, user, context.now, before, after, reason.text, sealed?.text, context.actor)
        try context.emit(
            UserStateChanged(user: user, before: before, after: after, reason: reason, sealedReason: sealed))
    }

    /// Publishes again what others have a copy of; who has none misses nothing.
    static func refresh(_ user: ID<User>, in context: CommandContext) throws {
        if try version(of: user, in: context.database) > 0 { try publish(user, in: context) }
    }

    /// Gives a person's standing, as it now is, its next version and tells of it. To be called after every change of
    /// what it says.
    @discardableResult
    static func publish(_ user: ID<User>, in context: CommandContext) throws -> PersonStanding {
        try context.database.run(
            "INSERT INTO standings (user, version) VALUES (?, 1) ON CONFLICT DO UPDATE SET version = version + 1", user)
        let standing = try current(of: user, in: context.database)
        try context.emit(
            StandingChanged(
                user: user, version: standing.version, standing: try PersonalSeal.seal(standing, of: user, in: context))
        )
        return standing
    }
}

extension TellStanding: CommandHandler {
    /// Nothing is told of one who was forgotten: the wallet forgets them as well.
    public static func run(_ request: Request, in context: CommandContext) throws -> Nothing {
        guard let record = try UserRecord.find(request.user, in: context.database), record.forgottenAt == nil else {
            return Nothing()
        }
        try context.call(.wallet, TakeStanding.self, try Standing.current(of: request.user, in: context.database))
        return Nothing()
    }
}

extension UserState {
    /// Whether one in this state may sign in and be vouched for.
    var isAdmitted: Bool {
        switch self {
        case .pendingVerification, .active, .frozen: true
        case .suspended, .disabled, .unknown: false
        }
    }
}
