import Crypto
import Messages
import Runtime
import Storage

/// The outbox of messages to people. What they say lies sealed in it until a mailer has delivered them; a row is
/// forgotten some time after it has expired, sent or not.
struct Notifications: Sendable {
    /// Old rows forgotten for each new one.
    static let forgottenAtOnce = 8

    private let key: [UInt8]

    init(_ settings: IdentitySettings) throws {
        key = try KeyedHash.hash(Array("croupier notifications 1".utf8), key: settings.secret)
    }

    /// Has a letter sent: the one way in.
    ///
    /// - Parameter address: where to, if not to the user's present address.
    func add(
        _ letter: Letter, _ kind: NotificationKind, to user: ID<User>, at address: Email? = nil,
        until expiry: Timestamp, in context: CommandContext
    ) throws {
        let id = context.newID(UserNotification.self)
        let nonce = context.randomBytes(SecretBox.nonceByteCount)
        let box = try SecretBox.seal(try WireCoding().encode(letter), nonce: nonce, key: key, context: id.bytes)
        try context.database.run(
            """
            INSERT INTO notifications (id, user, kind, recipient, content, created_at, expires_at)
            SELECT ?, id, ?, coalesce(?, email), ?, ?, ? FROM users WHERE id = ?
            """, id, kind, address?.text, nonce + box, context.now, expiry, user)
        try context.database.run(
            """
            DELETE FROM notifications WHERE id IN
                (SELECT id FROM notifications WHERE expires_at <= ? ORDER BY expires_at LIMIT ?)
            """, context.now, Notifications.forgottenAtOnce)
        try context.emit(NotificationQueued(notification: id, user: user, kind: kind, expiresAt: expiry))
    }

    /// One that has not expired.
    func find(
        _ id: ID<UserNotification>, at now: Timestamp, in database: Connection
    ) throws -> UserNotification? {
        try database.first(
            """
            SELECT id, user, kind, recipient, content, created_at, expires_at, sent_at FROM notifications
            WHERE id = ? AND expires_at > ?
            """, id, now, read: read)
    }

    /// Those after a given one that have not expired, the oldest first.
    func list(
        after id: ID<UserNotification>, areSent: Bool, _ count: Int, at now: Timestamp, in database: Connection
    ) throws -> [UserNotification] {
        if areSent {
            try database.rows(
                """
                SELECT id, user, kind, recipient, content, created_at, expires_at, sent_at FROM notifications
                WHERE sent_at IS NOT NULL AND id > ? AND expires_at > ? ORDER BY id LIMIT ?
                """, id, now, count, read: read)
        } else {
            try database.rows(
                """
                SELECT id, user, kind, recipient, content, created_at, expires_at, sent_at FROM notifications
                WHERE sent_at IS NULL AND id > ? AND expires_at > ? ORDER BY id LIMIT ?
                """, id, now, count, read: read)
        }
    }

    private func read(_ row: borrowing Row) throws -> UserNotification {
        let id = try row.value(0, as: ID<UserNotification>.self)
        let letter = try row.value(4, as: [UInt8]?.self).flatMap { try open($0, of: id) }
        return UserNotification(
            id: id, userID: try row.value(1), kind: try row.value(2), recipient: try row.value(3),
            subject: letter?.subject, text: letter?.text, createdAt: try row.value(5), expiresAt: try row.value(6),
            sentAt: try row.value(7))
    }

    /// Nil where the secret that it was sealed under is lost: what nobody can read must not keep the rest from its way.
    private func open(_ content: [UInt8], of id: ID<UserNotification>) throws -> Letter? {
        let nonce = Array(content.prefix(SecretBox.nonceByteCount))
        let box = Array(content.dropFirst(nonce.count))
        guard let plain = try? SecretBox.open(box, nonce: nonce, key: key, context: id.bytes) else { return nil }
        return try WireCoding().decode(Letter.self, from: plain)
    }
}
