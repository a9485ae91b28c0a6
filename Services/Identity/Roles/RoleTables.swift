import Storage

let rolesMigration = Migration(
    name: "identity-roles",
    sql: """
        -- The organization is empty for a role on the whole platform.
        CREATE TABLE user_roles_everywhere (
            user BLOB NOT NULL REFERENCES users (id), role TEXT NOT NULL,
            organization BLOB NOT NULL CHECK (length(organization) IN (0, 16)), granted_by TEXT NOT NULL,
            granted_at INTEGER NOT NULL, PRIMARY KEY (user, role, organization)
        ) STRICT, WITHOUT ROWID;
        INSERT INTO user_roles_everywhere SELECT user, role, x'', granted_by, granted_at FROM user_roles;
        DROP TABLE user_roles;
        ALTER TABLE user_roles_everywhere RENAME TO user_roles;
        CREATE INDEX user_roles_role ON user_roles (role, organization, user);
        """)
