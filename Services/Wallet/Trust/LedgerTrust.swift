import Messages
import Runtime
import Storage

/// Whether money may leave. At each start the wallet looks whether what was posted since its books were last proven is as it
/// wrote it, and whether every account shows what its latest posting says, before it takes or pays a withdrawal: in chunks, the
/// first within the start, the others one after the other between what else there is to do. All the books are proven behind that.
struct LedgerTrust {
    static let timer = "wallet.look-at-ledger"
    /// What one chunk looks at, some milliseconds' worth, and how many of them a start takes itself.
    static let transactions = 100
    static let accounts = 1000
    static let chunksAtStart = 20

    private let context: CommandContext
    private var database: Connection { context.database }

    init(_ context: CommandContext) { self.context = context }

    // MARK: - At the start

    /// - Parameter accepted: through which transaction an operator has the ledger go on as it stands, where it is doubted.
    func begin(accepting accepted: Int64?) throws {
        let last = try LedgerSeals(context).last()?.number ?? 0
        let former = try TrustRow.find(in: database)
        var row = try known(former) ?? place(0)
        (row.through, row.account, row.state) = (last, 0, .looking)
        if let former, former.state == .doubted {
            guard accepted == former.through else {
                (row.through, row.state, row.problem) = (former.through, .doubted, former.problem)
                return try row.store(in: database)
            }
            // Where the one that was named is gone, it is another ledger by now, and looked at like any.
            if last >= former.through {
                // What it says is believed up to there, balances included; what was posted since is looked at.
                row = try place(former.through)
                (row.through, row.account, row.state) = (last, .max, .looking)
                try AcceptedLedger(context).take()
                try context.emit(LedgerAccepted(through: former.through))
            }
        }
        try row.store(in: database)
        for _ in 0..<LedgerTrust.chunksAtStart where row.state == .looking { try look(&row) }
        if row.state == .looking { try context.schedule(LedgerTrust.timer, at: context.now) }
    }

    /// A timer from before another start finds the look over, or takes a chunk of it.
    func fire() throws {
        guard var row = try TrustRow.find(in: database), row.state == .looking else { return }
        try look(&row)
        if row.state == .looking { try context.schedule(LedgerTrust.timer, at: context.now) }
    }

    // MARK: - Looking

    private func look(_ row: inout TrustRow) throws {
        let isSealed = row.number < row.through
        let found = try isSealed ? entries(&row) : balances(&row)
        if !found.isEmpty {
            (row.state, row.problem) = (.doubted, found[0])
            let told = Array(found.prefix(ProofViolated.foundLimit))
            try context.emit(LedgerDoubted(through: row.through, violations: Int64(found.count), found: told))
        }
        try row.store(in: database)
    }

    private func entries(_ row: inout TrustRow) throws -> [String] {
        let last =
            try database.first(
                "SELECT number FROM ledger_transactions WHERE number > ? AND number < ? ORDER BY number LIMIT 1 OFFSET ?",
                row.number, row.through, LedgerTrust.transactions - 1
            ) { try $0.value(0, as: Int64.self) } ?? row.through
        var chain: [UInt8]?
        let found = try LedgerSealCheck(context).violations(after: row.number, through: last, chain: &chain)
        if found.isEmpty {
            let (through, account) = (row.through, row.account)
            row = try place(last)
            (row.through, row.account) = (through, account)
        }
        return found
    }

    private func balances(_ row: inout TrustRow) throws -> [String] {
        let (before, accepted) = (row.account, AcceptedLedger(context))
        var (found, count) = ([String](), 0)
        if try before == 0 && !accepted.hasEnd() { found = try LedgerSealCheck(context).violationsAtEnd() }
        try database.each(
            """
            SELECT a.number, a.balance, COALESCE((SELECT p.balance FROM ledger_postings p WHERE p.account = a.number
                ORDER BY p.transaction_number DESC LIMIT 1), 0)
            FROM ledger_accounts a WHERE a.number > ? ORDER BY a.number LIMIT ?
            """, before, LedgerTrust.accounts
        ) { columns in
            let (shown, said): (Int64, Int64) = (try columns.value(1), try columns.value(2))
            row.account = try columns.value(0)
            count += 1
            if try shown != said && !accepted.has(row.account, shown: shown, said: said) {
                found.append("account \(row.account) shows \(shown), its latest posting \(said)")
            }
            return true
        }
        if count < LedgerTrust.accounts, found.isEmpty { row.state = .sound }
        return found
    }

    // MARK: - Up to where it is known

    /// The whole books were found to be right up to a transaction.
    func proven(through number: Int64) throws {
        guard var row = try TrustRow.find(in: database), row.state == .sound else { return }
        guard number > row.number else { return }
        let through = row.through
        row = try place(number)
        (row.through, row.state) = (through, .sound)
        try row.store(in: database)
    }

    /// A place that somebody else wrote there, or whose transaction is another by now, is none: then all is looked at.
    private func known(_ row: TrustRow?) throws -> TrustRow? {
        guard let row, try row.proven == hash(row.number, row.seal), row.number > 0 else { return nil }
        return try seal(of: row.number) == row.seal ? row : nil
    }

    /// Nothing is sealed before sealing began, and nothing is looked at there: what it is as was told then.
    private func place(_ number: Int64) throws -> TrustRow {
        let number = max(number, try LedgerSeals(context).end().from - 1)
        let seal = try seal(of: number) ?? LedgerSeals.start
        return TrustRow(number: number, seal: seal, proven: try hash(number, seal))
    }

    private func seal(of number: Int64) throws -> [UInt8]? {
        try database.first("SELECT seal FROM ledger_transactions WHERE number = ?", number) {
            try $0.value(0, as: [UInt8]?.self) ?? LedgerSeals.start
        }
    }

    private func hash(_ number: Int64, _ seal: [UInt8]) throws -> [UInt8] {
        try context.seal(Array("\(number) ".utf8) + seal, as: "ledger proven")
    }
}
