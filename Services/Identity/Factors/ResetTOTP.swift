import Messages
import Runtime

extension Factors {
    /// What an admin does for somebody who has lost the app and every recovery code. Who has no password could not sign
    /// in at all after it, so they choose one first; a mailed token does for that without the app.
    func reset(_ request: ResetTOTP.Request, in context: CommandContext) throws -> UserProfile {
        typealias Failure = ResetTOTP.Failure
        let (user, database) = (request.userID, context.database)
        guard try context.user().user != user else {
            throw Failure.ownAccount.because("one's own account is for another admin", at: "/user_id")
        }
        _ = try UserRecord.living(user, orRefuse: Failure.accountDeleted, in: database)
        guard try OneTimeCodes.isEnrolled(user, in: database) else {
            throw Failure.notEnrolled.because("no authenticator app is enrolled")
        }
        guard try Passwords.hash(of: user, in: database) != nil else {
            throw Failure.noPassword.because(
                "this account has no password; have its owner choose one first, with POST /v1/password-resets")
        }
        try Factors.forget(user, in: context)
        try Sessions.endAll(of: user, reason: .secondFactorReset, in: context)
        try context.emit(
            TOTPReset(user: user, reason: try PersonalSeal.seal(request.reason, of: user, in: context)))
        try notices.send(.appReset, to: user, in: context)
        return try Users.existingProfile(of: user, in: database)
    }
}
