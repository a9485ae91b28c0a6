public import Messages
public import Runtime

extension FreezeUser: WorkflowHandler {}
extension UnfreezeUser: WorkflowHandler {}
extension SuspendUser: WorkflowHandler {}
extension ReactivateUser: WorkflowHandler {}
extension DisableUser: WorkflowHandler {}

extension StateCommand {
    public static func begin(_ request: StateChange, in context: CommandContext) throws {
        let (user, action) = (request.userID, action)
        let admin = try context.user().user
        guard user != admin else {
            throw StateFailure.ownAccount.because("one's own account is for another admin", at: "/user_id") {
                try $0.emit(OwnStateChangeRefused(user: admin, action: action))
            }
        }
        let record = try UserRecord.living(user, orRefuse: StateFailure.wrongState, in: context.database)
        let transition = StateTransition.of(action)
        guard transition.from.contains(record.state) else {
            let right = transition.from.map(\.rawValue).joined(separator: " or ")
            throw StateFailure.wrongState.because("this account is \(record.state.rawValue); expected \(right)")
        }
        if case .state = transition.to, try Roles.isLastAdmin(user, in: context.database) {
            throw StateFailure.lastAdmin.because("the platform needs an admin; make another one first")
        }
        let after =
            switch transition.to {
            case .state(let state): state
            case .normal: try Standing.normalState(of: user, in: context.database)
            }
        try Standing.change(
            record, to: after, Note(trusted: "an admin gave a reason"), sealing: request.reason, in: context)
        if transition.endsSessions { try WaysIn.closeAll(of: user, reason: .state, in: context) }
        let profile = try Users.existingProfile(of: user, in: context.database)
        try Confirmation.begin(try Standing.publish(user, in: context), .user(profile), in: context)
    }
}
