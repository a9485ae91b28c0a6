public import Messages
public import Runtime

extension CreateInvitation: CommandHandler {
    public static func run(_ request: Request, in context: CommandContext) throws -> Invitation {
        try checkExpiry(request.expiresAt, at: context.now)
        if let bonus = request.bonus, bonus.amount.text.hasPrefix("-") || !bonus.amount.text.contains(where: isNotNull)
        {
            throw Rejection.field("/bonus/amount", "not_positive", "expected more than zero")
        }
        let invitation = Invitation(
            code: request.code ?? drawCode(in: context), maxUses: request.maxUses.count, uses: 0,
            expiresAt: request.expiresAt, isEnabled: true, bonus: request.bonus, createdAt: context.now,
            createdBy: try context.user().user)
        guard try Invitations.insert(invitation, in: context.database) else {
            throw Failure.codeTaken.because("there is an invitation with this code; choose another", at: "/code")
        }
        try context.emit(InvitationCreated(invitation: invitation))
        return invitation
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

extension ChangeInvitation: CommandHandler {
    public static func run(_ request: Request, in context: CommandContext) throws -> Invitation {
        try checkExpiry(request.expiresAt, at: context.now)
        let before = try Invitations.known(request.code, in: context.database)
        try context.database.run(
            """
            UPDATE invitations SET is_enabled = coalesce(?, is_enabled), max_uses = coalesce(?, max_uses),
                expires_at = coalesce(?, expires_at)
            WHERE code_key = ?
            """, request.isEnabled, request.maxUses?.count, request.expiresAt, request.code.key)
        let after = try Invitations.known(request.code, in: context.database)
        try context.emit(InvitationChanged(before: before, after: after))
        return after
    }
}

private func checkExpiry(_ expiry: Timestamp?, at now: Timestamp) throws {
    guard let expiry, expiry <= now else { return }
    throw Rejection.field("/expires_at", "out_of_range", "expected a time to come")
}

extension GetInvitation: QueryHandler {
    public static func run(_ request: Request, in context: QueryContext) throws -> Invitation {
        try Invitations.known(request.code, in: context.database)
    }
}

extension ListInvitations: QueryHandler {
    public static func run(_ request: Request, in context: QueryContext) throws -> Page<Invitation> {
        let count = (request.limit ?? .standard).count
        let found = try Invitations.list(after: request.cursor?.text ?? "", count + 1, in: context.database)
        let items = Array(found.prefix(count))
        return Page(items: items, next: found.count > count ? items.last?.code.key : nil)
    }
}
