import Messages
import Storage

/// At rest the wallets that are closed are those of the people who have left.
struct LeavingCheck {
    let identity: Connection
    let wallet: Connection

    func verifyAtRest() throws {
        let left: [ID<User>] = try identity.rows(
            "SELECT id FROM users WHERE deleted_at IS NOT NULL ORDER BY id"
        ) { try $0.value(0) }
        let closed: [ID<User>] = try wallet.rows("SELECT DISTINCT user FROM closings ORDER BY user") {
            try $0.value(0)
        }
        guard left == closed else {
            throw Violation("leaving", "\(left.count) have left, and \(closed.count) wallets are closed")
        }
    }
}
