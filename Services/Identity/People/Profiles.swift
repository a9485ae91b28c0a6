public import Messages
public import Runtime

extension GetMe: QueryHandler {
    public static func run(_ request: Nothing, in context: QueryContext) throws -> UserProfile {
        guard let profile = try Users.profile(of: try context.user().user, in: context.database) else {
            throw Rejection.notFound("user")
        }
        return profile
    }
}
