import Messages
import Runtime

extension IdentityService {
    /// What acts in somebody's stead: API keys, devices, and bots for linked chats.
    static func credentials() -> Room {
        Room(
            operations: [
                .command(CreateAPIKey.self),
                .command(EnrollDevice.self),
                .query(GetAPIKey.self),
                .query(GetChat.self),
                .query(GetDevice.self),
                .command(LinkChat.self),
                .query(ListAPIKeys.self),
                .query(ListDevices.self),
                .command(OpenChatSession.self),
                .command(RevokeAPIKey.self),
                .command(RevokeDevice.self),
                .command(UnlinkChat.self),
            ],
            events: [
                APIKeyCreated.self, APIKeyRevoked.self, ChatLinked.self, ChatSessionOpened.self, ChatUnlinked.self,
                DeviceEnrolled.self, DeviceRevoked.self,
            ],
            timers: [ChatSessions.endTimer: { try ChatSessions.endSome(openedBy: $0, in: $1) }])
    }
}
