import Messages
import Runtime

extension IdentityService {
    /// What is mailed to people, and what they prove by having got it.
    static func mail(_ settings: IdentitySettings) throws -> Room {
        let notifications = try Notifications(settings)
        let verification = EmailVerification(notifications)
        let changes = try EmailChanges(notifications, settings)
        let resets = try PasswordResets(settings)
        return Room(
            operations: [
                .command(ConfirmEmail.self) { try EmailVerification.confirm($0, in: $1) },
                .command(ConfirmEmailChange.self) { try changes.confirm($0, in: $1) },
                .command(ConfirmPasswordReset.self) { try resets.confirm($0, in: $1) },
                .command(MarkNotificationSent.self) { try notifications.markSent($0, in: $1) },
                .command(RequestEmailChange.self) { try changes.request($0, in: $1) },
                .command(RequestEmailVerification.self) { try verification.request(in: $1) },
                .command(RequestPasswordReset.self) { try PasswordResets.request($0, in: $1) },
                .command(TellPeople.self) { try News(outbox: notifications).tell($0, in: $1) },
                .query(ListNotifications.self) { try notifications.list($0, in: $1) },
            ],
            events: [
                EmailChangeRequested.self, EmailChanged.self, EmailVerified.self, NotificationQueued.self,
                NotificationSent.self, PasswordReset.self, PasswordResetRequested.self,
            ],
            timers: [
                Farewell.timer: { try Farewell.mail(to: $0, notifications, in: $1) },
                PasswordResets.mailTimer: { try resets.mail(to: $0, in: $1) },
            ])
    }
}
