import Crypto
import Messages
import Runtime

/// Proving anew who holds a session: with a code where an app is enrolled, with the password where none is. Whatever else
/// is given must be right as well.
struct SessionProof: Sendable {
    private let cost: PasswordCost
    private let lifetimes: SessionLifetimes
    private let attempts: Attempts
    private let factors: Factors

    init(_ settings: IdentitySettings) throws {
        (cost, lifetimes) = (settings.passwordCost, settings.sessionLifetimes)
        (attempts, factors) = (try Attempts(settings), try Factors(settings))
    }

    func run(_ request: ProveSession.Request, in context: CommandContext) throws -> ProveSession.Reply {
        let statement = try context.user()
        let attempt = try attempts.proof(by: statement.user, for: ProveSession.name, in: context)
        if let end = try attempt.blockedUntil(in: context) {
            throw ProveSession.Failure.tooManyAttempts.because(Attempt.refusal(until: end))
        }
        let isEnrolled = try OneTimeCodes.isEnrolled(statement.user, in: context.database)
        try checkFields(request, isEnrolled: isEnrolled)
        try check(request.password, of: statement.user, attempt, in: context)
        if isEnrolled {
            try check(request.code, or: request.recoveryCode, of: statement.user, attempt, in: context)
            try Sessions.raise(statement.session, in: context)
        }
        // The session may have been ended while the password was compared.
        guard let end = try FreshProof.renew(lifetimes, in: context) else {
            throw CommonFailure.unauthenticated.because("this session is over; sign in again")
        }
        try context.emit(
            SessionProved(session: statement.session, user: statement.user, hasSecondFactor: isEnrolled))
        return ProveSession.Reply(proofEndsAt: end)
    }

    private func checkFields(_ request: ProveSession.Request, isEnrolled: Bool) throws {
        let hasCode = request.code != nil || request.recoveryCode != nil
        guard request.code == nil || request.recoveryCode == nil else {
            throw Rejection.field("/recovery_code", "unexpected", "expected `code` or `recovery_code`, not both")
        }
        if isEnrolled, !hasCode {
            throw Rejection.field("/code", "required", "expected a code of the authenticator app, or a recovery code")
        }
        if !isEnrolled, hasCode {
            let pointer = request.code == nil ? "/recovery_code" : "/code"
            throw Rejection.field(pointer, "unexpected", "no authenticator app is enrolled; expected the password")
        }
        if !isEnrolled, request.password == nil {
            throw Rejection.field("/password", "required", "expected the account's password")
        }
    }

    private func check(
        _ password: Text<PasswordRule>?, of user: ID<User>, _ attempt: Attempt, in context: CommandContext
    ) throws {
        guard let password else { return }
        guard let known = try Passwords.hash(of: user, in: context.database),
            case .right = try PasswordWork.verify(password.text, against: known, cost: cost, in: context)
        else {
            throw ProveSession.Failure.wrongPassword.because(
                "this is not the account's password", at: "/password",
                recording: { try attempt.recordFailure(in: $0) })
        }
    }

    private func check(
        _ code: OneTimeCode?, or recoveryCode: RecoveryCode?, of user: ID<User>, _ attempt: Attempt,
        in context: CommandContext
    ) throws {
        guard try factors.uses(code, or: recoveryCode, of: user, in: context) else {
            throw ProveSession.Failure.wrongCode.because(
                "this is not the code of now, or it was used; wait for the next one",
                at: code == nil ? "/recovery_code" : "/code", recording: { try attempt.recordFailure(in: $0) })
        }
    }
}
