import Messages
import Runtime
import Storage

/// Holds the bonuses that the wallet granted against the invitations that people used: each of them has its own once, and
/// nobody else has any.
struct BonusCheck {
    let identity: Connection
    let wallet: Connection

    func verifyAtRest() throws {
        // The other invitation's currency is one that the wallet does not know.
        let owed: [ID<User>] = try identity.rows(
            """
            SELECT u.user FROM invitation_uses u JOIN invitations i ON i.code_key = u.code_key
            WHERE i.bonus_currency = 'EUR' ORDER BY u.user
            """
        ) { try $0.value(0) }
        let granted: [ID<User>] = try wallet.rows("SELECT user FROM bonuses ORDER BY user") { try $0.value(0) }
        guard owed == granted else {
            throw Violation("bonuses", "\(owed.count) are owed to \(owed), \(granted.count) were granted to \(granted)")
        }
    }
}
