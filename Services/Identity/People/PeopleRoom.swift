import Messages
import Runtime

extension IdentityService {
    /// Who people are: signing up and what is known of them.
    static func people(_ settings: IdentitySettings) throws -> Room {
        let codes = try OneTimeCodes(settings)
        let verification = EmailVerification(try Notifications(settings))
        let countries = CountryGate(allowed: settings.countries)
        return Room(
            operations: [
                .workflow(DeleteMe.self),
                .command(RegisterUser.self) {
                    try RegisterUser.run($0, settings, codes, verification, from: countries, in: $1)
                },
                .command(SetKYCLevel.self),
                .command(SetRiskProfile.self),
                .command(UpdateMe.self) { try UpdateMe.run($0, settings.zones, in: $1) },
                .command(UpdateUser.self) { try UpdateUser.run($0, settings.zones, in: $1) },
                .query(ExportMe.self),
                .query(GetMe.self),
                .query(GetRiskProfile.self),
                .query(GetUser.self),
                .query(GetUserStatistics.self),
                .query(ListOwnSignIns.self),
                .query(ListPastSessions.self),
                .query(ListUsers.self),
            ],
            events: [
                AdminBootstrapped.self, KYCChanged.self, RiskProfileChanged.self, UserDeleted.self,
                UserRegistered.self, UserUpdated.self,
            ],
            sagas: [SagaDefinition(leaveSaga)])
    }
}
