import Messages
import Runtime
import Storage

/// Holds the bonuses that the wallet granted against the invitations that people used and the people there are: each
/// invited one has their own once, each person one welcome grant, and nobody else has any but from an admin. Of those that
/// the wallet can pay only once, one has it.
struct BonusCheck {
    let identity: Connection
    let wallet: Connection

    func verifyAtRest() throws {
        let (owed, granted) = (try owed(in: "EUR"), try granted(in: "EUR"))
        guard owed == granted else {
            throw Violation("bonuses", "\(owed.count) are owed to \(owed), \(granted.count) were granted to \(granted)")
        }
        let (wanted, paid) = (try self.owed(in: "GBP"), try self.granted(in: "GBP"))
        guard paid.count == min(wanted.count, 1), paid.allSatisfy(wanted.contains) else {
            throw Violation("bonuses", "of what can be paid once \(paid.count) were granted to \(paid)")
        }
        let people: [ID<User>] = try identity.rows("SELECT id FROM users ORDER BY id") { try $0.value(0) }
        let welcomed: [ID<User>] = try wallet.rows(
            """
            SELECT user FROM bonuses JOIN ledger_transactions ON number = granted WHERE entity = 'welcome/POINTS'
            ORDER BY user
            """
        ) { try $0.value(0) }
        guard people == welcomed else {
            throw Violation("welcome grants", "\(people.count) people, \(welcomed.count) grants")
        }
    }

    private func owed(in currency: String) throws -> [ID<User>] {
        try identity.rows(
            """
            SELECT u.user FROM invitation_uses u JOIN invitations i ON i.code_key = u.code_key
            WHERE i.bonus_currency = ? ORDER BY u.user
            """, currency
        ) { try $0.value(0) }
    }

    private func granted(in currency: String) throws -> [ID<User>] {
        try wallet.rows(
            """
            SELECT b.user FROM bonuses b JOIN ledger_postings p ON p.transaction_number = b.granted
                JOIN ledger_accounts a ON a.number = p.account AND a.owner_kind = 'user'
                JOIN currencies c ON c.number = a.currency
                JOIN ledger_transactions t ON t.number = b.granted AND t.entity LIKE 'invitation/%'
            WHERE c.code = ? ORDER BY b.user
            """, currency
        ) { try $0.value(0) }
    }
}
