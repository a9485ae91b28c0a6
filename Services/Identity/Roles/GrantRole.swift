public import Messages
public import Runtime

extension GrantRole: CommandHandler {
    public static func run(_ request: Request, in context: CommandContext) throws -> UserProfile {
        try RoleAuthority.check(request, in: context)
        let (user, role, organization) = (request.userID, request.role, request.organizationID)
        guard role != .device else {
            throw Failure.roleNotForPeople.because("only a device's own credential makes it a device", at: "/role")
        }
        guard role != .player || organization == nil else {
            throw Failure.roleNotForOrganizations.because("players play on the whole platform", at: "/role")
        }
        let database = context.database
        _ = try UserRecord.living(user, orRefuse: Failure.accountDeleted, in: database)
        let before = try Users.roles(of: user, at: organization, in: database)
        if !before.contains(role) {
            guard try Roles.count(of: user, in: database) < Roles.limit else {
                throw Failure.tooManyRoles.because("one user holds at most \(Roles.limit) roles; take one away first")
            }
            try Roles.give(role, to: user, at: organization, in: context)
            let after = try Users.roles(of: user, at: organization, in: database)
            try context.emit(
                RoleGranted(user: user, role: role, organization: organization, before: before, after: after))
        }
        return try RoleAuthority.view(of: user, at: organization, in: context)
    }
}

extension RevokeRole: CommandHandler {
    public static func run(_ request: Request, in context: CommandContext) throws -> UserProfile {
        try RoleAuthority.check(request, in: context)
        let (user, role, organization) = (request.userID, request.role, request.organizationID)
        let database = context.database
        let before = try Users.roles(of: user, at: organization, in: database)
        guard before.contains(role) else { throw Rejection.notFound("role of such a user") }
        guard role != .player else {
            throw Failure.rolePermanent.because("everybody is a player; suspend a user to keep them from playing")
        }
        if role == .admin, organization == nil, try Roles.isLastAdmin(user, in: database) {
            throw Failure.lastAdmin.because("the platform needs an admin; make another one first")
        }
        try Roles.take(role, from: user, at: organization, in: database)
        let after = try Users.roles(of: user, at: organization, in: database)
        try context.emit(
            RoleRevoked(user: user, role: role, organization: organization, before: before, after: after))
        return try RoleAuthority.view(of: user, at: organization, in: context)
    }
}
