import Messages
import Runtime

extension IdentityService {
    /// What people may do.
    static func roles() -> Room {
        Room(
            operations: [.command(GrantRole.self), .command(RevokeRole.self)],
            events: [RoleChangeRefused.self, RoleGranted.self, RoleRevoked.self])
    }
}
