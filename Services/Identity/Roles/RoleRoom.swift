import Messages
import Runtime

extension IdentityService {
    /// What people may do.
    static func roles() -> Room { Room(operations: [.command(GrantRole.self)], events: [RoleGranted.self]) }
}
