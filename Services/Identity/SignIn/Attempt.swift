import Crypto
import Messages
import Runtime

/// One attempt to sign in to an account, existing or not, and the count of those that failed.
struct Attempt: Sendable {
    static let limit = 5
    static let windowSeconds: Int64 = 15 * 60
    static let blockSeconds: Int64 = 60 * 60
    /// Old rows forgotten at each failure: more than it adds, so that the tables shrink to what still counts.
    static let forgottenAtOnce = 8

    let user: ID<User>?
    let account: [UInt8]

    func blockedUntil(in context: CommandContext) throws -> Timestamp? {
        try context.database.first(
            "SELECT blocked_until FROM sign_in_blocks WHERE account = ? AND blocked_until > ?", account, context.now
        ) { try $0.value(0) }
    }

    func forgetFailures(in context: CommandContext) throws {
        try context.database.run("DELETE FROM sign_in_failures WHERE account = ?", account)
    }

    func recordFailure(in context: CommandContext) throws {
        let (database, now) = (context.database, context.now)
        let windowStart = now.adding(seconds: -Attempt.windowSeconds)
        try database.run("INSERT INTO sign_in_failures (account, failed_at) VALUES (?, ?)", account, now)
        let count = try database.first(
            "SELECT COUNT(*) FROM sign_in_failures WHERE account = ? AND failed_at > ?", account, windowStart
        ) { try $0.value(0, as: Int.self) }
        let isBlocked = (count ?? 0) >= Attempt.limit
        if isBlocked {
            try database.run(
                """
                INSERT INTO sign_in_blocks (account, blocked_until) VALUES (?, ?)
                ON CONFLICT DO UPDATE SET blocked_until = excluded.blocked_until
                """, account, now.adding(seconds: Attempt.blockSeconds))
            try forgetFailures(in: context)
        }
        try forgetOld(before: windowStart, in: context)
        let name = Hex.encode(Array(account.prefix(8)))
        try context.emit(SignInFailed(user: user, account: name, isBlocked: isBlocked))
    }

    private func forgetOld(before windowStart: Timestamp, in context: CommandContext) throws {
        try context.database.run(
            """
            DELETE FROM sign_in_failures WHERE number IN
                (SELECT number FROM sign_in_failures WHERE failed_at <= ? ORDER BY failed_at LIMIT ?)
            """, windowStart, Attempt.forgottenAtOnce)
        try context.database.run(
            """
            DELETE FROM sign_in_blocks WHERE account IN
                (SELECT account FROM sign_in_blocks WHERE blocked_until <= ? ORDER BY blocked_until LIMIT ?)
            """, context.now, Attempt.forgottenAtOnce)
    }
}
