public import Messages
public import Runtime

extension DeleteMe: WorkflowHandler {
    public static func begin(_ request: Request, in context: CommandContext) throws {
        let user = try context.user().user
        guard let record = try UserRecord.find(user, in: context.database) else { throw Rejection.notFound("user") }
        // Who has left already is told so again, although the session that proved it has ended.
        if record.deletedAt == nil {
            try FreshProof.require(in: context)
            try LeaveState.refuseLastAdmin(user, in: context)
        }
        try context.begin(
            leaveSaga,
            LeaveState(leaving: context.newID(), user: user, abandonsBalance: request.abandonBalance ?? false))
    }
}

/// What leaving carries from step to step.
struct LeaveState: Codable, Sendable {
    let leaving: ID<Leaving>
    let user: ID<User>
    let abandonsBalance: Bool

    static func refuseLastAdmin(_ user: ID<User>, in context: CommandContext) throws {
        guard try Roles.isLastAdmin(user, in: context.database) else { return }
        throw DeleteMe.Failure.lastAdmin.because("the platform needs an admin; make another one first")
    }

    /// What may have changed while the wallet was asked is looked at again. Who has left already has left.
    static func leave(_ state: inout LeaveState, in context: CommandContext) throws -> SagaStep<LeaveState>.Progress {
        let user = state.user
        guard let record = try UserRecord.find(user, in: context.database) else { throw Rejection.notFound("user") }
        if record.deletedAt != nil { return .done }
        guard record.state == .active || record.state == .pendingVerification else {
            throw CommonFailure.accountFrozen.because("this account is \(record.state.rawValue): it stays as it is")
        }
        try refuseLastAdmin(user, in: context)
        try Standing.change(record, to: .disabled, Note(trusted: "left the platform"), in: context)
        try context.database.run(
            "UPDATE users SET deleted_at = ?1, updated_at = ?1 WHERE id = ?2", context.now, user)
        try WaysIn.closeAll(of: user, reason: .state, in: context)
        try KnownPlaces.forgetAll(of: user, in: context)
        try MailToken.endAll(of: user, in: context)
        try context.emit(UserDeleted(user: user))
        try Standing.publish(user, in: context)
        try context.schedule(Farewell.timer, at: context.now, state: user.text)
        return .done
    }
}

/// The wallet closes first, since only it knows whether there is money; it opens again if the person cannot leave.
let leaveSaga = Saga<LeaveState>(
    "identity.leave", version: 1,
    steps: [
        .call(
            "close", .wallet, CloseWallet.self,
            request: { state, context in
                if try UserRecord.find(state.user, in: context.database)?.deletedAt != nil { return nil }
                return CloseWallet.Request(
                    leaving: state.leaving, user: state.user, abandonsBalance: state.abandonsBalance)
            },
            undo: .call(.wallet, ReopenWallet.self) { ReopenWallet.Request(leaving: $0.leaving, user: $0.user) }),
        .local("leave", isPivot: true, LeaveState.leave),
    ],
    end: .answer { _, _ in SagaAnswer(DeleteMe.self, Nothing()) })

/// The last letter to somebody who has left.
enum Farewell {
    static let timer = "identity.mail-farewell"

    static func mail(to state: String, _ notifications: Notifications, in context: CommandContext) throws {
        guard let user = ID<User>(state) else { return }
        try notifications.add(
            .farewell, .farewell, to: user, until: context.now.adding(seconds: Notices.newsSeconds),
            in: context)
    }
}
