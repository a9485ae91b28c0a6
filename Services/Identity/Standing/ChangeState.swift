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
        guard let before = try Standing.state(of: user, in: context.database) else { throw Rejection.notFound("user") }
        let transition = StateTransition.of(action)
        guard transition.from.contains(before) else {
            let right = transition.from.map(\.rawValue).joined(separator: " or ")
            throw StateFailure.wrongState.because("this account is \(before.rawValue); expected \(right)")
        }
        let after =
            switch transition.to {
            case .state(let state): state
            case .normal: try Standing.normalState(of: user, in: context.database)
            }
        try change(user, from: before, to: after, request.reason, in: context)
        if transition.endsSessions { try Sessions.endAll(of: user, reason: .state, in: context) }
        guard let profile = try Users.profile(of: user, in: context.database) else { throw Rejection.notFound("user") }
        try Confirmation.begin(try Standing.publish(user, in: context), .user(profile), in: context)
    }

    private static func change(
        _ user: ID<User>, from before: UserState, to after: UserState, _ reason: Note, in context: CommandContext
    ) throws {
        try context.database.run("UPDATE users SET state = ? WHERE id = ?", after, user)
        try context.database.run(
            "INSERT INTO state_changes (user, at, before, after, reason, actor) VALUES (?, ?, ?, ?, ?, ?)", user,
            context.now, before, after, reason.text, context.actor)
        try context.emit(UserStateChanged(user: user, before: before, after: after, reason: reason))
    }
}
