public import Storage

/// What must hold in this service's database at every moment.
public enum IdentityInvariants {
    /// What does not hold, in words; empty where all is well.
    public static func violations(in database: Connection) throws -> [String] {
        try rules.compactMap { complaint, sql in
            let count = try database.first(sql) { try $0.value(0, as: Int.self) } ?? 0
            return count > 0 ? "\(complaint): \(count)" : nil
        }
    }

    /// What must not be, and how many there are of it.
    private static let rules: [(complaint: String, sql: StaticString)] = [
        (
            "emails or usernames that differ only by case",
            """
            SELECT (SELECT COUNT(*) FROM users) - (SELECT COUNT(DISTINCT lower(email)) FROM users)
                 + (SELECT COUNT(username) FROM users) - (SELECT COUNT(DISTINCT lower(username)) FROM users)
            """
        ),
        (
            "sessions without a user",
            "SELECT COUNT(*) FROM sessions WHERE user NOT IN (SELECT id FROM users)"
        ),
        (
            "users with more than five open sessions of their own, or more than five that bots opened",
            """
            SELECT COUNT(*) FROM (SELECT user FROM sessions WHERE ended_at IS NULL GROUP BY user, chat_system IS NULL
                HAVING COUNT(*) > 5)
            """
        ),
        (
            "sessions that live beyond their end, or whose token outlives them",
            "SELECT COUNT(*) FROM sessions WHERE live_until > expires_at OR token_expires_at > live_until"
        ),
        (
            "open sessions of users who are shut out",
            """
            SELECT COUNT(*) FROM sessions WHERE ended_at IS NULL
                AND user IN (SELECT id FROM users WHERE state IN ('suspended', 'disabled'))
            """
        ),
        (
            "refresh tokens that have been used and are good",
            "SELECT COUNT(*) FROM sessions WHERE refresh_hash IN (SELECT hash FROM used_refresh_tokens)"
        ),
        (
            "sessions opened by bots that can be refreshed, or that no key opened",
            """
            SELECT COUNT(*) FROM sessions WHERE (chat_system IS NULL) <> (api_key IS NULL)
                OR (chat_system IS NOT NULL AND refresh_hash IS NOT NULL)
            """
        ),
        (
            "sessions opened by bots whose holder has proved who they are",
            "SELECT COUNT(*) FROM sessions WHERE chat_system IS NOT NULL AND proof_ends_at IS NOT NULL"
        ),
        (
            "chats that are confirmed to be somebody's and claimed by others",
            """
            SELECT COUNT(*) FROM chats a JOIN chats b USING (system, chat_id)
            WHERE a.confirmed_at IS NOT NULL AND a.user <> b.user
            """
        ),
        (
            "users with more than twenty API keys",
            """
            SELECT COUNT(*) FROM
                (SELECT user FROM api_keys WHERE revoked_at IS NULL GROUP BY user HAVING COUNT(*) > 20)
            """
        ),
        (
            "organizations with more than a thousand devices",
            """
            SELECT COUNT(*) FROM
                (SELECT 1 FROM devices WHERE revoked_at IS NULL GROUP BY organization HAVING COUNT(*) > 1000)
            """
        ),
        (
            "last uses of what there is no more",
            """
            SELECT COUNT(*) FROM last_uses WHERE credential NOT IN
                (SELECT id FROM sessions UNION ALL SELECT id FROM api_keys UNION ALL SELECT id FROM devices)
            """
        ),
        (
            "users who are known at more than twenty places, or at one after they have left",
            """
            SELECT (SELECT COUNT(*) FROM (SELECT user FROM known_places GROUP BY user HAVING COUNT(*) > 20))
                 + (SELECT COUNT(*) FROM known_places
                    WHERE user IN (SELECT id FROM users WHERE deleted_at IS NOT NULL))
            """
        ),
        (
            "API keys with a second factor of users without one",
            "SELECT COUNT(*) FROM api_keys WHERE second_factor = 1 AND user NOT IN (SELECT user FROM totp)"
        ),
        (
            "API keys and devices without a place for their last use",
            """
            SELECT COUNT(*) FROM (SELECT id FROM api_keys UNION ALL SELECT id FROM devices)
            WHERE id NOT IN (SELECT credential FROM last_uses)
            """
        ),
        (
            "users without a key for their personal data, or forgotten ones with one",
            "SELECT COUNT(*) FROM users WHERE (forgotten_at IS NULL) <> (id IN (SELECT user FROM person_keys))"
        ),
        (
            "users of whom something is known after they were forgotten",
            """
            SELECT COUNT(*) FROM users WHERE forgotten_at IS NOT NULL AND (deleted_at IS NULL OR email LIKE '%@%'
                OR coalesce(username, display_name, birth_date, country, name, time_zone, language, contact,
                    preferences, external_id) IS NOT NULL
                OR id IN (SELECT user FROM passwords UNION SELECT user FROM totp UNION SELECT user FROM chats
                    UNION SELECT user FROM risk_profiles UNION SELECT user FROM personal_limits))
            """
        ),
        (
            "users without a role",
            "SELECT COUNT(*) FROM users WHERE id NOT IN (SELECT user FROM user_roles WHERE organization = x'')"
        ),
        (
            "sessions with a second factor of users without one",
            """
            SELECT COUNT(*) FROM sessions WHERE second_factor = 1 AND ended_at IS NULL
                AND user NOT IN (SELECT user FROM totp)
            """
        ),
        (
            "recovery codes of users without an authenticator app",
            "SELECT COUNT(*) FROM recovery_codes WHERE user NOT IN (SELECT user FROM totp)"
        ),
        (
            "active users who can never sign in",
            """
            SELECT COUNT(*) FROM users WHERE state = 'active' AND id NOT IN
                (SELECT user FROM passwords UNION SELECT user FROM totp UNION SELECT user FROM totp_enrolments)
            """
        ),
        (
            "users who wait for their address to be verified, though it is",
            "SELECT COUNT(*) FROM users WHERE state = 'pending_verification' AND email_verified_at IS NOT NULL"
        ),
        (
            "invitations whose uses are not those that were counted",
            """
            SELECT COUNT(*) FROM invitations i WHERE i.uses <>
                (SELECT COUNT(*) FROM invitation_uses u WHERE u.code_key = i.code_key)
            """
        ),
        (
            "usernames or external ids whose key is not their lower-case form",
            """
            SELECT COUNT(*) FROM users WHERE username_key <> lower(username) OR external_id_key <> lower(external_id)
            """
        ),
        (
            "users who have left and may act or are signed in",
            """
            SELECT COUNT(*) FROM users WHERE deleted_at IS NOT NULL
                AND (state <> 'disabled' OR id IN (SELECT user FROM sessions WHERE ended_at IS NULL))
            """
        ),
        (
            "roles where nobody can have them",
            "SELECT COUNT(*) FROM user_roles WHERE role = 'device' OR (role = 'player' AND organization <> x'')"
        ),
        (
            "users with more roles than fit into a statement",
            "SELECT COUNT(*) FROM (SELECT user FROM user_roles GROUP BY user HAVING COUNT(*) > 50)"
        ),
        (
            "limits and exclusions that nobody was told of",
            """
            SELECT (SELECT COUNT(*) FROM standings WHERE version = 0) + (SELECT COUNT(*) FROM personal_limits
                WHERE user NOT IN (SELECT user FROM standings WHERE version > 0))
            """
        ),
    ]
}
