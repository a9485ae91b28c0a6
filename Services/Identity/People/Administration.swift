public import Messages
public import Runtime
import TimeZones

extension GetUser: QueryHandler {
    public static func run(_ request: Request, in context: QueryContext) throws -> UserProfile {
        try Users.existingProfile(of: request.userID, in: context.database)
    }
}

extension UpdateUser {
    static func run(_ request: Request, _ zones: ZoneBook, in context: CommandContext) throws -> UserProfile {
        try zones.check(request.timeZone)
        let (user, database) = (request.userID, context.database)
        let record = try UserRecord.living(user, orRefuse: Failure.accountDeleted, in: database)
        if let birthDate = request.birthDate {
            try Age.check(birthDate, on: Day(context.now), orRefuse: Failure.underAge)
        }
        if case .set(let externalID) = request.externalID {
            let owner = try Users.owner(externalID: externalID, in: database)
            if let owner, owner != user {
                throw Failure.externalIDTaken.because("another user has this id", at: "/external_id")
            }
        }
        try record.update(
            to: try record.details.patched(with: request, in: database), note: request.note, in: context)
        return try Users.existingProfile(of: user, in: database)
    }
}

extension SetKYCLevel: CommandHandler {
    public static func run(_ request: Request, in context: CommandContext) throws -> UserProfile {
        guard request.level != .unknown else {
            throw Rejection.field("/level", "unknown_value", "expected one of none, basic, full")
        }
        let (user, database) = (request.userID, context.database)
        guard try context.user().user != user else {
            throw Failure.ownAccount.because("one's own account is for another admin", at: "/user_id")
        }
        let record = try UserRecord.living(user, orRefuse: Failure.accountDeleted, in: database)
        if record.kycLevel != request.level {
            try database.run(
                "UPDATE users SET kyc_level = ?, kyc_changed_at = ?, updated_at = ? WHERE id = ?", request.level,
                context.now, context.now, user)
            try context.emit(
                KYCChanged(
                    user: user, before: record.kycLevel, after: request.level,
                    note: try PersonalSeal.seal(request.note, of: user, in: context)))
            try Standing.publish(user, in: context)
        }
        return try Users.existingProfile(of: user, in: database)
    }
}

extension GetUserStatistics: QueryHandler {
    public static func run(_ request: Request, in context: QueryContext) throws -> Reply {
        let statistics = try context.database.first(
            """
            SELECT state, created_at, created_by, updated_at, deleted_at, kyc_level, kyc_changed_at,
                (SELECT COUNT(*) FROM user_roles WHERE user = users.id),
                (SELECT COUNT(*) FROM state_changes WHERE user = users.id),
                (SELECT COUNT(*) FROM sign_ins WHERE user = users.id AND outcome = ?3),
                (SELECT MAX(at) FROM sign_ins WHERE user = users.id AND outcome = ?3),
                (SELECT COUNT(*) FROM sign_ins WHERE user = users.id AND outcome <> ?3),
                (SELECT COUNT(*) FROM sessions WHERE user = users.id AND ended_at IS NULL AND expires_at > ?1)
            FROM users WHERE id = ?2
            """, context.now, request.userID, SignInOutcome.signedIn
        ) { row in
            Reply(
                userID: request.userID, state: try row.value(0), registeredAt: try row.value(1),
                createdBy: try row.value(2), updatedAt: try row.value(3), deletedAt: try row.value(4),
                kycLevel: try row.value(5), kycChangedAt: try row.value(6), roles: try row.value(7),
                stateChanges: try row.value(8), signIns: try row.value(9), lastSignInAt: try row.value(10),
                failedSignIns: try row.value(11), openSessions: try row.value(12),
                hasTOTP: try OneTimeCodes.isEnrolled(request.userID, in: context.database))
        }
        guard let statistics else { throw Rejection.notFound("user") }
        return statistics
    }
}
