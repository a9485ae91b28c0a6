public import Storage

/// What must be true of the wallet's database at any commit, whatever happened. Each check reads row after row, so that
/// its memory does not grow with the ledger.
public enum WalletInvariants {
    /// Everything that is wrong; empty when all is well.
    public static func violations(in database: Connection) throws -> [String] {
        var found = try rangeViolations(in: database, after: 0)
        try database.each("SELECT number FROM ledger_accounts ORDER BY number") { row in
            found += try AccountCheck(database: database, number: try row.value(0)).violations(after: 0)
            return true
        }
        return found + (try HoldCheck.violations(in: database))
            + (try UsageCheck(database: database).violations())
            + (try EscrowedBonusCheck(database: database).violations())
            + (try ClosingCheck(database: database).violations())
            + (try WithdrawalCheck(database: database).orphans())
            + (try TransferCheck(database: database).strangers())
    }

    /// The same for the transactions after a given one and the accounts that they touch: cheap enough for every step.
    public static func violations(in database: Connection, after transaction: Int64) throws -> [String] {
        var found = try rangeViolations(in: database, after: transaction)
        try database.each(
            // Asked by the postings alone, SQLite would read the index by account from end to end.
            """
            SELECT DISTINCT p.account FROM ledger_transactions t
                CROSS JOIN ledger_postings p ON p.transaction_number = t.number
            WHERE t.number > ? ORDER BY p.account
            """, transaction
        ) { row in
            found += try AccountCheck(database: database, number: try row.value(0)).violations(after: transaction)
            return true
        }
        return found + (try HoldCheck.violations(in: database, after: transaction))
    }

    /// What can be said of some transactions by looking at them alone, and at what they name.
    static func rangeViolations(
        in database: Connection, after first: Int64, through last: Int64 = .max
    ) throws -> [String] {
        try SequenceCheck(database: database).violations(after: first, through: last)
            + TransactionCheck(database: database).violations(after: first, through: last)
            + OriginCheck(database: database).violations(after: first, through: last)
            + OutsideCheck(database: database).violations(after: first, through: last)
            + DepositCheck(database: database).violations(after: first, through: last)
            + BonusCheck(database: database).violations(after: first, through: last)
            + WithdrawalCheck(database: database).violations(after: first, through: last)
            + TransferCheck(database: database).violations(after: first, through: last)
            + CorrectionCheck(database: database).violations(after: first, through: last)
    }

    /// The number of the last transaction, from which the next cheap check goes on.
    public static func lastTransaction(in database: Connection) throws -> Int64 {
        try database.first("SELECT MAX(number) FROM ledger_transactions") { try $0.value(0, as: Int64?.self) ?? 0 } ?? 0
    }

    /// How many holds wait to be captured or released.
    public static func openHoldCount(in database: Connection) throws -> Int {
        try database.first("SELECT COUNT(*) FROM holds WHERE state = 'open'") { try $0.value(0) } ?? 0
    }
}
