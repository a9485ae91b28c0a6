public import Messages
public import Storage

let mailMigration = Migration(
    name: "identity-mail",
    sql: """
        -- Who was active before addresses were verified stays so.
        ALTER TABLE users ADD COLUMN email_verified_at INTEGER;
        UPDATE users SET email_verified_at = created_at WHERE state = 'active';
        -- content is what the mail says, sealed; it is gone once the mail was sent.
        CREATE TABLE notifications (
            id BLOB PRIMARY KEY, user BLOB NOT NULL REFERENCES users (id), kind TEXT NOT NULL,
            recipient TEXT NOT NULL, content BLOB, created_at INTEGER NOT NULL,
            expires_at INTEGER NOT NULL CHECK (expires_at > created_at), sent_at INTEGER,
            CHECK ((content IS NULL) = (sent_at IS NOT NULL))
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX notifications_unsent ON notifications (id) WHERE sent_at IS NULL;
        CREATE INDEX notifications_expiry ON notifications (expires_at);
        -- email_key is the address that the token was sent to: it proves nothing about another.
        CREATE TABLE mail_tokens (
            hash BLOB PRIMARY KEY CHECK (length(hash) = 32),
            purpose TEXT NOT NULL CHECK (purpose IN ('email_verification', 'password_reset')),
            user BLOB NOT NULL REFERENCES users (id), email_key TEXT NOT NULL,
            is_asked_for INTEGER NOT NULL CHECK (is_asked_for IN (0, 1)), expires_at INTEGER NOT NULL,
            ended_at INTEGER
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX mail_tokens_user ON mail_tokens (user, purpose, expires_at);
        CREATE INDEX mail_tokens_expiry ON mail_tokens (expires_at);
        """)

extension NotificationKind: StorageValue {}
