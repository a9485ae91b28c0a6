import Messages
import Runtime
import Storage

/// The passwords' rows: hashes, at most one a user.
enum Passwords {
    static func hash(of user: ID<User>, in database: Connection) throws -> String? {
        try database.first("SELECT hash FROM passwords WHERE user = ?", user) { try $0.value(0) }
    }

    /// Sets the password. A change of address that was asked for with the old one is off: it may have been a thief's.
    static func set(_ hash: String, of user: ID<User>, in context: CommandContext) throws {
        try MailToken.end(all: .emailChange, of: user, in: context)
        try context.database.run(
            """
            INSERT INTO passwords (user, hash, changed_at) VALUES (?, ?, ?)
            ON CONFLICT DO UPDATE SET hash = excluded.hash, changed_at = excluded.changed_at
            """, user, hash, context.now)
    }

    /// Stores the same password's hash of another cost.
    static func renew(_ hash: String, of user: ID<User>, in context: CommandContext) throws {
        try context.database.run("UPDATE passwords SET hash = ? WHERE user = ?", hash, user)
    }
}

/// What a password must not be, beyond its length.
enum PasswordPolicy {
    /// Why a password is one of the first that a stranger would try; nil where it is not.
    static func complaint(about password: Text<NewPasswordRule>, of email: String, username: String?) -> String? {
        if CommonPasswords.contains(password.text) { return "this password is one of the first that are tried" }
        let (lower, email) = (password.text.lowercased(), email.lowercased())
        let name = String(email.prefix { $0 != "@" })
        guard lower != email, lower != name, lower != username?.lowercased() else {
            return "the password must not be one's own name or email address"
        }
        return nil
    }
}
