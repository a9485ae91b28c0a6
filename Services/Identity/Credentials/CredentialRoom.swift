import Messages
import Runtime

extension IdentityService {
    /// What acts in somebody's stead: API keys, devices, and bots for linked chats.
    static func credentials(_ settings: IdentitySettings) throws -> Room {
        let (codes, notices) = (try ChatCodes(settings), try Notices(settings))
        let mustBeConfirmed = settings.chatsMustBeConfirmed
        return Room(
            operations: [
                .command(ConfirmChat.self) { try ConfirmChat.run($0, codes, notices, in: $1) },
                .command(CreateAPIKey.self) { try CreateAPIKey.run($0, notices, in: $1) },
                .command(DisownChat.self) { try DisownChat.run($0, notices, in: $1) },
                .command(EnrollDevice.self),
                .query(GetAPIKey.self),
                .query(GetChat.self),
                .query(GetDevice.self),
                .command(LinkChat.self) { try LinkChat.run($0, codes, notices, in: $1) },
                .query(ListAPIKeys.self),
                .query(ListDevices.self),
                .command(OpenChatSession.self) {
                    try OpenChatSession.run($0, mustBeConfirmed: mustBeConfirmed, in: $1)
                },
                .command(RevokeAPIKey.self),
                .command(RevokeDevice.self),
                .command(UnlinkChat.self),
            ],
            events: [
                APIKeyCreated.self, APIKeyRevoked.self, ChatCodeIssued.self, ChatConfirmationFailed.self,
                ChatConfirmed.self, ChatLinked.self, ChatSessionOpened.self, ChatUnlinked.self, DeviceEnrolled.self,
                DeviceRevoked.self,
            ],
            timers: [ChatSessions.endTimer: { try ChatSessions.endSome(openedBy: $0, in: $1) }])
    }
}
