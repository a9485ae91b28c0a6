import Storage
import Transparency

/// What a witness must not forget: the head that it has cosigned last, and since when.
struct WitnessMemory {
    /// A head that the witness stands by from the moment that this is stored.
    struct Standing: Equatable {
        let note: SignedNote
        let head: Checkpoint
        /// The time that stands in the cosignature, in seconds.
        let time: Int64
        /// Whether the log is known to have the cosignature.
        var isSubmitted: Bool
    }

    /// As many contradictions as are kept; the first ones tell most.
    static let evidenceLimit = 100

    let database: Connection

    init(_ database: Connection) throws {
        self.database = database
        try database.migrate([witnessStateMigration])
    }

    func standing() throws -> Standing? {
        try database.first("SELECT note, time, submitted FROM standing") { row in
            guard let note = try? SignedNote(try row.value(0)), let head = try? Checkpoint(text: note.text) else {
                throw StorageError(.corrupt, "what was cosigned last cannot be read")
            }
            return Standing(note: note, head: head, time: try row.value(1), isSubmitted: try row.value(2))
        }
    }

    func store(_ standing: Standing) throws {
        try database.run(
            """
            INSERT INTO standing (only, size, note, time, submitted) VALUES (1, ?, ?, ?, ?)
            ON CONFLICT DO UPDATE SET size = excluded.size, note = excluded.note, time = excluded.time,
                submitted = excluded.submitted
            """, standing.head.size, standing.note.note, standing.time, standing.isSubmitted)
    }

    func keep(_ refusal: Refusal, of note: String, at time: Int64) throws {
        guard refusal.isEvidence else { return }
        try database.run(
            """
            INSERT INTO evidence (kind, note, detail, time)
            SELECT ?, ?, ?, ? WHERE (SELECT COUNT(*) FROM evidence) < ? ON CONFLICT DO NOTHING
            """, refusal.kind.rawValue, note, refusal.detail, time, WitnessMemory.evidenceLimit)
    }
}

let witnessStateMigration = Migration(
    name: "witness",
    sql: """
        CREATE TABLE standing (
            only INTEGER PRIMARY KEY CHECK (only = 1), size INTEGER NOT NULL, note TEXT NOT NULL,
            time INTEGER NOT NULL, submitted INTEGER NOT NULL
        ) STRICT;
        CREATE TRIGGER standing_grows BEFORE UPDATE ON standing WHEN NEW.size < OLD.size
            BEGIN SELECT RAISE(ABORT, 'a witness does not go back'); END;
        CREATE TRIGGER standing_stays BEFORE DELETE ON standing
            BEGIN SELECT RAISE(ABORT, 'a witness does not forget'); END;
        -- Heads that the log's key has signed and that contradict what it had signed before.
        CREATE TABLE evidence (
            number INTEGER PRIMARY KEY, kind TEXT NOT NULL, note TEXT NOT NULL, detail TEXT NOT NULL,
            time INTEGER NOT NULL, UNIQUE (kind, note)
        ) STRICT;
        """)
