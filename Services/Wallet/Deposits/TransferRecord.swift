import Messages
import Runtime
import Storage

/// What is known of a transfer by reports.
struct TransferRecord {
    let number: Int64
    let report: TransferReport
    let currency: KnownCurrency
    let amount: Amount
    /// When the newest report that was taken was signed.
    let signedAt: Int64
    let reportedAt: Timestamp
    let updatedAt: Timestamp
    /// Whose it is.
    let deposit: ID<Deposit>?

    static func find(_ hash: TransferHash, in database: Connection) throws -> TransferRecord? {
        try database.first(
            """
            SELECT t.number, t.tx_hash, t.chain, t.amount, t.confirmations, t.status, t.signed_at, t.reported_at,
                t.updated_at, t.deposit, c.number, c.code, c.scale
            FROM transfers t JOIN currencies c ON c.number = t.currency WHERE t.tx_key = ?
            """, hash.uniqueKey, read: read)
    }

    /// Those that nobody has claimed, the latest first.
    static func unclaimed(before number: Int64, _ count: Int, in database: Connection) throws -> [TransferRecord] {
        try database.rows(
            """
            SELECT t.number, t.tx_hash, t.chain, t.amount, t.confirmations, t.status, t.signed_at, t.reported_at,
                t.updated_at, t.deposit, c.number, c.code, c.scale
            FROM transfers t JOIN currencies c ON c.number = t.currency WHERE t.deposit IS NULL AND t.number < ?
            ORDER BY t.number DESC LIMIT ?
            """, number, count, read: read)
    }

    private static func read(_ row: borrowing Row) throws -> TransferRecord {
        let currency = KnownCurrency(
            number: try row.value(10), currency: Currency(code: try row.value(11), scale: try row.value(12)))
        let amount = try row.value(3, as: Amount.self)
        let report = TransferReport(
            txHash: TransferHash(trusted: try row.value(1)), chain: OutsideKey(trusted: try row.value(2)),
            amount: currency.money(amount), confirmations: try row.value(4), status: try row.value(5))
        return TransferRecord(
            number: try row.value(0), report: report, currency: currency, amount: amount, signedAt: try row.value(6),
            reportedAt: try row.value(7), updatedAt: try row.value(8), deposit: try row.value(9))
    }

    /// Keeps what a report says in place of what an earlier one said.
    static func keep(
        _ report: TransferReport, _ amount: Amount, _ currency: KnownCurrency, signedAt: Int64,
        for deposit: ID<Deposit>?, at now: Timestamp, in database: Connection
    ) throws {
        try database.run(
            """
            INSERT INTO transfers (tx_key, tx_hash, chain, currency, amount, confirmations, status, signed_at,
                reported_at, updated_at, deposit)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (tx_key) DO UPDATE SET tx_hash = excluded.tx_hash, chain = excluded.chain,
                currency = excluded.currency, amount = excluded.amount, confirmations = excluded.confirmations,
                status = excluded.status, signed_at = excluded.signed_at, updated_at = excluded.updated_at
            """, report.txHash.uniqueKey, report.txHash.text, report.chain.text, currency.number, amount,
            report.confirmations, report.status, signedAt, now, now, deposit)
    }

    func claim(by deposit: ID<Deposit>, in database: Connection) throws {
        try database.run("UPDATE transfers SET deposit = ? WHERE number = ?", deposit, number)
    }
}
