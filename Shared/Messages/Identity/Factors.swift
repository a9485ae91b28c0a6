/// A one-time code as an authenticator app shows it.
public enum OneTimeCodeRule: TextRule {
    public static let length = 6...6
    public static let pattern: String? = "^[0-9]{6}$"
    public static let sample = "492039"
    public static let expected = "the six digits that the authenticator app shows"

    public static func accepts(_ text: String) -> Bool { text.utf8.allSatisfy { (0x30...0x39).contains($0) } }
}

/// A recovery code as it was shown, in capitals or not, with its hyphens or without.
public enum RecoveryCodeRule: TextRule {
    public static let length = 16...19
    public static let pattern: String? = "^[A-Za-z2-7-]+$"
    public static let sample = "MFRG-GZDF-MZTW-Q2LK"
    public static let expected = "a recovery code such as MFRG-GZDF-MZTW-Q2LK"

    public static func accepts(_ text: String) -> Bool {
        text.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
                UInt8(ascii: "2")...UInt8(ascii: "7"), UInt8(ascii: "-"):
                true
            default: false
            }
        }
    }
}

public typealias OneTimeCode = Text<OneTimeCodeRule>
public typealias RecoveryCode = Text<RecoveryCodeRule>

/// What an authenticator app takes in, shown once: the secret in base32, and the same as a link or a picture's text.
public struct TOTPEnrolment: Codable, Sendable {
    public let secret: String
    public let uri: String

    public init(secret: String, uri: String) { (self.secret, self.uri) = (secret, uri) }
}

/// Codes to sign in with when the authenticator app is lost, shown once. Each works once.
public struct RecoveryCodes: Codable, Sendable {
    public let recoveryCodes: [String]

    enum CodingKeys: String, CodingKey { case recoveryCodes = "recovery_codes" }

    public init(recoveryCodes: [String]) { self.recoveryCodes = recoveryCodes }
}

/// Why a code was not taken.
public enum CodeFailure: String, DomainFailure {
    case wrongCode = "wrong_code"
    case nothingToConfirm = "nothing_to_confirm"
    case tooManyAttempts = "too_many_attempts"
    public var status: Int {
        switch self {
        case .nothingToConfirm: 409
        case .wrongCode: 422
        case .tooManyAttempts: 429
        }
    }
}

/// Starts enrolling an authenticator app, the first one with a fresh proof. It counts from its confirmation on; until
/// then an earlier one stays in use.
public enum EnrolTOTP: Command {
    public struct Request: Codable, Sendable {
        /// To replace an app that is enrolled, a code of that app or a recovery code is needed.
        public let code: OneTimeCode?
        public let recoveryCode: RecoveryCode?

        enum CodingKeys: String, CodingKey { case code, recoveryCode = "recovery_code" }

        public init(code: OneTimeCode? = nil, recoveryCode: RecoveryCode? = nil) {
            (self.code, self.recoveryCode) = (code, recoveryCode)
        }
    }
    public typealias Reply = TOTPEnrolment
    public typealias Failure = CodeFailure
    public static let sharedFailures: [any DomainFailure.Type] = [ProofFailure.self]
    public static let name = "identity.enrol-totp"
    public static let summary = "Enrol an authenticator app"
    public static let access = Access.signedIn
    public static let isOpenToFrozen = true
    public static let route: Route? = .create("/v1/me/totp")
    public static let replyHoldsSecrets = true
}

/// Proves with its first code that the app has the secret. The session that does so counts as opened with it.
public enum ConfirmTOTP: Command {
    public struct Request: Codable, Sendable {
        public let code: OneTimeCode

        public init(code: OneTimeCode) { self.code = code }
    }
    public typealias Reply = RecoveryCodes
    public typealias Failure = CodeFailure
    public static let sharedFailures: [any DomainFailure.Type] = [ProofFailure.self]
    public static let name = "identity.confirm-totp"
    public static let summary = "Confirm an authenticator app and get recovery codes"
    public static let access = Access.signedIn
    public static let isOpenToFrozen = true
    public static let route: Route? = .act("/v1/me/totp/confirm")
    public static let replyHoldsSecrets = true
}

/// Proves that somebody who signed up without a password has the secret: from then on they can sign in.
public enum ConfirmSignUp: Command {
    public struct Request: Codable, Sendable {
        public let userID: ID<User>
        public let code: OneTimeCode

        enum CodingKeys: String, CodingKey { case userID = "user_id", code }

        public init(userID: ID<User>, code: OneTimeCode) { (self.userID, self.code) = (userID, code) }
    }
    public typealias Reply = RecoveryCodes
    public typealias Failure = CodeFailure
    public static let name = "identity.confirm-sign-up"
    public static let summary = "Confirm the authenticator app of an account without a password"
    public static let access = Access.anyone
    public static let route: Route? = .act("/v1/users/{user_id}/totp/confirm")
    public static let replyHoldsSecrets = true
}

/// Goes back to the password alone. It takes a session that was opened with a code.
public enum RemoveTOTP: Command {
    public typealias Request = Nothing
    public typealias Reply = Nothing
    public enum Failure: String, DomainFailure {
        case notEnrolled = "not_enrolled"
        case roleNeedsTOTP = "role_needs_totp"
        case noPassword = "no_password"
        public var status: Int { 409 }
    }
    public static let sharedFailures: [any DomainFailure.Type] = [ProofFailure.self]
    public static let name = "identity.remove-totp"
    public static let summary = "Remove the authenticator app and the recovery codes"
    public static let access = Access.signedIn
    public static let isOpenToFrozen = true
    public static let route: Route? = .delete("/v1/me/totp")
}
