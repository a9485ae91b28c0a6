import Messages
import Runtime

extension IdentityService {
    /// What keeps people from playing: what admins hold against them, and what they have asked for themselves.
    static func standing() -> Room {
        Room(
            operations: [
                .workflow(FreezeUser.self), .workflow(UnfreezeUser.self), .workflow(SuspendUser.self),
                .workflow(ReactivateUser.self), .workflow(DisableUser.self), .query(GetLimits.self),
                .query(ListStateChanges.self),
                .workflow(SetLimits.self), .workflow(CoolOff.self), .workflow(ExcludeSelf.self),
                .command(TellStanding.self),
            ],
            events: [
                UserStateChanged.self, OwnStateChangeRefused.self, StandingChanged.self, LimitsChanged.self,
                CoolOffSet.self, SelfExclusionSet.self, ShorteningRefused.self,
            ],
            sagas: [SagaDefinition(Confirmation.saga)],
            timers: [FormerLimits.timer: { _, context in try FormerLimits.tellSome(context) }])
    }
}
