import Storage

/// What searches find events by beside what they did before. Kinds and sources are few, so that their indexes are written
/// at few places; of a cause the end suffices, in which operations differ.
let searchMigration = Migration(
    name: "audit search",
    sql: """
        CREATE INDEX log_kind ON entries (subject_kind);
        CREATE INDEX log_service ON entries (source);
        CREATE INDEX log_cause ON entries (substr(causation, -12));
        """)
