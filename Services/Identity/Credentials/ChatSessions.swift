public import Messages
public import Runtime
import Storage

/// Sessions that bots open for users whose chats are linked: short, and good for betting only.
enum ChatSessions {
    static let lifetimeSeconds: Int64 = 60 * 60
    static let scopes: [APIScope] = [.bettingRead, .bettingWrite, .walletRead]

    /// Whether it may be a bot's word that somebody writes in a chat.
    static func mayOpen(_ statement: Statement) -> Bool {
        statement.roles.contains(.operator_) || statement.roles.contains(.admin)
    }

    // MARK: - Ending

    /// The timer that ends what a revoked key opened, some at a time: a bot may have opened thousands.
    static let endTimer = "identity.end-chat-sessions"
    private static let endedAtOnce = 50

    static func endSoon(openedBy key: ID<APIKey>, in context: CommandContext) throws {
        try context.schedule(endTimer, at: context.now, state: key.text)
    }

    static func endSome(openedBy key: String, in context: CommandContext) throws {
        guard let key = ID<APIKey>(key) else { return }
        let open = try context.database.rows(
            "SELECT id, user FROM sessions WHERE api_key = ? AND ended_at IS NULL ORDER BY id LIMIT ?", key,
            endedAtOnce
        ) { (session: try $0.value(0, as: ID<Session>.self), user: try $0.value(1, as: ID<User>.self)) }
        for (session, user) in open { try Sessions.end(session, of: user, reason: .revoked, in: context) }
        if open.count == endedAtOnce { try endSoon(openedBy: key, in: context) }
    }

    static func endAll(of user: ID<User>, in system: ChatSystem, _ context: CommandContext) throws {
        let open: [ID<Session>] = try context.database.rows(
            "SELECT id FROM sessions WHERE user = ? AND ended_at IS NULL AND chat_system = ? ORDER BY id", user,
            system.text
        ) { try $0.value(0) }
        for session in open { try Sessions.end(session, of: user, reason: .revoked, in: context) }
    }
}

extension OpenChatSession: CommandHandler {
    public static func run(_ request: Request, in context: CommandContext) throws -> Reply {
        let statement = try context.user()
        guard statement.scopes != nil else {
            throw CommonFailure.forbidden.because("this needs an API key with the scope \(APIScope.chatSessions)")
        }
        guard let user = try Chats.owner(of: request, context.database),
            let state = try context.database.first(
                "SELECT state FROM users WHERE id = ?", user, read: { try $0.value(0, as: UserState.self) })
        else { throw Failure.chatNotLinked.because("nobody has linked this chat", at: "/chat_id") }
        guard state.isAdmitted else {
            throw Failure.accountNotActive.because("this chat's account is \(state.rawValue)")
        }
        let key = ID<APIKey>(high: statement.session.high, low: statement.session.low)
        let (id, token) = (context.newID(Session.self), Token(.session, in: context))
        let expiry = context.now.adding(seconds: ChatSessions.lifetimeSeconds)
        try Sessions.insert(
            Sessions.NewSession(
                user: user, token: token, tokenExpiresAt: expiry, liveUntil: expiry, expiresAt: expiry,
                chat: (request.system, key)), id, in: context)
        try context.emit(
            ChatSessionOpened(session: id, user: user, system: request.system, key: key, expiresAt: expiry))
        return Reply(token: token.text, expiresAt: expiry, sessionID: id, userID: user)
    }
}
