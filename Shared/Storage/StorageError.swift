/// Why the database did not do what was asked.
public struct StorageError: Error, Equatable, Sendable {
    /// The kinds that callers tell apart. Raw values are stable and safe as a metric label.
    public enum Kind: String, Sendable {
        /// The disk has no room.
        case full
        /// The disk or the file system failed.
        case io
        /// The file is not a sound database.
        case corrupt
        case outOfMemory = "out-of-memory"
        /// Another connection held the lock for longer than the time-out.
        case busy
        /// A write through a read-only connection or to a read-only file.
        case readOnly = "read-only"
        case uniqueViolation = "unique-violation"
        case foreignKeyViolation = "foreign-key-violation"
        /// A check, a NOT NULL, a column's type, or a trigger that refuses.
        case constraint
        /// A stored value is not of the type that was asked for.
        case mismatch
        /// The database has migrations that this program does not know.
        case newerDatabase = "newer-database"
        /// A released migration was edited, renamed or moved.
        case changedMigration = "changed-migration"
        /// The call or its SQL is wrong: a bug of the caller.
        case misuse
    }

    public let kind: Kind
    public let message: String

    public init(_ kind: Kind, _ message: String) {
        self.kind = kind
        self.message = message
    }

    public var isUniqueViolation: Bool { kind == .uniqueViolation }

    /// Whether the storage itself has failed, so that a whole batch must end unanswered. Any other error concerns one
    /// statement, and rolling back its savepoint undoes it.
    public var endsBatch: Bool {
        switch kind {
        case .full, .io, .corrupt, .outOfMemory, .readOnly, .busy: true
        case .uniqueViolation, .foreignKeyViolation, .constraint, .mismatch: false
        case .newerDatabase, .changedMigration, .misuse: false
        }
    }
}

extension StorageError: CustomStringConvertible {
    public var description: String { "\(kind.rawValue): \(message)" }
}
