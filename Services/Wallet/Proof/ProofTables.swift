import Storage

extension WalletSchema {
    static let proof = Migration(
        name: "wallet proof",
        sql: """
            CREATE TABLE proofs (
                id BLOB PRIMARY KEY, started_at INTEGER NOT NULL, finished_at INTEGER,
                checked INTEGER NOT NULL DEFAULT 0, total INTEGER NOT NULL, violations INTEGER NOT NULL DEFAULT 0
            ) STRICT, WITHOUT ROWID;
            CREATE UNIQUE INDEX proofs_one_runs ON proofs (finished_at IS NULL) WHERE finished_at IS NULL;
            CREATE TABLE proof_findings (
                proof BLOB NOT NULL REFERENCES proofs (id), position INTEGER NOT NULL, text TEXT NOT NULL,
                PRIMARY KEY (proof, position)
            ) STRICT, WITHOUT ROWID;
            -- One row: when the next is due, by which its timer is known.
            CREATE TABLE proof_schedule (
                only INTEGER PRIMARY KEY CHECK (only = 1), due INTEGER NOT NULL
            ) STRICT;
            """)
}
