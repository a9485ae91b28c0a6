import Runtime
import Storage
import Wallet

/// Looks at each new transaction of the wallet, and at the accounts that it touched, as soon as it is committed:
/// postings sum to zero per currency, no bucket is below zero, balances are the sums of their postings.
struct LedgerCheck {
    private var last: Int64 = 0

    mutating func follow(_ wallet: Connection) throws {
        let newest = try WalletInvariants.lastTransaction(in: wallet)
        guard newest > last else { return }
        let found = try WalletInvariants.violations(in: wallet, after: last)
        if let first = found.first { throw Violation("wallet invariants", first) }
        last = newest
    }
}
