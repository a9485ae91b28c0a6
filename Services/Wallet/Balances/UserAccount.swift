import Messages
import Runtime
import Storage

/// One of a user's accounts, through whose postings what moved the user's money is found.
struct UserAccount {
    let number: Int64
    let currency: KnownCurrency
    let bucket: Bucket

    /// By the currencies' codes; those of one currency, where that is asked for.
    static func all(
        of user: ID<User>, in database: Connection, currency code: CurrencyCode? = nil
    ) throws -> [UserAccount] {
        try database.rows(
            """
            SELECT a.number, c.number, c.code, c.scale, a.bucket
            FROM ledger_accounts a JOIN currencies c ON c.number = a.currency
            WHERE a.owner_kind = 'user' AND a.owner = ? ORDER BY c.code, a.number
            """, user
        ) { row in
            UserAccount(
                number: try row.value(0),
                currency: KnownCurrency(
                    number: try row.value(1), currency: Currency(code: try row.value(2), scale: try row.value(3))),
                bucket: try row.value(4))
        }.filter { code == nil || $0.currency.currency.code == code?.text }
    }
}
