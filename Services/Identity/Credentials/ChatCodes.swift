import Crypto
import Messages
import Runtime

/// The codes by which whoever writes in a chat shows that they linked it: short, since people type them, and therefore
/// good for minutes, for one chat and for a handful of attempts. Kept as keyed hashes.
struct ChatCodes: Sendable {
    static let lifetimeSeconds: Int64 = 15 * 60
    /// How many wrong ones may be given in a chat before its codes are worth nothing.
    static let wrongLimit = 5
    /// 40 bits, which base32 makes eight letters of.
    private static let byteCount = 5
    private let key: [UInt8]

    init(_ settings: IdentitySettings) throws {
        key = try KeyedHash.hash(Array("croupier chat codes 1".utf8), key: settings.secret)
    }

    /// The link with a new code, in the form in which it is shown; the one before ceases to work.
    func issue(for chat: LinkedChat, of user: ID<User>, in context: CommandContext) throws -> LinkedChat {
        let letters = Base32.encode(context.randomBytes(ChatCodes.byteCount))
        let expiry = context.now.adding(seconds: ChatCodes.lifetimeSeconds)
        try context.database.run(
            "UPDATE chats SET code_hash = ?, code_expires_at = ?, wrong_codes = 0 WHERE user = ? AND system = ?",
            try hash(letters, in: ChatReference(system: chat.system, chatID: chat.chatID)), expiry, user,
            chat.system.text)
        try context.emit(ChatCodeIssued(user: user, system: chat.system, expiresAt: expiry))
        var chat = chat
        (chat.linkCode, chat.linkCodeExpiresAt) = ("\(letters.prefix(4))-\(letters.dropFirst(4))", expiry)
        return chat
    }

    /// Whose code it is that was given in a chat; nil where it is nobody's, or not any more.
    func owner(of code: ChatCode, in chat: ChatReference, _ context: CommandContext) throws -> ID<User>? {
        let letters = code.text.uppercased().filter { $0 != "-" }
        return try context.database.first(
            "SELECT user FROM chats WHERE system = ? AND chat_id = ? AND code_hash = ? AND code_expires_at > ?",
            chat.system.text, chat.chatID.text, try hash(letters, in: chat), context.now
        ) { try $0.value(0) }
    }

    /// Counts a wrong code; one too many makes the chat's codes void.
    static func noteWrong(in chat: ChatReference, _ context: CommandContext) throws {
        try context.database.run(
            "UPDATE chats SET wrong_codes = wrong_codes + 1 WHERE system = ? AND chat_id = ? AND code_hash IS NOT NULL",
            chat.system.text, chat.chatID.text)
        let void = try context.database.run(
            """
            UPDATE chats SET code_hash = NULL, code_expires_at = NULL
            WHERE system = ? AND chat_id = ? AND code_hash IS NOT NULL AND wrong_codes >= ?
            """, chat.system.text, chat.chatID.text, wrongLimit)
        try context.emit(ChatConfirmationFailed(system: chat.system, areCodesVoid: void > 0))
    }

    private func hash(_ letters: String, in chat: ChatReference) throws -> [UInt8] {
        try KeyedHash.hash(Array("\(chat.system)\n\(chat.chatID)\n\(letters)".utf8), key: key)
    }
}
