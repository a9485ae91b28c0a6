import Messages
import Runtime
import Storage

/// Where people have signed in lately: keyed hashes of account and network together, which tell nothing by themselves.
enum KnownPlaces {
    static let keptSeconds: Int64 = 90 * 86_400
    /// How many a person has; the oldest give way.
    static let limit = 20
    /// Old ones forgotten at each sign-in, whosever they are.
    private static let forgottenAtOnce = 4

    static func has(_ place: AttemptSubject, in context: CommandContext) throws -> Bool {
        try context.database.first(
            "SELECT 1 FROM known_places WHERE place = ? AND seen_at > ?", place.hash,
            context.now.adding(seconds: -keptSeconds)
        ) { _ in true } ?? false
    }

    static func note(_ place: AttemptSubject, of user: ID<User>, in context: CommandContext) throws {
        try context.database.run(
            """
            INSERT INTO known_places (place, user, seen_at) VALUES (?, ?, ?)
            ON CONFLICT DO UPDATE SET seen_at = excluded.seen_at
            """, place.hash, user, context.now)
        try context.database.run(
            """
            DELETE FROM known_places WHERE place IN
                (SELECT place FROM known_places WHERE user = ? ORDER BY seen_at DESC, place LIMIT -1 OFFSET ?)
            """, user, limit)
        try context.database.run(
            """
            DELETE FROM known_places WHERE place IN
                (SELECT place FROM known_places WHERE seen_at <= ? ORDER BY seen_at LIMIT ?)
            """, context.now.adding(seconds: -keptSeconds), forgottenAtOnce)
    }

    static func unblockAll(of user: ID<User>, in context: CommandContext) throws {
        try context.database.run(
            "DELETE FROM sign_in_blocks WHERE subject IN (SELECT place FROM known_places WHERE user = ?)", user)
    }

    static func forgetAll(of user: ID<User>, in context: CommandContext) throws {
        try context.database.run("DELETE FROM known_places WHERE user = ?", user)
    }
}

let knownPlacesMigration = Migration(
    name: "identity-known-places",
    sql: """
        CREATE TABLE known_places (
            place BLOB PRIMARY KEY CHECK (length(place) = 32), user BLOB NOT NULL REFERENCES users (id),
            seen_at INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX known_places_user ON known_places (user, seen_at);
        CREATE INDEX known_places_time ON known_places (seen_at);
        -- The command that failed, so that its copies are not counted again.
        ALTER TABLE sign_in_failures ADD COLUMN submission BLOB CHECK (length(submission) = 32);
        CREATE INDEX sign_in_failures_submission ON sign_in_failures (submission) WHERE submission IS NOT NULL;
        """)
