/// A message to a person, in the outbox until an operator's mailer has delivered it.
public struct UserNotification: Codable, Sendable {
    public let id: ID<UserNotification>
    public let userID: ID<User>
    public let kind: NotificationKind
    /// The email address that it goes to.
    public let recipient: String
    /// Left out, like the text, once it has been sent.
    public let subject: String?
    public let text: String?
    public let createdAt: Timestamp
    /// From when on it is no use to send it any more.
    public let expiresAt: Timestamp
    public let sentAt: Timestamp?

    enum CodingKeys: String, CodingKey {
        case id, userID = "user_id", kind, recipient, subject, text, createdAt = "created_at"
        case expiresAt = "expires_at", sentAt = "sent_at"
    }

    public init(
        id: ID<UserNotification>, userID: ID<User>, kind: NotificationKind, recipient: String, subject: String?,
        text: String?, createdAt: Timestamp, expiresAt: Timestamp, sentAt: Timestamp?
    ) {
        (self.id, self.userID, self.kind, self.recipient) = (id, userID, kind, recipient)
        (self.subject, self.text) = (subject, text)
        (self.createdAt, self.expiresAt, self.sentAt) = (createdAt, expiresAt, sentAt)
    }
}

public enum NotificationKind: String, WireEnum {
    case emailVerification = "email_verification"
    case passwordReset = "password_reset"
    case passwordChanged = "password_changed"
    case emailChange = "email_change"
    case emailChanged = "email_changed"
    case farewell
    case totpEnrolled = "totp_enrolled"
    case totpRemoved = "totp_removed"
    case totpReset = "totp_reset"
    case recoveryCodesRenewed = "recovery_codes_renewed"
    case recoveryCodeUsed = "recovery_code_used"
    case apiKeyCreated = "api_key_created"
    case chatLinked = "chat_linked"
    case chatUnlinked = "chat_unlinked"
    case lockedOut = "locked_out"
    case refreshTokenReused = "refresh_token_reused"
    case betWon = "bet_won"
    case betLost = "bet_lost"
    case betRefunded = "bet_refunded"
    case betCancelled = "bet_cancelled"
    case contestPrize = "contest_prize"
    case contestRefunded = "contest_refunded"
    case peerBetJoined = "peer_bet_joined"
    case peerBetResolved = "peer_bet_resolved"
    case peerBetDisputed = "peer_bet_disputed"
    case peerBetPaid = "peer_bet_paid"
    case peerBetCancelled = "peer_bet_cancelled"
    case unknown

    public static var fallback: NotificationKind? { .unknown }
}

/// What waits to be sent, the oldest first; or, where asked for, what was sent.
public enum ListNotifications: Query {
    public struct Request: Codable, Sendable {
        public let sent: Bool?
        public let limit: PageLimit?
        public let cursor: Cursor?

        public init(sent: Bool? = nil, limit: PageLimit? = nil, cursor: Cursor? = nil) {
            (self.sent, self.limit, self.cursor) = (sent, limit, cursor)
        }
    }
    public typealias Reply = Page<UserNotification>
    public static let name = "identity.list-notifications"
    public static let summary = "What a mailer is to send"
    public static let access = Access.roles([.admin])
    public static let scope: String? = "notifications"
    public static let route: Route? = .get("/v1/notifications")
}

/// Notes that a notification was delivered, and forgets what it said. To say so again changes nothing.
public enum MarkNotificationSent: Command {
    public struct Request: Codable, Sendable {
        public let notificationID: ID<UserNotification>

        enum CodingKeys: String, CodingKey { case notificationID = "notification_id" }

        public init(notificationID: ID<UserNotification>) { self.notificationID = notificationID }
    }
    public typealias Reply = UserNotification
    public static let name = "identity.mark-notification-sent"
    public static let summary = "Note that a notification was delivered"
    public static let access = Access.roles([.admin])
    public static let scope: String? = "notifications"
    public static let route: Route? = .act("/v1/notifications/{notification_id}/sent")
}

/// A message to a person waits to be sent. Neither the address nor the words are told.
public struct NotificationQueued: Event {
    public static let type = "identity.notification-queued"
    public let notification: ID<UserNotification>
    public let user: ID<User>
    public let kind: NotificationKind
    public let expiresAt: Timestamp
    public var subject: Subject { Subject("notification", notification) }

    enum CodingKeys: String, CodingKey { case notification, user, kind, expiresAt = "expires_at" }

    public init(notification: ID<UserNotification>, user: ID<User>, kind: NotificationKind, expiresAt: Timestamp) {
        (self.notification, self.user, self.kind, self.expiresAt) = (notification, user, kind, expiresAt)
    }
}

/// A mailer has delivered a message.
public struct NotificationSent: Event {
    public static let type = "identity.notification-sent"
    public let notification: ID<UserNotification>
    public let user: ID<User>
    public let kind: NotificationKind
    public var subject: Subject { Subject("notification", notification) }

    public init(notification: ID<UserNotification>, user: ID<User>, kind: NotificationKind) {
        (self.notification, self.user, self.kind) = (notification, user, kind)
    }
}
