import Messages
import Runtime

extension IdentityService {
    /// Whom somebody has asked to come.
    static func invitations() -> Room {
        Room(
            operations: [
                .command(ChangeInvitation.self), .workflow(CreateInvitation.self), .query(GetInvitation.self),
                .query(ListInvitations.self),
            ],
            events: [BonusRefused.self, InvitationChanged.self, InvitationCreated.self, InvitationUsed.self],
            sagas: [SagaDefinition(makeInvitationSaga), SagaDefinition(payBonusSaga)],
            timers: [InvitationBonus.timer: { try InvitationBonus.begin(for: $0, in: $1) }])
    }
}
