import Crypto
import Messages
import Runtime

/// Enrolling, replacing and removing an authenticator app.
struct Factors: Sendable {
    private let codes: OneTimeCodes
    private let recovery: RecoveryCodeBook
    private let attempts: Attempts
    private let lifetimes: SessionLifetimes
    let notices: Notices

    init(_ settings: IdentitySettings) throws {
        (codes, recovery) = (try OneTimeCodes(settings), try RecoveryCodeBook(settings))
        (attempts, notices) = (try Attempts(settings), try Notices(settings))
        lifetimes = settings.sessionLifetimes
    }

    func enrol(_ request: EnrolTOTP.Request, in context: CommandContext) throws -> TOTPEnrolment {
        let user = try context.user().user
        guard let profile = try Users.profile(of: user, in: context.database) else { throw Rejection.notFound("user") }
        if profile.hasTOTP == true {
            let attempt = try open(attempts.proof(by: user, for: EnrolTOTP.name, in: context), in: context)
            guard request.code != nil || request.recoveryCode != nil else {
                throw CommonFailure.secondFactorRequired.because(
                    "an app is enrolled; to replace it, send a code of it or a recovery code", at: "/code")
            }
            guard try uses(request.code, or: request.recoveryCode, of: user, in: context) else {
                throw wrongCode(attempt, at: request.code == nil ? "/recovery_code" : "/code")
            }
            // Who shows the old app has proved who they are, and will be asked for that when the new one is confirmed.
            _ = try FreshProof.renew(lifetimes, in: context)
        } else {
            try FreshProof.require(in: context)
        }
        return try codes.enrol(user, email: profile.email, in: context)
    }

    func confirm(_ request: ConfirmTOTP.Request, in context: CommandContext) throws -> RecoveryCodes {
        try FreshProof.require(in: context)
        let statement = try context.user()
        let attempt = try open(attempts.proof(by: statement.user, for: ConfirmTOTP.name, in: context), in: context)
        guard try OneTimeCodes.isEnrolling(statement.user, in: context.database) else {
            throw CodeFailure.nothingToConfirm.because("no enrolment waits for this; POST /v1/me/totp starts one")
        }
        guard try codes.confirm(request.code, of: statement.user, in: context) else { throw wrongCode(attempt) }
        try Sessions.raise(statement.session, in: context)
        try notices.send(.appEnrolled, to: statement.user, in: context)
        return try recovery.renew(for: statement.user, in: context)
    }

    /// Whether there is such an account, and waits for this, is not told apart from a wrong code.
    func confirmSignUp(_ request: ConfirmSignUp.Request, in context: CommandContext) throws -> RecoveryCodes {
        let user = request.userID
        let attempt = try open(attempts.confirmation(of: user, in: context), in: context)
        guard try Passwords.hash(of: user, in: context.database) == nil,
            try !OneTimeCodes.isEnrolled(user, in: context.database),
            try codes.confirm(request.code, of: user, in: context)
        else { throw wrongCode(attempt) }
        return try recovery.renew(for: user, in: context)
    }

    func renewRecoveryCodes(in context: CommandContext) throws -> RecoveryCodes {
        try FreshProof.require(in: context)
        let statement = try context.user()
        guard try OneTimeCodes.isEnrolled(statement.user, in: context.database) else {
            throw RenewRecoveryCodes.Failure.notEnrolled.because("no authenticator app is enrolled")
        }
        guard try Sessions.hasSecondFactor(statement.session, in: context.database) else {
            throw Factors.needsCode("renew the recovery codes")
        }
        try context.emit(RecoveryCodesRenewed(user: statement.user))
        try notices.send(.codesRenewed, to: statement.user, in: context)
        return try recovery.renew(for: statement.user, in: context)
    }

    func remove(in context: CommandContext) throws -> Nothing {
        try FreshProof.require(in: context)
        let statement = try context.user()
        guard let profile = try Users.profile(of: statement.user, in: context.database), profile.hasTOTP == true else {
            throw RemoveTOTP.Failure.notEnrolled.because("no authenticator app is enrolled")
        }
        guard try Sessions.hasSecondFactor(statement.session, in: context.database) else {
            throw Factors.needsCode("remove the app")
        }
        let roles = profile.roles + (profile.grants ?? []).map(\.role)
        guard PrivilegedRoles.all.isDisjoint(with: roles) else {
            throw RemoveTOTP.Failure.roleNeedsTOTP.because("admins and auditors cannot be without one; replace it")
        }
        guard try Passwords.hash(of: profile.id, in: context.database) != nil else {
            throw RemoveTOTP.Failure.noPassword.because("this account has no password; set one first")
        }
        try Factors.forget(profile.id, in: context)
        try notices.send(.appRemoved, to: profile.id, in: context)
        return Nothing()
    }

    private static func needsCode(_ purpose: String) -> Rejection {
        CommonFailure.secondFactorRequired.because(
            "to \(purpose), sign in with a code or give one to POST /v1/sessions/current/proof")
    }

    /// From now on the account is without a second factor, and so is every session of it.
    static func forget(_ user: ID<User>, in context: CommandContext) throws {
        try OneTimeCodes.forget(user, in: context)
        try RecoveryCodeBook.forget(user, in: context)
        try Sessions.lowerAll(of: user, in: context)
        try context.emit(TOTPRemoved(user: user))
    }

    /// A code of the app or else a recovery code, whichever was given.
    func uses(
        _ code: OneTimeCode?, or recoveryCode: RecoveryCode?, of user: ID<User>, in context: CommandContext
    ) throws -> Bool {
        if let code { return try codes.use(code, of: user, in: context) }
        if let recoveryCode { return try recovery.use(recoveryCode, of: user, in: context) }
        return false
    }

    private func open(_ attempt: Attempt, in context: CommandContext) throws -> Attempt {
        if let end = try attempt.blockedUntil(in: context) {
            throw CodeFailure.tooManyAttempts.because(Attempt.refusal(until: end))
        }
        return attempt
    }

    private func wrongCode(_ attempt: Attempt, at pointer: String = "/code") -> Rejection {
        CodeFailure.wrongCode.because(
            "this is not the code of now, or it was used; wait for the next one", at: pointer,
            recording: { try attempt.recordFailure(in: $0) })
    }
}
