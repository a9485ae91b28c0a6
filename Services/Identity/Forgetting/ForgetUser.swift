import Messages
import Runtime
import Storage

/// The workflow that forgets a person. What stands in the way is found before anything is destroyed; from then on every
/// service owes its part.
struct ForgetState: Codable, Sendable {
    static let name = "identity.forget"
    static let others: [ServiceName] = [.wallet, .betting, .raffle]

    let leaving: ID<Leaving>
    let user: ID<User>
    let abandonsBalance: Bool
    /// How long it was last waited, in milliseconds, for what a service takes off its disk by itself.
    var pause: Int64?

    static func begin(
        _ request: ForgetUser.Request, _ saga: Saga<ForgetState>, in context: CommandContext
    ) throws {
        try refuseUnlessGone(request.userID, in: context)
        try context.begin(
            saga,
            ForgetState(
                leaving: context.newID(), user: request.userID, abandonsBalance: request.abandonBalance ?? false))
    }

    /// An admin may have let somebody in again while others were asked.
    static func refuseUnlessGone(_ user: ID<User>, in context: CommandContext) throws {
        guard let record = try UserRecord.find(user, in: context.database) else { throw Rejection.notFound("user") }
        guard record.state == .disabled else {
            throw ForgetUser.Failure.notLeft.because(
                "this account is \(record.state.rawValue); who is to be forgotten must have left or be disabled",
                at: "/user_id")
        }
    }

    static func isForgotten(_ user: ID<User>, in context: CommandContext) throws -> Bool {
        try UserRecord.find(user, in: context.database)?.forgottenAt != nil
    }

    /// For good: afterwards there is nothing to go back to.
    static func forget(
        _ state: inout ForgetState, _ erasure: Erasure, in context: CommandContext
    ) throws -> SagaStep<ForgetState>.Progress {
        let user = state.user
        if try isForgotten(user, in: context) { return .done }
        try refuseUnlessGone(user, in: context)
        guard try !context.hasOpenSagas(naming: user.text, otherThan: name) else {
            throw ForgetUser.Failure.workPending.because(
                "something that was begun about this person is still under way; ask again shortly")
        }
        _ = try context.forget(user, by: erasure.rule)
        return .done
    }

    static func erase(
        _ state: inout ForgetState, _ erasure: Erasure, in context: CommandContext
    ) throws -> SagaStep<ForgetState>.Progress {
        switch try context.forget(state.user, by: erasure.rule) {
        case .more: return .again
        case .erased: return .after(milliseconds: state.waitLonger())
        case .done:
            state.pause = nil
            try Forgettings.note(.identity, of: state.user, in: context)
            return .done
        }
    }

    private static let longestPause: Int64 = 5000

    /// First not at all, since it takes no time where nobody reads.
    private mutating func waitLonger() -> Int64 {
        let next = pause.map { min(max($0 * 2, 20), ForgetState.longestPause) } ?? 0
        pause = next
        return next
    }

    /// What is asked of each other service, again and again until nothing is left there.
    static func step(_ service: ServiceName) -> SagaStep<ForgetState> {
        .call(
            service.rawValue, service, ForgetPerson.self, repeats: true,
            request: { state, context in
                let isDone = try Forgettings.has(service, of: state.user, in: context.database)
                return isDone ? nil : ForgetPerson.Request(user: state.user)
            },
            take: { state, reply, context in
                if reply.isDone { try Forgettings.note(service, of: state.user, in: context) }
                if reply.isDone || reply.isErased != true {
                    state.pause = nil
                } else {
                    _ = state.waitLonger()
                }
            }, pause: { $0.pause ?? 0 })
    }

    static func saga(_ erasure: Erasure) -> Saga<ForgetState> {
        Saga(
            name, version: 1,
            steps: [
                // Bets first: what they win goes to the wallet, and nobody places more.
                .call(
                    "settled", .betting, CheckSettled.self,
                    request: { state, context in
                        try isForgotten(state.user, in: context) ? nil : CheckSettled.Request(user: state.user)
                    }),
                .call(
                    "close", .wallet, CloseWallet.self,
                    request: { state, context in
                        try isForgotten(state.user, in: context)
                            ? nil
                            : CloseWallet.Request(
                                leaving: state.leaving, user: state.user, abandonsBalance: state.abandonsBalance)
                    },
                    undo: .call(.wallet, ReopenWallet.self) {
                        ReopenWallet.Request(leaving: $0.leaving, user: $0.user)
                    }),
                .local("forget", isPivot: true) { try forget(&$0, erasure, in: $1) },
                .local("erase") { try erase(&$0, erasure, in: $1) },
            ] + others.map(step),
            end: .answer { state, context in
                SagaAnswer(ForgetUser.self, try Forgettings.existing(state.user, in: context.database))
            })
    }
}

extension IdentityService {
    /// Forgetting people.
    static func forgetting(_ settings: IdentitySettings) throws -> Room {
        let saga = ForgetState.saga(try Erasure(settings))
        return Room(
            operations: [
                .workflow(ForgetUser.self) { try ForgetState.begin($0, saga, in: $1) },
                .query(GetForgetting.self),
            ],
            events: [PersonForgotten.self, ForgettingAdvanced.self],
            sagas: [SagaDefinition(saga)])
    }
}
