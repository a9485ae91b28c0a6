import Messages
import Runtime

/// A change of a person's standing that is made here and on its way to the wallet, which enforces it. Whoever asked for
/// it is answered once the wallet has it; if that takes long, with the word that it is still to come.
struct Confirmation: Codable, Sendable {
    enum Answer: Codable, Sendable {
        case user(UserProfile)
        case safeguards(Safeguards)
    }

    let standing: PersonStanding
    let answer: Answer

    static func begin(_ standing: PersonStanding, _ answer: Answer, in context: CommandContext) throws {
        try context.begin(saga, Confirmation(standing: standing, answer: answer))
    }

    private static let patience: Int64 = 3000

    static let saga = Saga<Confirmation>(
        "identity.confirm-standing", version: 1,
        steps: [.call("tell", .wallet, TakeStanding.self, request: { state, _ in state.standing })],
        end: .answerAtEnd(patience: patience) { state, isDone, _ in
            let pending: [ServiceName]? = isDone ? nil : [.wallet]
            // Commands with one kind of reply are answered alike, so one stands for all of them.
            return switch state.answer {
            case .user(let profile): SagaAnswer(FreezeUser.self, Confirmed(profile, pending: pending))
            case .safeguards(let safeguards): SagaAnswer(SetLimits.self, Confirmed(safeguards, pending: pending))
            }
        })
}
