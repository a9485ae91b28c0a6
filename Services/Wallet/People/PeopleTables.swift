public import Messages
public import Storage

extension WalletSchema {
    /// The wallet's own copy of where people stand, and what they have staked, won and paid in, a row for each of their
    /// days. A month is the sum of its days.
    static let people = Migration(
        name: "wallet people",
        sql: """
            CREATE TABLE people (
                user BLOB PRIMARY KEY, version INTEGER NOT NULL CHECK (version > 0), state TEXT NOT NULL,
                cool_off_until INTEGER, is_excluded INTEGER NOT NULL, excluded_until INTEGER, time_zone TEXT
            ) STRICT, WITHOUT ROWID;
            CREATE TRIGGER people_go_forward BEFORE UPDATE ON people WHEN new.version <= old.version
            BEGIN SELECT RAISE(ABORT, 'a standing is followed by a later one only'); END;
            CREATE TABLE personal_limits (
                user BLOB NOT NULL REFERENCES people (user), currency TEXT NOT NULL, kind TEXT NOT NULL,
                amount TEXT NOT NULL, rise_to TEXT, rise_at INTEGER, PRIMARY KEY (user, currency, kind)
            ) STRICT, WITHOUT ROWID;

            CREATE TABLE usage (
                user BLOB NOT NULL, currency INTEGER NOT NULL REFERENCES currencies (number), day INTEGER NOT NULL,
                stake INTEGER NOT NULL CHECK (stake >= 0), won INTEGER NOT NULL CHECK (won >= 0),
                deposit INTEGER NOT NULL CHECK (deposit >= 0), PRIMARY KEY (user, currency, day)
            ) STRICT, WITHOUT ROWID;
            -- The day that a hold or a deposit counts for, whenever it is given back.
            ALTER TABLE holds ADD COLUMN day INTEGER;
            CREATE TRIGGER holds_keep_day BEFORE UPDATE OF day ON holds
            BEGIN SELECT RAISE(ABORT, 'what a hold took never changes'); END;
            ALTER TABLE deposits ADD COLUMN day INTEGER;
            CREATE TRIGGER deposits_keep_day BEFORE UPDATE OF day ON deposits
            BEGIN SELECT RAISE(ABORT, 'what a deposit asks for never changes'); END;
            """)
}

extension UserState: StorageValue {}
extension LimitKind: StorageValue {}
