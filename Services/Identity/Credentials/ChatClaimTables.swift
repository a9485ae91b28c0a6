import Storage

let chatClaimMigration = Migration(
    name: "identity-chat-claims",
    sql: """
        -- A link is a claim until it is confirmed. Several may claim a chat; whose it is confirmed to be has it alone. The
        -- code is kept as a keyed hash until it is used, runs out, or too many wrong ones were given in its chat.
        CREATE TABLE chat_claims (
            user BLOB NOT NULL REFERENCES users (id), system TEXT NOT NULL, chat_id TEXT NOT NULL,
            linked_at INTEGER NOT NULL, confirmed_at INTEGER, code_hash BLOB CHECK (length(code_hash) = 32),
            code_expires_at INTEGER, wrong_codes INTEGER NOT NULL DEFAULT 0, PRIMARY KEY (user, system),
            CHECK ((code_hash IS NULL) = (code_expires_at IS NULL)),
            CHECK (confirmed_at IS NULL OR code_hash IS NULL)
        ) STRICT, WITHOUT ROWID;
        INSERT INTO chat_claims (user, system, chat_id, linked_at) SELECT user, system, chat_id, linked_at FROM chats;
        DROP TABLE chats;
        ALTER TABLE chat_claims RENAME TO chats;
        CREATE INDEX chats_claimed ON chats (system, chat_id);
        CREATE UNIQUE INDEX chats_confirmed ON chats (system, chat_id) WHERE confirmed_at IS NOT NULL;
        """)
