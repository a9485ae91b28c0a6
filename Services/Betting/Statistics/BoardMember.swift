import Messages
import Runtime
import Storage

/// Somebody who has said whether they want to be seen on leaderboards.
struct BoardMember {
    let number: Int64
    let nickname: String?
    let isVisible: Bool

    static func find(_ user: ID<User>, in database: Connection) throws -> BoardMember? {
        try database.first("SELECT number, nickname, is_visible FROM leaderboard_member WHERE user = ?", user) {
            BoardMember(number: try $0.value(0), nickname: try $0.value(1), isVisible: try $0.value(2))
        }
    }

    /// Takes somebody off all leaderboards, at once.
    func leave(in database: Connection) throws {
        try database.run("DELETE FROM leaderboard_due WHERE member = ?", number)
        try database.run("DELETE FROM leaderboard_row WHERE member = ?", number)
    }

    /// Has all that somebody has ever won or lost counted on leaderboards.
    func join(_ user: ID<User>, in context: CommandContext) throws {
        let hasResults = try context.database.first("SELECT 1 FROM results_daily WHERE user = ? LIMIT 1", user) { _ in
            true
        }
        guard hasResults == true else { return }
        try BoardClock.set(in: context)
        try context.database.run(
            """
            INSERT INTO leaderboard_due (member, currency, day)
            SELECT DISTINCT ?, currency, day FROM results_daily WHERE user = ? ON CONFLICT DO NOTHING
            """, number, user)
    }

    /// The nickname is a person's own and nobody else's business: with them it goes, and all places with it.
    static func forget(_ user: ID<User>, in database: Connection) throws {
        guard let member = try find(user, in: database) else { return }
        try member.leave(in: database)
        try database.run("DELETE FROM leaderboard_member WHERE number = ?", member.number)
    }
}
