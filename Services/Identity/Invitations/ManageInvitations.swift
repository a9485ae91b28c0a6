public import Messages
public import Runtime

extension ChangeInvitation: CommandHandler {
    public static func run(_ request: Request, in context: CommandContext) throws -> Invitation {
        if case .set(let expiry) = request.expiresAt { try Invitations.checkExpiry(expiry, at: context.now) }
        let before = try Invitations.known(request.code, in: context.database)
        if request.maxUses != nil || request.isEnabled == true {
            try Invitations.checkMayGive(before.bonus, in: context)
        }
        try context.database.run(
            """
            UPDATE invitations SET is_enabled = coalesce(?, is_enabled), max_uses = coalesce(?, max_uses),
                expires_at = ?
            WHERE code_key = ?
            """, request.isEnabled, request.maxUses?.count, request.expiresAt.applied(to: before.expiresAt),
            request.code.key)
        let after = try Invitations.known(request.code, in: context.database)
        try context.emit(InvitationChanged(before: before, after: after))
        return after
    }
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
