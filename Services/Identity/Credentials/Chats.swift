public import Messages
public import Runtime
import Storage

/// The chats by which users are known, one in each chat system.
enum Chats {
    /// In how many chat systems a user may be known.
    static let limit = 10
    /// How many may claim a chat that nobody has confirmed: all of them lose it at once when somebody does.
    static let claimLimit = 20

    static func linked(by user: ID<User>, in system: ChatSystem, _ database: Connection) throws -> LinkedChat? {
        try database.first(
            "SELECT system, chat_id, linked_at, confirmed_at IS NOT NULL FROM chats WHERE user = ? AND system = ?",
            user, system.text, read: read)
    }

    static func all(of user: ID<User>, _ database: Connection) throws -> [LinkedChat] {
        try database.rows(
            "SELECT system, chat_id, linked_at, confirmed_at IS NOT NULL FROM chats WHERE user = ? ORDER BY system",
            user, read: read)
    }

    /// A user's link to a chat.
    struct Claim {
        let user: ID<User>
        let chat: LinkedChat
    }

    /// All who claim a chat: one alone where it is confirmed.
    static func claims(of chat: ChatReference, _ database: Connection) throws -> [Claim] {
        try database.rows(
            """
            SELECT system, chat_id, linked_at, confirmed_at IS NOT NULL, user FROM chats
            WHERE system = ? AND chat_id = ? ORDER BY user
            """, chat.system.text, chat.chatID.text
        ) { Claim(user: try $0.value(4), chat: try read($0)) }
    }

    private static func read(_ row: borrowing Row) throws -> LinkedChat {
        LinkedChat(
            system: Text(trusted: try row.value(0)), chatID: Text(trusted: try row.value(1)),
            linkedAt: try row.value(2), isConfirmed: try row.value(3))
    }

    static func count(of user: ID<User>, _ database: Connection) throws -> Int {
        try database.first("SELECT COUNT(*) FROM chats WHERE user = ?", user) { try $0.value(0) } ?? 0
    }

    static func unlink(
        _ chat: LinkedChat, from user: ID<User>, reason: ChatUnlinked.Reason, in context: CommandContext
    ) throws {
        try context.database.run("DELETE FROM chats WHERE user = ? AND system = ?", user, chat.system.text)
        try ChatSessions.endAll(of: user, in: chat.system, context)
        let change = Change(before: chat.chatID.text, after: nil)
        try context.emit(
            ChatUnlinked(
                user: user, system: chat.system, personal: try PersonalSeal.seal(change, of: user, in: context),
                reason: reason))
    }

    /// What the events tell only to who holds the person's key.
    struct Change: Encodable {
        let before: String?
        let after: String?
    }
}

extension GetChat: QueryHandler {
    public static func run(_ request: Request, in context: QueryContext) throws -> LinkedChat {
        guard let chat = try Chats.linked(by: try context.user().user, in: request.system, context.database) else {
            throw Rejection.notFound("linked chat")
        }
        return chat
    }
}

extension LinkChat {
    static func run(
        _ request: Request, _ codes: ChatCodes, _ notices: Notices, in context: CommandContext
    ) throws -> LinkedChat {
        try FreshProof.require(in: context)
        let (user, database) = (try context.user().user, context.database)
        let before = try Chats.linked(by: user, in: request.system, database)
        if let before, before.chatID == request.chatID {
            return before.isConfirmed ? before : try codes.issue(for: before, of: user, in: context)
        }
        let claims = try Chats.claims(of: request, database)
        guard claims.count < Chats.claimLimit, !claims.contains(where: \.chat.isConfirmed) else {
            throw Failure.chatTaken.because("somebody else has this chat, or too many claim it", at: "/chat_id")
        }
        if before == nil, try Chats.count(of: user, database) >= Chats.limit {
            throw Failure.tooManyChats.because("there are \(Chats.limit) chats already; unlink one of them first")
        }
        try database.run(
            """
            INSERT INTO chats (user, system, chat_id, linked_at) VALUES (?, ?, ?, ?)
            ON CONFLICT (user, system) DO UPDATE SET chat_id = excluded.chat_id, linked_at = excluded.linked_at,
                confirmed_at = NULL, code_hash = NULL, code_expires_at = NULL
            """, user, request.system.text, request.chatID.text, context.now)
        try ChatSessions.endAll(of: user, in: request.system, context)
        let change = Chats.Change(before: before?.chatID.text, after: request.chatID.text)
        try context.emit(
            ChatLinked(
                user: user, system: request.system, personal: try PersonalSeal.seal(change, of: user, in: context)))
        try notices.send(.chatLinked, to: user, in: context)
        let chat = LinkedChat(
            system: request.system, chatID: request.chatID, linkedAt: context.now, isConfirmed: false)
        return try codes.issue(for: chat, of: user, in: context)
    }
}

extension UnlinkChat: CommandHandler {
    public static func run(_ request: Request, in context: CommandContext) throws -> Nothing {
        let user = try context.user().user
        guard let before = try Chats.linked(by: user, in: request.system, context.database) else {
            throw Rejection.notFound("linked chat")
        }
        try Chats.unlink(before, from: user, reason: .unlinked, in: context)
        return Nothing()
    }
}
