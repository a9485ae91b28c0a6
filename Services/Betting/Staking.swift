import Messages
import Runtime

/// Money of somebody's that is put aside for a stake, and where it goes once that is accepted.
struct StakedMoney {
    let hold: ID<Hold>
    let user: ID<User>
    let money: Money
    /// What it is meant for, as `kind/id`.
    let purpose: String
    /// The escrow account's owner, as `kind/id`.
    let escrow: String
    let kind: TransactionKind
    /// Takes no bonus; nil where it may.
    var withoutBonus: Bool?
}

/// What the placing of a stake carries from step to step.
protocol StakingState: Codable, Sendable {
    /// Nil where nothing has to be paid.
    var staked: StakedMoney? { get }
}

extension Saga where State: StakingState {
    typealias StakingStep = @Sendable (State, CommandContext) throws -> Void

    /// Every stake comes about like this: it is written down, so that its place is taken; put aside, accepted if that still
    /// may be, and captured. Up to the acceptance all of it is taken back when something is refused; from there on it is owed.
    /// What costs nothing moves no money.
    /// - Parameter pivot: what the step is called that accepts.
    /// - Parameter fields: which field of what the client sent stands behind one of the hold's.
    init(
        staking name: String, reserve: @escaping StakingStep, reject: @escaping StakingStep, pivot: String = "accept",
        accept: @escaping StakingStep, fields: [String: String] = [:],
        answer: @escaping @Sendable (State, CommandContext) throws -> SagaAnswer
    ) {
        self.init(
            name, version: 1,
            steps: [
                .local("reserve", Saga.inOneGo(reserve), undo: reject),
                .call(
                    "hold", .wallet, PlaceHold.self,
                    request: { state, _ in
                        state.staked.map {
                            PlaceHold.Request(
                                hold: $0.hold, user: $0.user, money: $0.money, purpose: $0.purpose,
                                withoutBonus: $0.withoutBonus)
                        }
                    },
                    undo: .call(.wallet, ReleaseHold.self) { $0.staked.map { ReleaseHold.Request(hold: $0.hold) } },
                    fields: fields),
                .local(pivot, isPivot: true, Saga.inOneGo(accept)),
                .call(
                    "capture", .wallet, CaptureHold.self,
                    request: { state, _ in
                        state.staked.map { CaptureHold.Request(hold: $0.hold, escrow: $0.escrow, kind: $0.kind) }
                    }),
            ],
            end: .answer(answer))
    }
    private static func inOneGo(
        _ step: @escaping StakingStep
    ) -> @Sendable (inout State, CommandContext) throws -> SagaStep<State>.Progress {
        { state, context in
            try step(state, context)
            return .done
        }
    }
}
