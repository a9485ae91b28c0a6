import Messages
import Runtime
import Storage

/// Tells of the limits on stakes that people had set before anybody was told of them: else who recommends stakes would know
/// nothing of a limit until its owner changes it.
enum FormerLimits {
    static let timer = "identity.tell-former-limits"
    /// People in one turn.
    static let atOnce = 40

    static let table = Migration(
        name: "identity-former-limits",
        sql: """
            -- Who had limited their stakes when this began, and of whom nothing was told since.
            CREATE TABLE former_limits (user BLOB PRIMARY KEY REFERENCES users (id)) STRICT, WITHOUT ROWID;
            INSERT INTO former_limits
            SELECT DISTINCT user FROM personal_limits WHERE kind IN ('stake', 'daily_stake', 'monthly_stake');
            """)

    /// At each start: a timer from before another finds nothing, or goes on.
    static func begin(_ context: CommandContext) throws {
        let first = try context.database.first("SELECT 1 FROM former_limits LIMIT 1") { _ in true }
        if first == true { try context.schedule(timer, at: context.now) }
    }

    static func tellSome(_ context: CommandContext) throws {
        let users: [ID<User>] = try context.database.rows(
            "SELECT user FROM former_limits ORDER BY user LIMIT ?", atOnce
        ) { try $0.value(0) }
        for user in users {
            try context.database.run("DELETE FROM former_limits WHERE user = ?", user)
            try tell(try Standing.current(of: user, in: context.database), in: context)
        }
        try begin(context)
    }

    /// The events are sealed; who recommends stakes within these limits is told them.
    static func tell(_ standing: PersonStanding, in context: CommandContext) throws {
        let limits = standing.limits.filter { [.stake, .dailyStake, .monthlyStake].contains($0.kind) }
        try context.call(
            .betting, TakeStakeLimits.self, .init(user: standing.user, version: standing.version, limits: limits))
    }
}
