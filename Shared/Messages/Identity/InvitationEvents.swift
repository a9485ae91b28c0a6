/// Somebody may invite people.
public struct InvitationCreated: Event {
    public static let type = "identity.invitation-created"
    public let invitation: Invitation
    public var subject: Subject { Subject("invitation", invitation.code.text) }

    public init(invitation: Invitation) { self.invitation = invitation }
}

/// An invitation's conditions are others than before.
public struct InvitationChanged: Event {
    public static let type = "identity.invitation-changed"
    public let before: Invitation
    public let after: Invitation
    public var subject: Subject { Subject("invitation", after.code.text) }

    public init(before: Invitation, after: Invitation) { (self.before, self.after) = (before, after) }
}

/// Somebody signed up with an invitation.
public struct InvitationUsed: Event {
    public static let type = "identity.invitation-used"
    public let code: InvitationCode
    public let user: ID<User>
    /// How many have used it, this one included.
    public let uses: Int64
    public let maxUses: Int64
    public var subject: Subject { Subject("invitation", code.text) }

    enum CodingKeys: String, CodingKey { case code, user, uses, maxUses = "max_uses" }

    public init(code: InvitationCode, user: ID<User>, uses: Int64, maxUses: Int64) {
        (self.code, self.user, self.uses, self.maxUses) = (code, user, uses, maxUses)
    }
}

/// The wallet would not pay an invitation's bonus: the sum of all bonuses would be more than can be counted; or its
/// currency is not known there, in an invitation of before that was asked when it is made.
public struct BonusRefused: Event {
    public static let type = "identity.bonus-refused"
    public static let severity = Severity.warning
    public let code: InvitationCode
    public let user: ID<User>
    public let money: Money
    public var subject: Subject { Subject("invitation", code.text) }

    public init(code: InvitationCode, user: ID<User>, money: Money) {
        (self.code, self.user, self.money) = (code, user, money)
    }
}
