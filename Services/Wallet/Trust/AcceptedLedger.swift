import Messages
import Runtime
import Storage

/// What an operator has taken as it stands although it fits nothing: balances that no posting led to, and an end that is not the one
/// that was written. It stays taken for as long as it is this and nothing else, so that the next start does not doubt it anew.
struct AcceptedLedger {
    private let context: CommandContext
    private var database: Connection { context.database }

    init(_ context: CommandContext) { self.context = context }

    /// The account's number that the ledger's end has, which no account has.
    private static let end: Int64 = 0

    /// Takes all that there is now; what was taken before and is another thing by now is not taken any more. All at once, as an
    /// operator asks for it once.
    func take() throws {
        try database.run("DELETE FROM ledger_accepted")
        let seals = LedgerSeals(context)
        let (end, last) = (try seals.end(), try seals.last())
        if try !LedgerSealCheck(context).violationsAtEnd().isEmpty {
            try store(AcceptedLedger.end, shown: last?.number ?? 0, said: end.number, by: end.seal + (last?.seal ?? []))
        }
        let balances = try database.rows(
            """
            SELECT number, shown, said FROM (SELECT a.number, a.balance AS shown, COALESCE((SELECT p.balance
                FROM ledger_postings p WHERE p.account = a.number ORDER BY p.transaction_number DESC LIMIT 1), 0) AS said
            FROM ledger_accounts a) WHERE shown <> said
            """
        ) { try [$0.value(0, as: Int64.self), $0.value(1), $0.value(2)] }
        for balance in balances { try store(balance[0], shown: balance[1], said: balance[2], by: []) }
    }

    /// Whether the account was taken with this balance, behind a posting that says this one.
    func has(_ account: Int64, shown: Int64, said: Int64) throws -> Bool {
        try has(account, shown: shown, said: said, by: [])
    }

    /// Whether the ledger was taken with the end that it has.
    func hasEnd() throws -> Bool {
        let seals = LedgerSeals(context)
        let (end, last) = (try seals.end(), try seals.last())
        return try has(
            AcceptedLedger.end, shown: last?.number ?? 0, said: end.number, by: end.seal + (last?.seal ?? []))
    }

    private func has(_ account: Int64, shown: Int64, said: Int64, by seals: [UInt8]) throws -> Bool {
        let stored = try database.first("SELECT seal FROM ledger_accepted WHERE account = ?", account) {
            try $0.value(0, as: [UInt8].self)
        }
        guard let stored else { return false }
        return try stored == seal(account, shown, said, seals)
    }

    private func store(_ account: Int64, shown: Int64, said: Int64, by seals: [UInt8]) throws {
        try database.run(
            "INSERT INTO ledger_accepted (account, seal) VALUES (?, ?)", account,
            try seal(account, shown, said, seals))
    }

    private func seal(_ account: Int64, _ shown: Int64, _ said: Int64, _ seals: [UInt8]) throws -> [UInt8] {
        try context.seal(Array("\(account) \(shown) \(said) ".utf8) + seals, as: "ledger accepted")
    }
}
