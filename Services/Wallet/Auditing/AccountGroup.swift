import Messages
import Runtime
import Storage

/// The accounts that have kind of owner, currency and bucket in common. Lists and sums go group after group, each through
/// one range of an index, so that no filter makes them look at accounts that they do not show.
struct AccountGroup: Equatable {
    let kind: LedgerOwner
    let currency: KnownCurrency
    let bucket: LedgerBucket

    /// In the order in which they are shown.
    static func all(
        kind: LedgerOwner? = nil, currency: CurrencyCode? = nil, bucket: LedgerBucket? = nil, in database: Connection
    ) throws -> [AccountGroup] {
        let currencies = try database.rows("SELECT number, code, scale FROM currencies ORDER BY number") { row in
            KnownCurrency(
                number: try row.value(0), currency: Currency(code: try row.value(1), scale: try row.value(2)))
        }.filter { currency == nil || $0.currency.code == currency?.text }
        return LedgerOwner.allCases.filter { $0 == kind ?? $0 }.flatMap { kind in
            currencies.flatMap { currency in
                LedgerBucket.allCases.filter { $0 == bucket ?? $0 && ($0 == .main) == (kind != .user) }.map {
                    AccountGroup(kind: kind, currency: currency, bucket: $0)
                }
            }
        }
    }

    /// Where a page ended in it, and back.
    func cursor(after account: Int64) -> String {
        "\(kind.rawValue).\(currency.currency.code).\(bucket.rawValue).\(account)"
    }

    func isNamed(by parts: [Substring]) -> Bool {
        parts == [Substring(kind.rawValue), Substring(currency.currency.code), Substring(bucket.rawValue)]
    }

    func accounts(
        of user: ID<User>?, after number: Int64, _ count: Int, in database: Connection
    ) throws -> [LedgerAccount] {
        if let user {
            return try database.rows(
                """
                SELECT number, owner_kind, owner, balance, version FROM ledger_accounts
                WHERE owner_kind = ? AND owner = ? AND currency = ? AND bucket = ? AND number > ? LIMIT ?
                """, kind, user, currency.number, bucket, number, count, read: account)
        }
        return try database.rows(
            """
            SELECT number, owner_kind, owner, balance, version
            FROM ledger_accounts INDEXED BY ledger_accounts_by_kind
            WHERE owner_kind = ? AND currency = ? AND bucket = ? AND number > ? ORDER BY number LIMIT ?
            """, kind, currency.number, bucket, number, count, read: account)
    }

    private func account(_ row: borrowing Row) throws -> LedgerAccount {
        let owner = try AccountOwner(kind: try row.value(1), key: try row.value(2))
        return LedgerAccount(
            account: try row.value(0), ownerKind: kind, userID: owner.user, name: owner.shownName, bucket: bucket,
            balance: currency.money(try row.value(3)), postings: try row.value(4))
    }
}
