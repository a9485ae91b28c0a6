import Messages
import Runtime
import Storage

/// Proving that a user reads the mail of their address, and what one who has not may not do yet.
struct EmailVerification: Sendable {
    private let notifications: Notifications

    init(_ notifications: Notifications) { self.notifications = notifications }

    /// Mails the first token of a user who has just signed up.
    func begin(for user: ID<User>, in context: CommandContext) throws {
        _ = try mail(user, isAskedFor: false, in: context)
    }

    func request(in context: CommandContext) throws -> Nothing {
        typealias Failure = RequestEmailVerification.Failure
        let user = try context.user().user
        guard try !EmailVerification.isDone(by: user, in: context.database) else {
            throw Failure.alreadyVerified.because("this address is verified already")
        }
        guard try mail(user, isAskedFor: true, in: context) else {
            throw Failure.tooManyMails.because("enough mails for a day; look for the last one, or ask tomorrow")
        }
        return Nothing()
    }

    private func mail(_ user: ID<User>, isAskedFor: Bool, in context: CommandContext) throws -> Bool {
        let token = try MailToken.issue(for: .emailVerification, to: user, isAskedFor: isAskedFor, in: context)
        guard let token else { return false }
        try notifications.add(
            .emailVerification(token), .emailVerification, to: user, until: token.expiresAt, in: context)
        return true
    }

    static func confirm(_ request: ConfirmEmail.Request, in context: CommandContext) throws -> Nothing {
        guard let user = try MailToken.owner(of: request.token.text, for: .emailVerification, in: context) else {
            throw ConfirmEmail.Failure.invalidToken.because(
                "this token is not usable, or not any more; ask for another mail", at: "/token")
        }
        try MailToken.end(all: .emailVerification, of: user, in: context)
        try settle(user, in: context)
        return Nothing()
    }

    /// Notes that the user's address is proved: who only waited for that is active from now on.
    static func settle(_ user: ID<User>, in context: CommandContext) throws {
        guard let record = try UserRecord.find(user, in: context.database) else { throw Rejection.notFound("user") }
        let before = record.state
        let after = before == .pendingVerification ? .active : before
        try context.database.run(
            "UPDATE users SET email_verified_at = ?1, updated_at = ?1 WHERE id = ?2", context.now, user)
        if after != before {
            try Standing.change(record, to: after, Note(trusted: "the email address is verified"), in: context)
            try Standing.refresh(user, in: context)
        }
        try context.emit(EmailVerified(user: user, before: before, after: after))
    }

    static func isDone(by user: ID<User>, in database: Connection) throws -> Bool {
        try database.first("SELECT 1 FROM users WHERE id = ? AND email_verified_at IS NOT NULL", user) { _ in true }
            ?? false
    }
}
