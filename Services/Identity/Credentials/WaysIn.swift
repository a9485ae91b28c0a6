import Messages
import Runtime

/// All by which somebody is let in without proving again who they are: sessions, API keys, linked chats.
enum WaysIn {
    /// Closes all of them, so that whoever had one of them in hand is out.
    static func closeAll(of user: ID<User>, reason: SessionEnded.Reason, in context: CommandContext) throws {
        try Sessions.endAll(of: user, reason: reason, in: context)
        try APIKeys.revokeAll(of: user, in: context)
        for chat in try Chats.all(of: user, context.database) {
            try Chats.unlink(chat, from: user, reason: .closed, in: context)
        }
    }
}
