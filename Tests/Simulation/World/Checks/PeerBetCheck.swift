import Messages
import Runtime
import Storage

/// Each peer bet's pot is in an escrow of its own, as long as it runs; what is over has left nothing there. No bonus
/// ever came in.
struct PeerBetCheck {
    let betting: Connection
    let wallet: Connection

    func verifyAtRest() throws {
        let owed: Int? = try betting.first(
            "SELECT COUNT(*) FROM peer_bet WHERE status IN ('reserved', 'resolved', 'cancelling')"
        ) { try $0.value(0) }
        guard owed == 0 else { throw Violation("no settlement left", "\(owed ?? 0) peer bets are under way") }
        var running: Set<String> = []
        try betting.each("SELECT id, pot, ended_at IS NOT NULL FROM peer_bet ORDER BY number") { row in
            let (id, pot, isOver): (ID<User>, Int64, Bool) = (try row.value(0), try row.value(1), try row.value(2))
            let there = try balance(of: "peer-bet/\(id)")
            guard there == (isOver ? 0 : pot) else {
                throw Violation(
                    "a peer bet's escrow", "\(there) is in that of \(id), whose pot is \(pot), over: \(isOver)")
            }
            if !isOver { running.insert("betting:peer-bet/\(id)") }
            return true
        }
        let filled: [String] = try wallet.rows(
            """
            SELECT CAST(owner AS TEXT) FROM ledger_accounts
            WHERE owner_kind = 'escrow' AND balance <> 0 AND CAST(owner AS TEXT) LIKE 'betting:peer-bet/%'
            """
        ) { try $0.value(0) }
        guard running == Set(filled) else {
            throw Violation("a peer bet's escrow", "\(filled.count) hold money, \(running.count) bets run")
        }
        try verifyHolds()
    }

    private func verifyHolds() throws {
        let holds: [[UInt8]] = try betting.rows("SELECT hold FROM peer_stake") { try $0.value(0) }
        for hold in holds {
            let bonus: Int64? = try wallet.first("SELECT bonus FROM holds WHERE id = ?", hold) { try $0.value(0) }
            guard bonus == 0 else { throw Violation("no bonus in peer bets", "\(bonus ?? -1) in a stake") }
        }
    }

    private func balance(of escrow: String) throws -> Int64 {
        try wallet.first(
            "SELECT SUM(balance) FROM ledger_accounts WHERE owner_kind = 'escrow' AND owner = CAST(? AS BLOB)",
            "betting:\(escrow)"
        ) { try $0.value(0, as: Int64?.self) ?? 0 } ?? 0
    }
}
