import Messages
import Storage

/// Keeps a bug from becoming a crash loop. After an unclean end messages are taken one at a time, each noted before it
/// is tried; one that was noted twice and never finished is not tried again.
struct CrashGuard {
    /// So many messages are taken with care after an unclean end; the one that did it is among what is resent first.
    static let carefulMessages = 256
    static let tries = 2

    private let database: Connection
    private var careful: Int
    /// Noted by this process, which goes on: a message that only had to wait for room on the disk stopped nothing.
    private var noted: Set<String> = []

    init(database: Connection, isCareful: Bool) throws {
        self.database = database
        careful = isCareful ? CrashGuard.carefulMessages : 0
        if !isCareful { try database.run("DELETE FROM runtime_suspects") }
    }

    var isCareful: Bool { careful > 0 }

    /// Notes a message in a transaction of its own; true where it has had its tries.
    mutating func note(_ message: String) throws -> Bool {
        if noted.contains(message) { return false }
        let tries = try database.first("SELECT tries FROM runtime_suspects WHERE message = ?", message) {
            try $0.value(0, as: Int.self)
        }
        if let tries, tries >= CrashGuard.tries { return true }
        try database.run(
            "INSERT INTO runtime_suspects (message, tries) VALUES (?, 1) ON CONFLICT DO UPDATE SET tries = tries + 1",
            message)
        noted.insert(message)
        return false
    }

    /// Within the message's own transaction: it did not stop the process.
    mutating func clear(_ message: String) throws {
        careful -= 1
        noted.remove(message)
        try database.run("DELETE FROM runtime_suspects WHERE message = ?", message)
    }
}
