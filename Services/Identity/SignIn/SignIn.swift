import Crypto
import Messages
import Runtime

/// Opening a session: who fails learns nothing from the answer, nor from the time it took.
struct SignIn: Sendable {
    private let cost: PasswordCost
    private let hopelessHash: String
    private let lifetimes: SessionLifetimes
    private let attempts: Attempts
    private let factors: Factors

    init(_ settings: IdentitySettings) throws {
        (cost, lifetimes) = (settings.passwordCost, settings.sessionLifetimes)
        hopelessHash = PasswordWork.hopelessHash(cost: cost)
        (attempts, factors) = (try Attempts(settings), try Factors(settings))
    }

    func run(_ request: OpenSession.Request, in context: CommandContext) throws -> OpenSession.Reply {
        guard request.totp == nil || request.recoveryCode == nil else {
            throw Rejection.field("/recovery_code", "unexpected", "expected `totp` or `recovery_code`, not both")
        }
        let login = request.login.text.lowercased()
        let found = try Users.credentials(loginKey: login, in: context.database)
        let attempt = try attempts.signIn(found?.user, login: login, in: context)
        if let end = try attempt.blockedUntil(in: context) {
            throw OpenSession.Failure.tooManyAttempts.because(Attempt.refusal(until: end))
        }
        let proof = try prove(request, found, attempt, in: context)
        guard proof.state.isAdmitted else {
            throw OpenSession.Failure.accountNotActive.because(
                "this account is \(proof.state.rawValue)",
                recording: { try SignIns.record(.accountNotActive, of: proof.user, in: $0) })
        }
        try attempt.succeed(in: context)
        var reply = try Sessions.open(
            for: proof.user, hasSecondFactor: proof.hasSecondFactor, lifetimes, in: context)
        reply.previousSignIn = try SignIns.last(of: proof.user, in: context.database)
        try SignIns.record(.signedIn, of: proof.user, session: reply.sessionID, in: context)
        return reply
    }

    /// Somebody who has proved to be the user.
    private struct Proof {
        let user: ID<User>
        let state: UserState
        let hasSecondFactor: Bool
    }

    /// One password is compared with one hash whatever is asked, and only then is anything decided.
    private func prove(
        _ request: OpenSession.Request, _ found: Users.Credentials?, _ attempt: Attempt, in context: CommandContext
    ) throws -> Proof {
        let verdict = try PasswordWork.verify(
            request.password?.text ?? "", against: found?.passwordHash ?? hopelessHash, cost: cost, in: context)
        let blockedUntil = try attempt.accountBlockedUntil(in: context)
        if let blockedUntil, !attempt.isKnownThere { throw refusal(attempt, blockedUntil) }
        guard let found else { throw refusal(attempt, nil) }
        if found.passwordHash == nil {
            guard request.password == nil else { throw refusal(attempt, blockedUntil) }
        } else {
            guard request.password != nil, case .right(let renewed) = verdict else {
                throw refusal(attempt, blockedUntil)
            }
            if let renewed { try Passwords.renew(renewed, of: found.user, in: context) }
        }
        let isEnrolled = try OneTimeCodes.isEnrolled(found.user, in: context.database)
        guard isEnrolled || found.passwordHash == nil else {
            return Proof(user: found.user, state: found.state, hasSecondFactor: false)
        }
        if found.passwordHash != nil, request.totp == nil, request.recoveryCode == nil {
            throw OpenSession.Failure.totpRequired.because("ask again with the authenticator app's code as well")
        }
        guard try factors.uses(request.totp, or: request.recoveryCode, of: found.user, in: context) else {
            throw refusal(attempt, blockedUntil)
        }
        return Proof(user: found.user, state: found.state, hasSecondFactor: true)
    }

    /// Whoever fails while the account is blocked hears that it is, wherever they are.
    private func refusal(_ attempt: Attempt, _ blockedUntil: Timestamp?) -> Rejection {
        let wasTried = blockedUntil == nil || attempt.isKnownThere
        let recording: @Sendable (CommandContext) throws -> Void = { context in
            guard try attempt.recordFailure(in: context), wasTried, let user = attempt.user else { return }
            try SignIns.record(.wrongCredentials, of: user, in: context)
        }
        if let blockedUntil {
            return OpenSession.Failure.tooManyAttempts.because(
                Attempt.refusal(until: blockedUntil), recording: recording)
        }
        return OpenSession.Failure.invalidCredentials.because(
            "no account has this login with this password or code", recording: recording)
    }
}
