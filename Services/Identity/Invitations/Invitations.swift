import Messages
import Runtime
import Storage

/// The invitations' rows. Codes differ by more than case.
enum Invitations {
    static func find(_ code: InvitationCode, in database: Connection) throws -> Invitation? {
        try database.first(
            """
            SELECT code, max_uses, uses, expires_at, is_enabled, bonus_amount, bonus_currency, created_at, created_by
            FROM invitations WHERE code_key = ?
            """, code.key, read: read)
    }

    static func known(_ code: InvitationCode, in database: Connection) throws -> Invitation {
        guard let invitation = try find(code, in: database) else { throw Rejection.notFound("invitation") }
        return invitation
    }

    static func list(after key: String, _ count: Int, in database: Connection) throws -> [Invitation] {
        try database.rows(
            """
            SELECT code, max_uses, uses, expires_at, is_enabled, bonus_amount, bonus_currency, created_at, created_by
            FROM invitations WHERE code_key > ? ORDER BY code_key LIMIT ?
            """, key, count, read: read)
    }

    private static func read(_ row: borrowing Row) throws -> Invitation {
        var bonus: Money?
        if let amount = try row.value(5, as: String?.self).flatMap(DecimalText.init) {
            bonus = Money(amount: amount, currency: CurrencyCode(trusted: try row.value(6)))
        }
        return Invitation(
            code: InvitationCode(trusted: try row.value(0)), maxUses: try row.value(1), uses: try row.value(2),
            expiresAt: try row.value(3), isEnabled: try row.value(4), bonus: bonus, createdAt: try row.value(7),
            createdBy: try row.value(8))
    }

    static func checkExpiry(_ expiry: Timestamp?, at now: Timestamp) throws {
        guard let expiry, expiry <= now else { return }
        throw Rejection.field("/expires_at", "out_of_range", "expected a time to come")
    }

    /// What is given away is an admin's to say, however many may come for it.
    static func checkMayGive(_ bonus: Money?, in context: CommandContext) throws {
        guard bonus != nil, !context.caller.has(.admin) else { return }
        throw CommonFailure.forbidden.because("only an admin gives bonuses away", at: "/bonus")
    }

    /// False where there is the code already, in whatever case.
    static func insert(_ invitation: Invitation, in database: Connection) throws -> Bool {
        try database.run(
            """
            INSERT INTO invitations (code_key, code, max_uses, expires_at, bonus_amount, bonus_currency, created_at,
                created_by)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (code_key) DO NOTHING
            """, invitation.code.key, invitation.code.text, invitation.maxUses, invitation.expiresAt,
            invitation.bonus?.amount.text, invitation.bonus?.currency.text, invitation.createdAt, invitation.createdBy)
            == 1
    }
}

extension InvitationCode {
    /// The form by which codes are found and told apart.
    var key: String { text.uppercased() }
}
