import Messages
import Runtime

extension IdentityService {
    /// How people prove who they are.
    static func signIn(_ settings: IdentitySettings) throws -> Room {
        let (signIn, change) = (try SignIn(settings), try PasswordChange(settings))
        let proof = try SessionProof(settings)
        return Room(
            operations: [
                .command(ChangePassword.self) { try change.run($0, in: $1) },
                .query(ListSignIns.self),
                .command(OpenSession.self) { try signIn.run($0, in: $1) },
                .command(ProveSession.self) { try proof.run($0, in: $1) },
            ],
            events: [PasswordChanged.self, SessionProved.self, SignInFailed.self])
    }
}
