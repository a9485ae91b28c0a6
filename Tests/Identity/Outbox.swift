import Identity
import Messages
import Storage
import TestSupport
import Testing

/// What operators and mailers ask of the desk.
extension Desk {
    static let operator_ = TestUsers.statement(7, roles: [.player, .operator_])
    static let postmaster = TestUsers.statement(8, roles: [.player, .admin])

    func mails(sent: Bool? = nil, limit: PageLimit? = nil, cursor: String? = nil) throws -> Page<UserNotification> {
        let request = ListNotifications.Request(sent: sent, limit: limit, cursor: cursor.map { Cursor(trusted: $0) })
        return try service.ask(ListNotifications.self, request, by: Desk.postmaster).get()
    }

    func markSent(_ id: ID<UserNotification>) throws -> ServiceUnderTest.Answer<UserNotification> {
        try service.ask(MarkNotificationSent.self, .init(notificationID: id), by: Desk.postmaster)
    }

    /// The tokens that are in unsent mails of a kind, the oldest first.
    func tokens(_ kind: NotificationKind) throws -> [Text<MailTokenRule>] {
        try mails().items.filter { $0.kind == kind }.map { mail in
            let line = mail.text?.split(separator: "\n").first { $0.utf8.count == 43 && !$0.contains(" ") }
            return try #require(line.flatMap { Text(String($0)) })
        }
    }

    func confirmEmail(_ token: Text<MailTokenRule>) throws -> ServiceUnderTest.Answer<Nothing> {
        try service.ask(ConfirmEmail.self, .init(token: token))
    }

    func requestReset(_ email: String = "ada@example.com") throws -> ServiceUnderTest.Answer<Nothing> {
        try service.ask(RequestPasswordReset.self, .init(email: try #require(Email(email))))
    }

    func confirmReset(
        _ token: Text<MailTokenRule>, _ password: String = "another horse"
    ) throws -> ServiceUnderTest.Answer<Nothing> {
        try service.ask(ConfirmPasswordReset.self, .init(token: token, password: try #require(Text(password))))
    }

    func count(_ sql: StaticString) throws -> Int { try service.reader().first(sql) { try $0.value(0) } ?? 0 }

    /// A second way into the database, for what only time or a fault would do.
    func writer() throws -> Connection {
        try Connection.openWriter(at: service.directory.appending(path: "service.db").path)
    }
}
