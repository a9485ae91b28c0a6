public import Messages
public import Runtime

extension CreateInvitation: WorkflowHandler {
    public static func begin(_ request: Request, in context: CommandContext) throws {
        try Invitations.checkExpiry(request.expiresAt, at: context.now)
        if let bonus = request.bonus, bonus.amount.text.hasPrefix("-") || !bonus.amount.text.contains(where: isNotNull)
        {
            throw Rejection.field("/bonus/amount", "not_positive", "expected more than zero")
        }
        try Invitations.checkMayGive(request.bonus, in: context)
        try context.begin(
            makeInvitationSaga,
            InvitationInMaking(
                invitation: Invitation(
                    code: request.code ?? drawCode(in: context), maxUses: request.maxUses.count, uses: 0,
                    expiresAt: request.expiresAt, isEnabled: true, bonus: request.bonus, createdAt: context.now,
                    createdBy: try context.user().user)))
    }

    private static func isNotNull(_ character: Character) -> Bool { ("1"..."9").contains(character) }

    /// 32 characters that are not taken for one another, so that a random byte picks each alike.
    private static let alphabet = Array("ABCDEFGHJKLMNPQRSTUVWXYZ23456789")
    private static let drawnLength = 10

    private static func drawCode(in context: CommandContext) -> InvitationCode {
        let characters = context.randomBytes(drawnLength).map { alphabet[Int($0) % alphabet.count] }
        return InvitationCode(trusted: String(characters))
    }
}

/// An invitation that is made once the wallet has nothing against its bonus.
struct InvitationInMaking: Codable, Sendable {
    let invitation: Invitation

    static func make(
        _ state: inout InvitationInMaking, in context: CommandContext
    ) throws -> SagaStep<InvitationInMaking>.Progress {
        guard try Invitations.insert(state.invitation, in: context.database) else {
            throw CreateInvitation.Failure.codeTaken.because(
                "there is an invitation with this code; choose another", at: "/code")
        }
        try context.emit(InvitationCreated(invitation: state.invitation))
        return .done
    }
}

/// Only the wallet knows the currencies. Where there is no bonus it is not asked, and all is done at once.
let makeInvitationSaga = Saga<InvitationInMaking>(
    "identity.make-invitation", version: 1,
    steps: [
        .call(
            "check", .wallet, CheckBonus.self,
            request: { state, _ in state.invitation.bonus.map { CheckBonus.Request(bonus: $0) } }),
        .local("make", isPivot: true, InvitationInMaking.make),
    ],
    end: .answer { state, _ in SagaAnswer(CreateInvitation.self, state.invitation) })
