import Messages
import Runtime
import Storage

/// What identity itself does to forget a person.
struct Erasure: Sendable {
    private static let rowsAtOnce = 200
    private let excluded: ExcludedAddresses

    init(_ settings: IdentitySettings) throws { excluded = try ExcludedAddresses(settings) }

    /// First the key and the person's row, then what there is much of, a part at a time. Whether the person was known and
    /// had left is not asked: a database that was put back may not know of it.
    func rule(_ user: ID<User>, _ position: Int64, _ context: CommandContext) throws -> Int64? {
        guard let record = try UserRecord.find(user, in: context.database) else { return nil }
        if record.forgottenAt == nil { try forget(record, in: context) }
        return try eraseSome(of: user, in: context.database) ? position + 1 : nil
    }

    private func forget(_ record: UserRecord, in context: CommandContext) throws {
        let (user, database) = (record.id, context.database)
        try WaysIn.closeAll(of: user, reason: .state, in: context)
        if let exclusion = try Exclusions.current(of: user, in: database).selfExclusion {
            try excluded.add(record.details.email, exclusion, in: context)
        }
        if record.state != .disabled {
            try Standing.change(record, to: .disabled, Note(trusted: "was forgotten"), in: context)
            try Standing.publish(user, in: context)
        }
        try PersonalSeal.destroyKey(of: user, in: context)
        // Nobody signs in with what holds no @ and is no username.
        try database.run(
            """
            UPDATE users SET email = ?1, email_key = ?1, username = NULL, username_key = NULL, display_name = NULL,
                birth_date = NULL, country = NULL, name = NULL, time_zone = NULL, time_zone_changed_at = NULL,
                language = NULL, contact = NULL, preferences = NULL, external_id = NULL, external_id_key = NULL,
                kyc_level = 'none', kyc_changed_at = NULL, email_verified_at = NULL,
                deleted_at = coalesce(deleted_at, ?2), updated_at = ?2, forgotten_at = ?2
            WHERE id = ?3
            """, user.text, context.now, user)
        try database.run(
            "UPDATE standings SET cool_off_until = NULL, is_excluded = 0, excluded_until = NULL WHERE user = ?", user)
        try database.run(
            "INSERT INTO forgettings (user, begun_at) VALUES (?, ?) ON CONFLICT DO NOTHING", user, context.now)
        for sql in Erasure.few { try sql(user, database) }
        try context.emptyStuckSagas(naming: user)
        try context.emit(PersonForgotten(user: user))
    }

    /// What nobody has much of: a statement each.
    private static let few: [@Sendable (ID<User>, Connection) throws -> Void] = [
        { try $1.run("DELETE FROM passwords WHERE user = ?", $0) },
        { try $1.run("DELETE FROM totp WHERE user = ?", $0) },
        { try $1.run("DELETE FROM totp_enrolments WHERE user = ?", $0) },
        { try $1.run("DELETE FROM recovery_codes WHERE user = ?", $0) },
        { try $1.run("DELETE FROM risk_profiles WHERE user = ?", $0) },
        { try $1.run("DELETE FROM personal_limits WHERE user = ?", $0) },
        { try $1.run("DELETE FROM former_limits WHERE user = ?", $0) },
        { try $1.run("DELETE FROM chats WHERE user = ?", $0) },
        { try $1.run("DELETE FROM known_places WHERE user = ?", $0) },
        { try $1.run("DELETE FROM mail_tokens WHERE user = ?", $0) },
        { try $1.run("DELETE FROM notifications WHERE user = ?", $0) },
    ]

    /// True while there may be more.
    private func eraseSome(of user: ID<User>, in database: Connection) throws -> Bool {
        let limit = Erasure.rowsAtOnce
        let signIns = try database.run(
            "DELETE FROM sign_ins WHERE number IN (SELECT number FROM sign_ins WHERE user = ? LIMIT ?)", user, limit)
        let sessions: [ID<Session>] = try database.rows("SELECT id FROM sessions WHERE user = ? LIMIT ?", user, limit) {
            try $0.value(0)
        }
        for session in sessions {
            try database.run("DELETE FROM last_uses WHERE credential = ?", session)
            try database.run("DELETE FROM sessions WHERE id = ?", session)
        }
        let keys: [ID<APIKey>] = try database.rows("SELECT id FROM api_keys WHERE user = ? LIMIT ?", user, limit) {
            try $0.value(0)
        }
        for key in keys {
            try database.run("DELETE FROM last_uses WHERE credential = ?", key)
            try database.run("DELETE FROM api_keys WHERE id = ?", key)
        }
        return max(signIns, sessions.count, keys.count) == limit
    }
}
