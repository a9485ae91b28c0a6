public import Storage

/// What must hold in this service's database at every moment.
public enum IdentityInvariants {
    /// What does not hold, in words; empty where all is well.
    public static func violations(in database: Connection) throws -> [String] {
        var found: [String] = []
        func expectNone(_ complaint: String, _ count: Int?) {
            if let count, count > 0 { found.append("\(complaint): \(count)") }
        }
        expectNone(
            "emails or usernames that differ only by case",
            try database.first(
                """
                SELECT (SELECT COUNT(*) FROM users) - (SELECT COUNT(DISTINCT lower(email)) FROM users)
                     + (SELECT COUNT(username) FROM users) - (SELECT COUNT(DISTINCT lower(username)) FROM users)
                """, read: { try $0.value(0) }))
        expectNone(
            "sessions without a user",
            try database.first(
                "SELECT COUNT(*) FROM sessions WHERE user NOT IN (SELECT id FROM users)",
                read: { try $0.value(0) }))
        expectNone(
            "users with more than five open sessions",
            try database.first(
                """
                SELECT COUNT(*) FROM
                    (SELECT user FROM sessions WHERE ended_at IS NULL GROUP BY user HAVING COUNT(*) > 5)
                """, read: { try $0.value(0) }))
        expectNone(
            "users without a key for their personal data",
            try database.first(
                "SELECT COUNT(*) FROM users WHERE id NOT IN (SELECT user FROM person_keys)",
                read: { try $0.value(0) }))
        expectNone(
            "users without a role",
            try database.first(
                "SELECT COUNT(*) FROM users WHERE id NOT IN (SELECT user FROM user_roles)",
                read: { try $0.value(0) }))
        expectNone(
            "sessions with a second factor of users without one",
            try database.first(
                """
                SELECT COUNT(*) FROM sessions WHERE second_factor = 1 AND ended_at IS NULL
                    AND user NOT IN (SELECT user FROM totp)
                """, read: { try $0.value(0) }))
        expectNone(
            "recovery codes of users without an authenticator app",
            try database.first(
                "SELECT COUNT(*) FROM recovery_codes WHERE user NOT IN (SELECT user FROM totp)",
                read: { try $0.value(0) }))
        expectNone(
            "active users who can never sign in",
            try database.first(
                """
                SELECT COUNT(*) FROM users WHERE state = 'active' AND id NOT IN
                    (SELECT user FROM passwords UNION SELECT user FROM totp UNION SELECT user FROM totp_enrolments)
                """, read: { try $0.value(0) }))
        return found
    }
}
