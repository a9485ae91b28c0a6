public import Messages
public import Runtime
public import Storage

/// Which public keys the log is and was signed with, so that whoever kept a proof finds the key that it needs.
enum PublishedKeys {
    /// At a start: what is used from now on, and what not any more.
    static func settle(_ purpose: AuditKey.Purpose, _ keys: [String], in context: CommandContext) throws {
        let database = context.database
        let present = try database.rows(
            "SELECT verifier_key FROM published_keys WHERE purpose = ? AND until IS NULL ORDER BY verifier_key", purpose
        ) { try $0.value(0, as: String.self) }
        let (added, retired) = (keys.filter { !present.contains($0) }, present.filter { !keys.contains($0) })
        guard !added.isEmpty || !retired.isEmpty else { return }
        for key in retired {
            try database.run(
                "UPDATE published_keys SET until = ? WHERE purpose = ? AND verifier_key = ?", context.now, purpose, key)
        }
        for key in added {
            try database.run(
                """
                INSERT INTO published_keys (purpose, verifier_key, since) VALUES (?, ?, ?)
                ON CONFLICT DO UPDATE SET until = NULL
                """, purpose, key, context.now)
        }
        try context.emit(AuditKeysChanged(purpose: purpose, added: added, retired: retired))
    }
}

extension ListAuditKeys: QueryHandler {
    public static func run(_ request: Nothing, in context: QueryContext) throws -> Reply {
        // As many as there were changes of a file on the platform's disk.
        let items = try context.database.rows(
            """
            SELECT purpose, verifier_key, since, until FROM published_keys
            ORDER BY until IS NOT NULL, since DESC, purpose, verifier_key LIMIT 200
            """
        ) { row in
            AuditKey(
                purpose: try row.value(0), verifierKey: try row.value(1), from: try row.value(2), to: try row.value(3))
        }
        return Reply(items: items)
    }
}

let keyMigration = Migration(
    name: "audit keys",
    sql: """
        CREATE TABLE published_keys (
            purpose TEXT NOT NULL, verifier_key TEXT NOT NULL, since INTEGER NOT NULL, until INTEGER,
            PRIMARY KEY (purpose, verifier_key)
        ) STRICT, WITHOUT ROWID;
        CREATE TRIGGER published_keys_stay BEFORE DELETE ON published_keys
            BEGIN SELECT RAISE(ABORT, 'a published key stays known'); END;
        """)

extension AuditKey.Purpose: StorageValue {}
