public import Crypto
import Messages
public import Runtime

/// Who people are, and who is signed in.
public enum IdentityService {
    /// - Parameters:
    ///   - signingKeySeed: the 32 bytes of the key that signs statements; every service knows its public half.
    ///   - passwordCost: what a guess at a password costs. Hashes of another cost are renewed at the next sign-in.
    ///   - bootstrapAdmin: who becomes the first admin where there is none.
    public static func definition(
        signingKeySeed: [UInt8], passwordCost: PasswordCost, bootstrapAdmin: BootstrapAdmin?
    ) throws -> ServiceDefinition {
        let signer = StatementSigner(key: try Ed25519SigningKey(seed: signingKeySeed))
        let signIn = try SignIn(cost: passwordCost, secret: signingKeySeed)
        return ServiceDefinition(
            name: .identity, migrations: identityMigrations,
            operations: [
                .command(EndCurrentSession.self),
                .command(GrantRole.self),
                .command(OpenSession.self) { try signIn.run($0, in: $1) },
                .command(RegisterUser.self) { try RegisterUser.run($0, cost: passwordCost, in: $1) },
                .query(GetMe.self),
                .query(ListSessions.self),
                .query(VouchForSession.self) { try VouchForSession.run($0, signer: signer, in: $1) },
            ],
            events: [
                AdminBootstrapped.self, RoleGranted.self, SessionEnded.self, SessionOpened.self, SignInFailed.self,
                UserRegistered.self,
            ],
            atStart: { context in try bootstrapAdmin?.ensure(cost: passwordCost, in: context) })
    }
}
