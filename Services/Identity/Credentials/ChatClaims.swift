import Messages
import Runtime

extension ConfirmChat {
    static func run(
        _ request: Request, _ codes: ChatCodes, _ notices: Notices, in context: CommandContext
    ) throws -> Reply {
        _ = try ChatSessions.bot(in: context)
        let chat = ChatReference(system: request.system, chatID: request.chatID)
        let claims = try Chats.claims(of: chat, context.database)
        guard !claims.isEmpty else {
            throw Failure.chatNotLinked.because("nobody has linked this chat", at: "/chat_id")
        }
        guard let user = try codes.owner(of: request.code, in: chat, context) else {
            throw Failure.invalidLinkCode.because(
                "this is no code for this chat, or not any more; link the chat again for another", at: "/code",
                recording: { try ChatCodes.noteWrong(in: chat, $0) })
        }
        for claim in claims where claim.user != user {
            try Chats.unlink(claim.chat, from: claim.user, reason: .overruled, in: context)
            try notices.send(.chatUnlinked, to: claim.user, in: context)
        }
        try context.database.run(
            """
            UPDATE chats SET confirmed_at = ?, code_hash = NULL, code_expires_at = NULL WHERE user = ? AND system = ?
            """, context.now, user, chat.system.text)
        try context.emit(ChatConfirmed(user: user, system: chat.system))
        return Reply(system: chat.system, chatID: chat.chatID, userID: user, confirmedAt: context.now)
    }
}

extension DisownChat {
    static func run(_ chat: ChatReference, _ notices: Notices, in context: CommandContext) throws -> Reply {
        _ = try ChatSessions.bot(in: context)
        let claims = try Chats.claims(of: chat, context.database)
        guard !claims.isEmpty else {
            throw Failure.chatNotLinked.because("nobody has linked this chat", at: "/chat_id")
        }
        for claim in claims {
            try Chats.unlink(claim.chat, from: claim.user, reason: .disowned, in: context)
            try notices.send(.chatUnlinked, to: claim.user, in: context)
        }
        return Reply(ended: claims.count)
    }
}
