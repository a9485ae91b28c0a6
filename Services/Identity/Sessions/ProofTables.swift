import Storage

let proofMigration = Migration(
    name: "identity-proof",
    sql: """
        -- Until when a session's last proof of who holds it is good: the sign-in's, or one given anew. Bots' sessions have
        -- none. For those that are open already it is reckoned from their opening, with the 15 minutes of the default.
        ALTER TABLE sessions ADD COLUMN proof_ends_at INTEGER CHECK (proof_ends_at >= opened_at);
        UPDATE sessions SET proof_ends_at = opened_at + 900000 WHERE chat_system IS NULL;
        -- To count a person's notices of a kind.
        CREATE INDEX notifications_user ON notifications (user, kind, created_at);
        """)
