import Crypto
import Messages
import Runtime

/// Setting one's own password, against the current one where there is one.
struct PasswordChange: Sendable {
    private let cost: PasswordCost
    private let attempts: Attempts
    private let notices: Notices

    init(_ settings: IdentitySettings) throws {
        (cost, attempts, notices) = (settings.passwordCost, try Attempts(settings), try Notices(settings))
    }

    func run(_ request: ChangePassword.Request, in context: CommandContext) throws -> Nothing {
        let statement = try context.user()
        let user = statement.user
        let attempt = try attempts.proof(by: user, for: ChangePassword.name, in: context)
        if let end = try attempt.blockedUntil(in: context) {
            throw ChangePassword.Failure.tooManyAttempts.because(Attempt.refusal(until: end))
        }
        guard let profile = try Users.profile(of: user, in: context.database) else { throw Rejection.notFound("user") }
        if let complaint = PasswordPolicy.complaint(
            about: request.password, of: profile.email, username: profile.username)
        {
            throw ChangePassword.Failure.passwordTooCommon.because(complaint, at: "/password")
        }
        try checkCurrent(request.currentPassword, of: user, attempt, in: context)
        let hash = try PasswordWork.hash(request.password.text, cost: cost, in: context)
        // The session may have been ended while the hashes were made.
        guard try Sessions.isOpen(statement.session, in: context.database) else {
            throw CommonFailure.unauthenticated.because("this session is over; sign in again")
        }
        try Passwords.set(hash, of: user, in: context)
        try MailToken.end(all: .passwordReset, of: user, in: context)
        try Sessions.endAll(of: user, except: statement.session, reason: .passwordChanged, in: context)
        try context.emit(PasswordChanged(user: user))
        try notices.send(.passwordChanged, to: user, in: context)
        return Nothing()
    }

    private func checkCurrent(
        _ current: Text<PasswordRule>?, of user: ID<User>, _ attempt: Attempt, in context: CommandContext
    ) throws {
        guard let known = try Passwords.hash(of: user, in: context.database) else {
            return try FreshProof.require(in: context)
        }
        if try OneTimeCodes.isEnrolled(user, in: context.database) { try FreshProof.require(in: context) }
        guard let current else {
            throw Rejection.field("/current_password", "required", "expected the password of now")
        }
        guard case .right = try PasswordWork.verify(current.text, against: known, cost: cost, in: context) else {
            throw ChangePassword.Failure.wrongPassword.because(
                "this is not the password of now", at: "/current_password",
                recording: { try attempt.recordFailure(in: $0) })
        }
    }
}
