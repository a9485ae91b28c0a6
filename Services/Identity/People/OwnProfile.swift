public import Messages
public import Runtime
import TimeZones

extension GetMe: QueryHandler {
    public static func run(_ request: Nothing, in context: QueryContext) throws -> UserProfile {
        let (user, database) = (try context.user().user, context.database)
        var profile = try Users.existingProfile(of: user, in: database)
        if profile.hasTOTP == true { profile.recoveryCodesLeft = try RecoveryCodeBook.left(of: user, in: database) }
        return profile
    }
}

extension UpdateMe {
    static func run(_ request: Request, _ zones: ZoneBook, in context: CommandContext) throws -> UserProfile {
        try zones.check(request.timeZone)
        let (user, database) = (try context.user().user, context.database)
        let record = try UserRecord.living(user, orRefuse: CommonFailure.unauthenticated, in: database)
        try Usernames.check(
            request.username, for: user, reserved: Failure.usernameReserved, taken: Failure.usernameTaken,
            in: database)
        let new = try record.details.patched(with: request, in: database)
        if new.timeZone != record.details.timeZone { try checkMove(of: user, in: context) }
        try record.update(to: new, note: nil, in: context)
        return try Users.existingProfile(of: user, in: database)
    }

    /// Where one's day begins is part of what one has limited: who could move at will would have a new day at will.
    private static func checkMove(of user: ID<User>, in context: CommandContext) throws {
        let last = try context.database.first(
            """
            SELECT time_zone_changed_at FROM users
            WHERE id = ?1 AND EXISTS (SELECT 1 FROM personal_limits WHERE user = ?1)
            """, user
        ) { try $0.value(0, as: Timestamp?.self) }
        guard let next = last?.flatMap({ $0.adding(seconds: moveSeconds) }), context.now < next else { return }
        throw Failure.timeZoneChangedLately.because(
            "with limits set, the time zone can be changed again from \(next)", at: "/time_zone")
    }

    private static let moveSeconds: Int64 = 7 * 86_400
}
