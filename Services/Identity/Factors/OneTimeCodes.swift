import Crypto
import Messages
import Runtime
import Storage

/// The secrets of users' authenticator apps, at rest only encrypted, and the codes they make.
struct OneTimeCodes: Sendable {
    private static let issuer = "Croupier"
    private let key: [UInt8]

    init(_ settings: IdentitySettings) throws {
        key = try KeyedHash.hash(Array("croupier one-time code secrets 1".utf8), key: settings.secret)
    }

    static func isEnrolled(_ user: ID<User>, in database: Connection) throws -> Bool {
        try database.first("SELECT 1 FROM totp WHERE user = ?", user) { _ in true } ?? false
    }

    /// Draws a secret, which counts once it is confirmed. One that was drawn before and not confirmed is forgotten.
    func enrol(_ user: ID<User>, email: String, in context: CommandContext) throws -> TOTPEnrolment {
        let secret = context.randomBytes(OneTimePassword.secretByteCount)
        try context.database.run(
            """
            INSERT INTO totp_enrolments (user, secret, started_at) VALUES (?, ?, ?)
            ON CONFLICT DO UPDATE SET secret = excluded.secret, started_at = excluded.started_at
            """, user, try seal(secret, of: user, in: context), context.now)
        let isReplacement = try OneTimeCodes.isEnrolled(user, in: context.database)
        try context.emit(TOTPEnrolled(user: user, isReplacement: isReplacement))
        let uri = try OneTimePassword(secret: secret)
            .otpauthURI(issuer: OneTimeCodes.issuer, account: email)
        return TOTPEnrolment(secret: Base32.encode(secret), uri: uri)
    }

    static func isEnrolling(_ user: ID<User>, in database: Connection) throws -> Bool {
        try database.first("SELECT 1 FROM totp_enrolments WHERE user = ?", user) { _ in true } ?? false
    }

    /// From now on the secret that waited for this counts, with new recovery codes; false if the code is not its.
    func confirm(_ code: OneTimeCode, of user: ID<User>, in context: CommandContext) throws -> Bool {
        let database = context.database
        let sealed: [UInt8]? = try database.first("SELECT secret FROM totp_enrolments WHERE user = ?", user) {
            try $0.value(0)
        }
        guard let sealed, let step = try step(of: code, sealed, user, at: context.now) else { return false }
        let isReplacement = try OneTimeCodes.isEnrolled(user, in: database)
        try database.run("DELETE FROM totp_enrolments WHERE user = ?", user)
        try database.run(
            """
            INSERT INTO totp (user, secret, confirmed_at, last_step) VALUES (?, ?, ?, ?)
            ON CONFLICT DO UPDATE SET secret = excluded.secret, confirmed_at = excluded.confirmed_at,
                last_step = excluded.last_step
            """, user, sealed, context.now, step)
        try context.emit(TOTPConfirmed(user: user, isReplacement: isReplacement))
        return true
    }

    /// Takes a code of the confirmed secret and uses it up; false if it is not its, or was used.
    func use(_ code: OneTimeCode, of user: ID<User>, in context: CommandContext) throws -> Bool {
        let found = try context.database.first("SELECT secret, last_step FROM totp WHERE user = ?", user) { row in
            (secret: try row.value(0, as: [UInt8].self), lastStep: try row.value(1, as: Int64.self))
        }
        guard let found, let step = try step(of: code, found.secret, user, at: context.now), step > found.lastStep
        else { return false }
        try context.database.run("UPDATE totp SET last_step = ? WHERE user = ?", step, user)
        return true
    }

    static func forget(_ user: ID<User>, in context: CommandContext) throws {
        try context.database.run("DELETE FROM totp WHERE user = ?", user)
        try context.database.run("DELETE FROM totp_enrolments WHERE user = ?", user)
    }

    /// A secret that cannot be opened, because it was stored under another key, has no codes.
    private func step(
        of code: OneTimeCode, _ sealed: [UInt8], _ user: ID<User>, at now: Timestamp
    ) throws -> Int64? {
        let nonce = Array(sealed.prefix(SecretBox.nonceByteCount))
        let box = Array(sealed.dropFirst(nonce.count))
        guard let secret = try? SecretBox.open(box, nonce: nonce, key: key, context: user.bytes) else { return nil }
        return try OneTimePassword(secret: secret)
            .matches(code.text, at: OneTimePassword.step(milliseconds: now.milliseconds), skew: 1)
    }

    private func seal(_ secret: [UInt8], of user: ID<User>, in context: CommandContext) throws -> [UInt8] {
        let nonce = context.randomBytes(SecretBox.nonceByteCount)
        return nonce + (try SecretBox.seal(secret, nonce: nonce, key: key, context: user.bytes))
    }
}
