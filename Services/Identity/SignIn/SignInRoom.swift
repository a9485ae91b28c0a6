import Messages
import Runtime

extension IdentityService {
    /// How people prove who they are.
    static func signIn(_ settings: IdentitySettings) throws -> Room {
        let signIn = try SignIn(cost: settings.passwordCost, secret: settings.secret)
        return Room(
            operations: [.command(OpenSession.self) { try signIn.run($0, in: $1) }], events: [SignInFailed.self])
    }
}
