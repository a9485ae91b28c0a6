import Crypto
import Messages
import Runtime

/// Replacing a forgotten password with the help of a mailed token.
struct PasswordResets: Sendable {
    static let mailTimer = "identity.mail-password-reset"

    private let notifications: Notifications
    private let notices: Notices
    private let attempts: Attempts
    private let cost: PasswordCost

    init(_ settings: IdentitySettings) throws {
        (notifications, notices) = (try Notifications(settings), try Notices(settings))
        (attempts, cost) = (try Attempts(settings), settings.passwordCost)
    }

    /// Writes the same rows whether or not the address is somebody's; the mail is made by a timer, after the answer. So
    /// neither the answer nor its time tells who has an account.
    static func request(_ request: RequestPasswordReset.Request, in context: CommandContext) throws -> Nothing {
        let user: ID<User>? = try context.database.first(
            "SELECT id FROM users WHERE email_key = ?", request.email.text.lowercased()
        ) { try $0.value(0) }
        try context.emit(PasswordResetRequested(user: user))
        try context.schedule(mailTimer, at: context.now, state: user?.text ?? "nobody")
        return Nothing()
    }

    /// What the timer does. A disabled account gets no mail, nor does one that has asked too often.
    func mail(to state: String, in context: CommandContext) throws {
        guard let user = ID<User>(state),
            let profile = try Users.profile(of: user, in: context.database), profile.state != .disabled,
            let token = try MailToken.issue(for: .passwordReset, to: user, isAskedFor: true, in: context)
        else { return }
        try notifications.add(.passwordReset(token), .passwordReset, to: user, until: token.expiresAt, in: context)
    }

    func confirm(_ request: ConfirmPasswordReset.Request, in context: CommandContext) throws -> Nothing {
        typealias Failure = ConfirmPasswordReset.Failure
        // Asked again when the hash is there: the token may have been used meanwhile.
        guard let user = try MailToken.owner(of: request.token.text, for: .passwordReset, in: context) else {
            throw Failure.invalidToken.because(
                "this token is not usable, or not any more; ask for another mail", at: "/token")
        }
        guard let profile = try Users.profile(of: user, in: context.database) else { throw Rejection.notFound("user") }
        if let complaint = PasswordPolicy.complaint(
            about: request.password, of: profile.email, username: profile.username)
        {
            throw Failure.passwordTooCommon.because(complaint, at: "/password")
        }
        let hash = try PasswordWork.hash(request.password.text, cost: cost, in: context)
        try Passwords.set(hash, of: user, in: context)
        try MailToken.end(all: .passwordReset, of: user, in: context)
        try WaysIn.closeAll(of: user, reason: .passwordChanged, in: context)
        try attempts.pardon(user, in: context)
        try claim(profile, in: context)
        try notices.send(.passwordReset, to: user, in: context)
        try context.emit(PasswordReset(user: user))
        return Nothing()
    }

    /// Whoever reads the address's mail owns it. What was set up under it before anybody had proved that, such as an
    /// authenticator app of a stranger who signed up with it, is not theirs.
    private func claim(_ profile: UserProfile, in context: CommandContext) throws {
        guard profile.isEmailVerified != true else { return }
        if profile.hasTOTP == true { try Factors.forget(profile.id, in: context) }
        try EmailVerification.settle(profile.id, in: context)
    }
}
