import Messages
import Runtime
import Storage

/// Sessions that are over, and API keys and devices that work no more, are kept for a while, for whoever looks into
/// something later, and then forgotten together with their last use.
enum Retention {
    static let keptSeconds = SignIns.keptSeconds
    /// Of each kind at every new session: more than it adds.
    private static let forgottenAtOnce = 4

    static func forgetSome(in context: CommandContext) throws {
        let (database, latest) = (context.database, context.now.adding(seconds: -keptSeconds))
        let sessions: [ID<Session>] = try database.rows(
            """
            SELECT id FROM sessions WHERE ifnull(ended_at, live_until) <= ?
            ORDER BY ifnull(ended_at, live_until) LIMIT ?
            """, latest, forgottenAtOnce
        ) { try $0.value(0) }
        for session in sessions {
            try LastUses.forget(session, in: context)
            try database.run("DELETE FROM sessions WHERE id = ?", session)
        }
        let keys: [ID<APIKey>] = try database.rows(
            """
            SELECT id FROM api_keys WHERE ifnull(revoked_at, expires_at) <= ?
            ORDER BY ifnull(revoked_at, expires_at) LIMIT ?
            """, latest, forgottenAtOnce
        ) { try $0.value(0) }
        for key in keys {
            try LastUses.forget(key, in: context)
            try database.run("DELETE FROM api_keys WHERE id = ?", key)
        }
        let devices: [ID<Device>] = try database.rows(
            "SELECT id FROM devices WHERE revoked_at <= ? ORDER BY revoked_at LIMIT ?", latest, forgottenAtOnce
        ) { try $0.value(0) }
        for device in devices {
            try LastUses.forget(device, in: context)
            try database.run("DELETE FROM devices WHERE id = ?", device)
        }
    }
}

let retentionMigration = Migration(
    name: "identity-retention",
    sql: """
        -- By when they were over; those that nobody ended, when they ran out.
        CREATE INDEX sessions_over ON sessions (ifnull(ended_at, live_until));
        CREATE INDEX api_keys_over ON api_keys (ifnull(revoked_at, expires_at));
        CREATE INDEX devices_over ON devices (revoked_at) WHERE revoked_at IS NOT NULL;
        """)
