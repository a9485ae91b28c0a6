public import Messages
public import Runtime

extension GrantRole: CommandHandler {
    public static func run(_ request: Request, in context: CommandContext) throws -> UserProfile {
        guard request.role != .device else {
            throw Failure.roleNotForPeople.because("only a device's own credential makes it a device", at: "/role")
        }
        guard let before = try Users.profile(of: request.userID, in: context.database) else {
            throw Rejection.notFound("user")
        }
        if before.roles.contains(request.role) { return before }
        try Users.grant(request.role, to: request.userID, in: context)
        guard let after = try Users.profile(of: request.userID, in: context.database) else {
            throw Rejection.notFound("user")
        }
        try context.emit(
            RoleGranted(user: request.userID, role: request.role, before: before.roles, after: after.roles))
        return after
    }
}
