import Storage

/// What each event costs that is taken in is above all its rows in indexes. Times of ingestion never go back, so that a
/// time is found among the rows themselves.
let ingestionMigration = Migration(name: "audit ingestion", sql: "DROP INDEX log_ingested;")
