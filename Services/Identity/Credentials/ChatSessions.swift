import Messages
import Runtime
import Storage

/// Sessions that bots open for users whose chats are linked: short, and good for betting only.
enum ChatSessions {
    static let lifetimeSeconds: Int64 = 60 * 60
    static let scopes: [APIScope] = [.bettingRead, .bettingWrite, .walletRead]

    /// Whether it may be a bot's word that somebody writes in a chat.
    static func mayOpen(_ statement: Statement) -> Bool {
        statement.roles.contains(.operator_) || statement.roles.contains(.admin)
    }

    /// Refuses whoever does not ask with an API key: only that can have the scope.
    static func bot(in context: CommandContext) throws -> ID<APIKey> {
        let statement = try context.user()
        guard statement.scopes != nil else {
            throw CommonFailure.forbidden.because("this needs an API key with the scope \(APIScope.chatSessions)")
        }
        return ID(high: statement.session.high, low: statement.session.low)
    }

    /// Whose session is opened for a chat: that of who has confirmed it, or of the only one who claims it.
    static func owner(
        of chat: ChatReference, mustBeConfirmed: Bool, _ context: CommandContext
    ) throws -> ID<User> {
        typealias Failure = OpenChatSession.Failure
        let claims = try Chats.claims(of: chat, context.database)
        guard let first = claims.first else {
            throw Failure.chatNotLinked.because("nobody has linked this chat", at: "/chat_id")
        }
        if first.chat.isConfirmed { return first.user }
        guard !mustBeConfirmed else {
            throw Failure.chatNotConfirmed.because(
                "nobody has given the code of the link in this chat; POST /v1/chats/{system}/confirm takes it",
                at: "/chat_id")
        }
        guard claims.count == 1 else {
            throw Failure.chatContested.because(
                "\(claims.count) people claim this chat; it is whose code is given in it, by POST /v1/chats/{system}/confirm",
                at: "/chat_id")
        }
        return first.user
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

extension OpenChatSession {
    static func run(_ request: Request, mustBeConfirmed: Bool, in context: CommandContext) throws -> Reply {
        let key = try ChatSessions.bot(in: context)
        let user = try ChatSessions.owner(of: request, mustBeConfirmed: mustBeConfirmed, context)
        let state = try Users.existingProfile(of: user, in: context.database).state
        guard state.isAdmitted else {
            throw Failure.accountNotActive.because("this chat's account is \(state.rawValue)")
        }
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
