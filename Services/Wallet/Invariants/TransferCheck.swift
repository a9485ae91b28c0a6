import Messages
import Runtime
import Storage

/// Each transfer that was reported and each deposit of its hash know of each other, and what a report has credited is what
/// it said had arrived.
struct TransferCheck {
    let database: Connection

    func violations(after transaction: Int64, through last: Int64 = .max) throws -> [String] {
        try database.rows(
            """
            SELECT d.id FROM deposits d WHERE d.credit > ? AND d.credit <= ? AND d.decided_by = 'report' AND NOT EXISTS (
                SELECT 1 FROM transfers t WHERE t.deposit = d.id AND t.tx_key = d.tx_key AND t.status = 'confirmed'
                    AND t.amount = d.credited AND t.currency = d.currency)
            ORDER BY d.credit
            """, transaction, last
        ) { "deposit \(try $0.value(0, as: ID<Deposit>.self)) was credited without its transfer" }
    }

    /// Looked for in the whole only.
    func strangers() throws -> [String] {
        try database.rows(
            """
            SELECT t.number FROM transfers t LEFT JOIN deposits d ON d.tx_key = t.tx_key
            WHERE d.id IS NOT t.deposit ORDER BY t.number
            """
        ) { "transfer \(try $0.value(0, as: Int64.self)) is not with the deposit that claims it" }
    }
}
