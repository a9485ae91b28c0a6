import Storage

/// The table of tokens once more, for one purpose more: new_email is the address that is asked for, as it was written.
let emailChangeMigration = Migration(
    name: "identity-email-change",
    sql: """
        CREATE TABLE new_mail_tokens (
            hash BLOB PRIMARY KEY CHECK (length(hash) = 32),
            purpose TEXT NOT NULL CHECK (purpose IN ('email_verification', 'password_reset', 'email_change')),
            user BLOB NOT NULL REFERENCES users (id), email_key TEXT NOT NULL, new_email TEXT,
            is_asked_for INTEGER NOT NULL CHECK (is_asked_for IN (0, 1)), expires_at INTEGER NOT NULL,
            ended_at INTEGER, CHECK ((new_email IS NULL) = (purpose <> 'email_change'))
        ) STRICT, WITHOUT ROWID;
        INSERT INTO new_mail_tokens (hash, purpose, user, email_key, is_asked_for, expires_at, ended_at)
            SELECT hash, purpose, user, email_key, is_asked_for, expires_at, ended_at FROM mail_tokens;
        DROP TABLE mail_tokens;
        ALTER TABLE new_mail_tokens RENAME TO mail_tokens;
        CREATE INDEX mail_tokens_user ON mail_tokens (user, purpose, expires_at);
        CREATE INDEX mail_tokens_expiry ON mail_tokens (expires_at);
        """)
