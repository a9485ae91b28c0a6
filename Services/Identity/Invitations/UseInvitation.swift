import Messages
import Runtime

/// Signing up with an invitation: a use is counted in the transaction that makes its user, so that none is lost and
/// none granted twice.
enum InvitedSignUp {
    typealias Failure = RegisterUser.Failure

    /// The invitation that a request names, if it may be used now; nil where it names none and needs none.
    static func invitation(
        _ code: InvitationCode?, isRequired: Bool, in context: CommandContext
    ) throws -> Invitation? {
        guard let code else {
            if !isRequired { return nil }
            throw Failure.invitationRequired.because("signing up needs an invitation", at: "/invitation_code")
        }
        guard let invitation = try Invitations.find(code, in: context.database), invitation.isEnabled,
            invitation.uses < invitation.maxUses, invitation.expiresAt.map({ context.now < $0 }) ?? true
        else {
            throw Failure.invalidInvitation.because(
                "this invitation is not usable, or not any more", at: "/invitation_code")
        }
        return invitation
    }

    /// Counts the use. The bonus begins with a timer, and so without the deadline of the sign-up: it is owed.
    static func use(_ invitation: Invitation, by user: ID<User>, in context: CommandContext) throws {
        let uses = invitation.uses + 1
        try context.database.run("UPDATE invitations SET uses = ? WHERE code_key = ?", uses, invitation.code.key)
        try context.database.run(
            "INSERT INTO invitation_uses (code_key, number, allowed, user, used_at) VALUES (?, ?, ?, ?, ?)",
            invitation.code.key, uses, invitation.maxUses, user, context.now)
        try context.emit(
            InvitationUsed(code: invitation.code, user: user, uses: uses, maxUses: invitation.maxUses))
        if invitation.bonus != nil { try context.schedule(InvitationBonus.timer, at: context.now, state: user.text) }
    }
}
