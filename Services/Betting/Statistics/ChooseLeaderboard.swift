public import Messages
public import Runtime
import Storage

extension ChooseLeaderboard: CommandHandler {
    public static func run(_ request: Request, in context: CommandContext) throws -> Reply {
        let (user, database) = (try context.user().user, context.database)
        guard try !context.hasForgotten(user) else {
            throw CommonFailure.forgotten.because("you have been forgotten here, as you or an admin asked")
        }
        try check(request, of: user, in: database)
        let (before, nickname) = (try BoardMember.find(user, in: database), request.nickname?.text)
        let reply = LeaderboardChoice(isVisible: request.isVisible, nickname: nickname)
        guard reply != before?.choice ?? .nobody else { return reply }
        try database.run(
            """
            INSERT INTO leaderboard_member (user, nickname, is_visible, changed_at) VALUES (?, ?, ?, ?)
            ON CONFLICT (user) DO UPDATE SET nickname = excluded.nickname, is_visible = excluded.is_visible,
                changed_at = excluded.changed_at
            """, user, nickname, request.isVisible, context.now)
        if let member = try BoardMember.find(user, in: database), member.isVisible != before?.isVisible ?? false {
            try member.isVisible ? member.join(user, in: context) : member.leave(in: database)
        }
        try context.emit(
            LeaderboardChosen(
                user: user, wasVisible: before?.isVisible ?? false, isVisible: request.isVisible,
                hasNewNickname: nickname != nil && nickname != before?.nickname))
        return reply
    }

    private static func check(_ request: Request, of user: ID<User>, in database: Connection) throws {
        guard let nickname = request.nickname else {
            if request.isVisible {
                throw Failure.nicknameMissing.because("to be seen one needs a nickname", at: "/nickname")
            }
            return
        }
        if ReservedNames.contains(nickname.text) {
            throw Failure.nicknameReserved.because("this nickname is reserved; choose another", at: "/nickname")
        }
        let owner = try database.first("SELECT user FROM leaderboard_member WHERE nickname = ?", nickname.text) {
            try $0.value(0, as: ID<User>.self)
        }
        if let owner, owner != user {
            throw Failure.nicknameTaken.because("this nickname is taken; choose another", at: "/nickname")
        }
    }
}

extension ReadLeaderboardChoice: QueryHandler {
    public static func run(_ request: Request, in context: QueryContext) throws -> Reply {
        try BoardMember.find(try context.user().user, in: context.database)?.choice ?? .nobody
    }
}

extension BoardMember {
    fileprivate var choice: LeaderboardChoice { LeaderboardChoice(isVisible: isVisible, nickname: nickname) }
}

extension LeaderboardChoice {
    /// Of who has said nothing.
    fileprivate static var nobody: LeaderboardChoice { LeaderboardChoice(isVisible: false, nickname: nil) }
}
