import Crypto
import Messages
import Runtime
import Storage

/// A secret that is mailed to a person and works once: 256 random bits, of which only the hash is kept.
struct MailToken {
    enum Purpose: String, CaseIterable, StorageValue {
        case emailVerification = "email_verification"
        case passwordReset = "password_reset"
        case emailChange = "email_change"

        var lifetimeSeconds: Int64 {
            switch self {
            case .emailVerification, .emailChange: 86_400
            case .passwordReset: 3_600
            }
        }

        /// How many a user may ask for within a lifetime, so that nobody's mailbox is flooded.
        var limit: Int {
            switch self {
            case .emailVerification, .emailChange: 5
            case .passwordReset: 3
            }
        }
    }

    static let byteCount = 32
    /// Old rows forgotten for each new one: more than it adds, so that the table shrinks to what still counts.
    static let forgottenAtOnce = 8

    let text: String
    let expiresAt: Timestamp

    /// Makes a token for an address; nil where the user has asked for too many of late.
    ///
    /// - Parameters:
    ///   - address: one that is to be the user's; else it is the one that is.
    ///   - isAskedFor: whether the user wanted it, and it counts, or the platform sends it by itself.
    static func issue(
        for purpose: Purpose, to user: ID<User>, at address: Email? = nil, isAskedFor: Bool,
        in context: CommandContext
    ) throws -> MailToken? {
        let database = context.database
        if isAskedFor {
            let count = try database.first(
                """
                SELECT COUNT(*) FROM mail_tokens WHERE user = ? AND purpose = ? AND expires_at > ? AND is_asked_for = 1
                """, user, purpose, context.now
            ) { try $0.value(0, as: Int.self) }
            guard (count ?? 0) < purpose.limit else { return nil }
        }
        let secret = context.randomBytes(byteCount)
        let expiry = context.now.adding(seconds: purpose.lifetimeSeconds)
        try database.run(
            """
            INSERT INTO mail_tokens (hash, purpose, user, email_key, new_email, is_asked_for, expires_at)
            SELECT ?, ?, id, coalesce(?, email_key), ?, ?, ? FROM users WHERE id = ?
            """, SHA256.hash(secret), purpose, address?.text.lowercased(), address?.text, isAskedFor, expiry, user)
        try database.run(
            """
            DELETE FROM mail_tokens WHERE hash IN
                (SELECT hash FROM mail_tokens WHERE expires_at <= ? ORDER BY expires_at LIMIT ?)
            """, context.now, forgottenAtOnce)
        return MailToken(text: Base64URL.encode(secret), expiresAt: expiry)
    }

    /// The user whom the text is a usable token of; nil for any other text.
    static func owner(of text: String, for purpose: Purpose, in context: CommandContext) throws -> ID<User>? {
        guard let secret = Base64URL.decode(text), secret.count == byteCount else { return nil }
        return try context.database.first(
            """
            SELECT t.user FROM mail_tokens t JOIN users u ON u.id = t.user
            WHERE t.hash = ? AND t.purpose = ? AND t.ended_at IS NULL AND t.expires_at > ? AND t.email_key = u.email_key
            """, SHA256.hash(secret), purpose, context.now
        ) { try $0.value(0) }
    }

    /// The address that the text lets this user take; nil for any other text, and while something is held against the
    /// account: it may be in two hands.
    static func newAddress(by text: String, of user: ID<User>, in context: CommandContext) throws -> Email? {
        guard let secret = Base64URL.decode(text), secret.count == byteCount else { return nil }
        return try context.database.first(
            """
            SELECT t.new_email FROM mail_tokens t JOIN users u ON u.id = t.user
            WHERE t.hash = ? AND t.purpose = ? AND t.user = ? AND t.ended_at IS NULL AND t.expires_at > ?
                AND u.state IN (?, ?)
            """, SHA256.hash(secret), Purpose.emailChange, user, context.now, UserState.active,
            UserState.pendingVerification
        ) { Email(trusted: try $0.value(0)) }
    }

    /// Ends all of a user's tokens for a purpose: the one that was used, and those that are in other mails.
    static func end(all purpose: Purpose, of user: ID<User>, in context: CommandContext) throws {
        try context.database.run(
            "UPDATE mail_tokens SET ended_at = ? WHERE user = ? AND purpose = ? AND ended_at IS NULL", context.now,
            user, purpose)
    }

    /// Ends all of a user's tokens, whatever they are for.
    static func endAll(of user: ID<User>, in context: CommandContext) throws {
        for purpose in Purpose.allCases { try end(all: purpose, of: user, in: context) }
    }
}
