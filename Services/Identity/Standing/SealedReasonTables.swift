import Storage

/// Beside the platform's own words for why an account is in another state, those of whoever did it: sealed, because what
/// happened never changes and what is known of a person may have to be forgotten.
let sealedReasonMigration = Migration(
    name: "identity-sealed-reasons", sql: "ALTER TABLE state_changes ADD COLUMN sealed_reason TEXT;")
