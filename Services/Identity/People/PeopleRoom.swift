import Messages
import Runtime

extension IdentityService {
    /// Who people are: signing up and what is known of them.
    static func people(_ settings: IdentitySettings) throws -> Room {
        let codes = try OneTimeCodes(settings)
        let verification = EmailVerification(try Notifications(settings))
        return Room(
            operations: [
                .query(GetMe.self),
                .command(RegisterUser.self) {
                    try RegisterUser.run($0, settings, codes, verification, in: $1)
                },
            ],
            events: [AdminBootstrapped.self, UserRegistered.self])
    }
}
