import Crypto
import Messages
import Runtime

/// Moving an account to another email address, which whoever asks must prove to read. The address is what a forgotten
/// password is replaced by, so that it takes as much proof as the password itself.
struct EmailChanges: Sendable {
    private let notifications: Notifications
    private let cost: PasswordCost
    private let attempts: Attempts
    private let excluded: ExcludedAddresses

    init(_ notifications: Notifications, _ settings: IdentitySettings) throws {
        (self.notifications, cost, attempts) = (notifications, settings.passwordCost, try Attempts(settings))
        excluded = try ExcludedAddresses(settings)
    }

    func request(_ request: RequestEmailChange.Request, in context: CommandContext) throws -> Nothing {
        typealias Failure = RequestEmailChange.Failure
        let statement = try context.user()
        let (user, database) = (statement.user, context.database)
        let attempt = try attempts.proof(by: user, for: RequestEmailChange.name, in: context)
        if let end = try attempt.blockedUntil(in: context) {
            throw Failure.tooManyAttempts.because(Attempt.refusal(until: end))
        }
        let record = try UserRecord.living(user, orRefuse: CommonFailure.unauthenticated, in: database)
        try checkProof(request.password, of: statement, attempt, in: context)
        // The session may have been ended while the password was looked at.
        guard try Sessions.isOpen(statement.session, in: database) else {
            throw CommonFailure.unauthenticated.because("this session is over; sign in again")
        }
        guard request.email.text != record.details.email else {
            throw Rejection.field("/email", "unchanged", "expected another address than that of now")
        }
        try check(request.email, isFreeFor: user, orRefuse: Failure.emailTaken, at: "/email", in: context)
        try MailToken.end(all: .emailChange, of: user, in: context)
        guard
            let token = try MailToken.issue(
                for: .emailChange, to: user, at: request.email, isAskedFor: true, in: context)
        else { throw Failure.tooManyMails.because("enough mails for a day; use the last one, or ask tomorrow") }
        try notifications.add(
            .emailChange(token), .emailChange, to: user, at: request.email, until: token.expiresAt, in: context)
        try context.emit(
            EmailChangeRequested(
                user: user, address: try PersonalSeal.seal(request.email.text, of: user, in: context)))
        return Nothing()
    }

    private func checkProof(
        _ password: Text<PasswordRule>?, of statement: Statement, _ attempt: Attempt, in context: CommandContext
    ) throws {
        guard let known = try Passwords.hash(of: statement.user, in: context.database) else {
            return try FreshProof.require(in: context)
        }
        if try OneTimeCodes.isEnrolled(statement.user, in: context.database) { try FreshProof.require(in: context) }
        guard let password else { throw Rejection.field("/password", "required", "expected the password of now") }
        guard case .right = try PasswordWork.verify(password.text, against: known, cost: cost, in: context) else {
            throw RequestEmailChange.Failure.wrongPassword.because(
                "this is not the password of now", at: "/password",
                recording: { try attempt.recordFailure(in: $0) })
        }
    }

    func confirm(_ request: ConfirmEmailChange.Request, in context: CommandContext) throws -> UserProfile {
        typealias Failure = ConfirmEmailChange.Failure
        let (user, database) = (try context.user().user, context.database)
        guard let asked = try MailToken.newAddress(by: request.token.text, of: user, in: context) else {
            throw Failure.invalidToken.because(
                "this token is not usable, or not any more; ask for another mail", at: "/token")
        }
        let record = try UserRecord.living(user, orRefuse: CommonFailure.unauthenticated, in: database)
        try check(asked, isFreeFor: user, orRefuse: Failure.emailTaken, at: "/token", in: context)
        // Goes to the address of now, which in the next moment is the old one.
        try notifications.add(
            .emailChanged, .emailChanged, to: user,
            until: context.now.adding(seconds: Notices.newsSeconds), in: context)
        try database.run(
            "UPDATE users SET email = ?, email_key = ?, updated_at = ? WHERE id = ?", asked.text,
            asked.text.lowercased(), context.now, user)
        try MailToken.endAll(of: user, in: context)
        try context.emit(
            EmailChanged(
                user: user, before: try PersonalSeal.seal(record.details.email, of: user, in: context),
                after: try PersonalSeal.seal(asked.text, of: user, in: context)))
        try EmailVerification.settle(user, in: context)
        return try Users.existingProfile(of: user, in: database)
    }

    /// One's own address may be written in another case.
    private func check(
        _ email: Email, isFreeFor user: ID<User>, orRefuse taken: some DomainFailure, at pointer: String,
        in context: CommandContext
    ) throws {
        let owner = try Users.owner(email: email, in: context.database)
        if try owner.map({ $0 != user }) ?? excluded.has(email, in: context) {
            throw taken.because("there is another account with this email address", at: pointer)
        }
    }
}
