/// Why somebody who is signed in has to say once more who they are. Shared by all that changes how one gets in.
public enum ProofFailure: String, DomainFailure {
    case proofRequired = "proof_required"
    public var status: Int { 403 }
}

/// Proves anew that whoever holds this session is its user, which what changes the ways in asks for: a session that was
/// stolen long ago, or left open somewhere, proves nothing. Signing in is such a proof; refreshing is none.
public enum ProveSession: Command {
    public struct Request: Codable, Sendable {
        /// Needed where no authenticator app is enrolled.
        public let password: Text<PasswordRule>?
        /// The app's code, where one is enrolled, or a recovery code in its stead.
        public let code: OneTimeCode?
        public let recoveryCode: RecoveryCode?

        enum CodingKeys: String, CodingKey { case password, code, recoveryCode = "recovery_code" }

        public init(
            password: Text<PasswordRule>? = nil, code: OneTimeCode? = nil, recoveryCode: RecoveryCode? = nil
        ) {
            (self.password, self.code, self.recoveryCode) = (password, code, recoveryCode)
        }
    }
    public struct Reply: Codable, Sendable {
        /// Until when the proof is good.
        public let proofEndsAt: Timestamp

        enum CodingKeys: String, CodingKey { case proofEndsAt = "proof_ends_at" }

        public init(proofEndsAt: Timestamp) { self.proofEndsAt = proofEndsAt }
    }
    public enum Failure: String, DomainFailure {
        case wrongPassword = "wrong_password"
        case wrongCode = "wrong_code"
        case tooManyAttempts = "too_many_attempts"
        public var status: Int { self == .tooManyAttempts ? 429 : 422 }
    }
    public static let name = "identity.prove-session"
    public static let summary = "Prove once more who one is"
    public static let access = Access.signedIn
    public static let isOpenToFrozen = true
    public static let route: Route? = .act("/v1/sessions/current/proof")
}

/// The holder of a session has proved once more to be its user; with a code, the session counts as opened with one.
public struct SessionProved: Event {
    public static let type = "identity.session-proved"
    public let session: ID<Session>
    public let user: ID<User>
    public let hasSecondFactor: Bool
    public var subject: Subject { Subject("session", session) }

    enum CodingKeys: String, CodingKey { case session, user, hasSecondFactor = "second_factor" }

    public init(session: ID<Session>, user: ID<User>, hasSecondFactor: Bool) {
        (self.session, self.user, self.hasSecondFactor) = (session, user, hasSecondFactor)
    }
}
