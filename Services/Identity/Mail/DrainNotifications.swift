import Messages
import Runtime

extension Notifications {
    func list(_ request: ListNotifications.Request, in context: QueryContext) throws -> Page<UserNotification> {
        let count = (request.limit ?? .standard).count
        let found = try list(
            after: try start(request.cursor), areSent: request.sent ?? false, count + 1, at: context.now,
            in: context.database)
        let items = Array(found.prefix(count))
        return Page(items: items, next: found.count > count ? items.last?.id.text : nil)
    }

    private func start(_ cursor: Cursor?) throws -> ID<UserNotification> {
        guard let cursor else { return ID(high: 0, low: 0) }
        guard let id = ID<UserNotification>(cursor.text) else {
            throw Rejection.field("/cursor", "invalid_format", "expected the `next` of the page before")
        }
        return id
    }

    func markSent(_ request: MarkNotificationSent.Request, in context: CommandContext) throws -> UserNotification {
        guard let before = try find(request.notificationID, at: context.now, in: context.database) else {
            throw Rejection.notFound("notification, or not any more")
        }
        if before.sentAt != nil { return before }
        try context.database.run(
            "UPDATE notifications SET sent_at = ?, content = NULL WHERE id = ?", context.now, before.id)
        try context.emit(NotificationSent(notification: before.id, user: before.userID, kind: before.kind))
        return UserNotification(
            id: before.id, userID: before.userID, kind: before.kind, recipient: before.recipient, subject: nil,
            text: nil, createdAt: before.createdAt, expiresAt: before.expiresAt, sentAt: context.now)
    }
}
