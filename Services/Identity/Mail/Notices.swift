import Messages
import Runtime

/// What people are told by mail of a change in how their account is entered, so that who did not make it learns of it.
enum Notice: CaseIterable {
    case appEnrolled, appRemoved, appReset, codesRenewed, codeUsed, passwordChanged, passwordReset, keyMade
    case chatLinked, chatUnlinked, lockedOut, sessionStolen

    struct Words {
        let kind: NotificationKind
        let subject: String
        let news: String
        var advice = Words.takeBack

        static let takeBack =
            """
            If it was not you, somebody else is in your account: change your password, end all sessions, and remove API \
            keys and chats that are not yours.
            """
        static let noHurry = "If it was you, there is nothing to do. If it was not, nothing has been lost by it."
    }

    /// The whole table: a line for each.
    var words: Words {
        switch self {
        case .appEnrolled:
            Words(
                kind: .totpEnrolled, subject: "An authenticator app was set up",
                news: "From now on, signing in to your account takes a code of an authenticator app that was set up.",
                advice: "If it was not you, do not sign out, since only that app lets you in again: tell us at once.")
        case .appRemoved:
            Words(
                kind: .totpRemoved, subject: "Your authenticator app was removed",
                news: "From now on, your password alone is enough to sign in to your account.")
        case .appReset:
            Words(
                kind: .totpReset, subject: "Your authenticator app was removed by us",
                news: "Your authenticator app was reported lost. We have removed it and signed you out everywhere.",
                advice: "If you have not asked for that, change your password at once, and tell us.")
        case .codesRenewed:
            Words(
                kind: .recoveryCodesRenewed, subject: "You have new recovery codes",
                news: "New recovery codes were made for your account; those before are worth nothing any more.")
        case .codeUsed:
            Words(
                kind: .recoveryCodeUsed, subject: "A recovery code was used",
                news: "A recovery code of your account was used in the place of your authenticator app.")
        case .passwordChanged:
            Words(
                kind: .passwordChanged, subject: "Your password was changed",
                news: "Your account has a new password, and all other sessions have ended.",
                advice: "If it was not you, somebody else is in your account: ask for a new password by mail at once.")
        case .passwordReset:
            Words(
                kind: .passwordChanged, subject: "Your password was changed",
                news: """
                    The password of your account was replaced with the help of a code that was mailed to this address, \
                    and you were signed out everywhere.
                    """,
                advice: """
                    If it was not you, somebody reads your mail: secure your mailbox first, then ask for a new password.
                    """)
        case .keyMade:
            Words(
                kind: .apiKeyCreated, subject: "An API key was made",
                news: "An API key was made, with which a program can act for you within the key's scopes.")
        case .chatLinked:
            Words(
                kind: .chatLinked, subject: "A chat was linked",
                news: "A chat was linked with your account: a bot can bet for you on behalf of whoever writes there.")
        case .chatUnlinked:
            Words(
                kind: .chatUnlinked, subject: "A chat is not linked any more",
                news: "Whoever is at the chat that was linked with your account said or proved that it is not yours.",
                advice: Words.noHurry)
        case .lockedOut:
            Words(
                kind: .lockedOut, subject: "Too many wrong passwords or codes",
                news: """
                    Wrong passwords or codes were given for your account so often that for an hour it takes none, but where \
                    you have signed in lately.
                    """,
                advice: Words.noHurry)
        case .sessionStolen:
            Words(
                kind: .refreshTokenReused, subject: "A session of yours was ended",
                news: "What keeps one of your sessions alive was used in two places, so that session was ended.",
                advice: "If you do not know why, somebody else may have had it: change your password.")
        }
    }

    func letter(at time: Timestamp) -> Letter {
        Letter(subject: words.subject, text: "\(words.news)\n\nThat was at \(time).\n\n\(words.advice)")
    }
}

/// Sends notices through the outbox.
struct Notices: Sendable {
    /// For how long such a mail is worth sending.
    static let newsSeconds: Int64 = 7 * 86_400
    /// How many of a kind one is sent in a day: more would hide what they tell.
    static let limit = 5
    private static let windowSeconds: Int64 = 86_400

    private let outbox: Notifications

    init(_ settings: IdentitySettings) throws { outbox = try Notifications(settings) }

    /// Does nothing where there is no such user, as where a guess at an id failed, or none who could still do something.
    func send(_ notice: Notice, to user: ID<User>, in context: CommandContext) throws {
        let kind = notice.words.kind
        let found = try context.database.first(
            """
            SELECT state, (SELECT COUNT(*) FROM notifications WHERE user = users.id AND kind = ? AND created_at > ?)
            FROM users WHERE id = ?
            """, kind, context.now.adding(seconds: -Notices.windowSeconds), user
        ) { (state: try $0.value(0, as: UserState.self), count: try $0.value(1, as: Int.self)) }
        guard let found, found.state != .disabled, found.count < Notices.limit else { return }
        try outbox.add(
            notice.letter(at: context.now), kind, to: user, until: context.now.adding(seconds: Notices.newsSeconds),
            in: context)
    }
}
