import Messages
import Runtime
import Storage

/// A check of all the books in steps that hold nobody up: first the transactions, a range at a time, then the accounts,
/// owner by owner, then what was counted for people who have none. It looks at what there was when it began; what is
/// posted meanwhile is looked at where it bears on that, so that it ends under any load.
struct ProofRun: Codable, Sendable {
    enum Stage: String, Codable { case transactions, accounts, people }

    let proof: ID<Proof>
    let lastTransaction: Int64
    let total: Int64
    var stage = Stage.transactions
    /// The last that was looked at.
    var transaction: Int64 = 0
    var accounts: Int64 = 0
    var book: BookReplay?
    var person: CountedPerson?
    var tenth: Int64 = 0
    /// The chain's seal so far, of transactions from before there were seals; nil behind them, and in runs from before.
    var chain: [UInt8]?

    /// What one step looks at: together a few milliseconds.
    static let transactionChunk = 50
    static let rowBudget = 300

    static let saga = Saga<ProofRun>(
        "wallet.prove", version: 1, steps: [.local("check") { state, context in try state.step(context) }],
        end: .silent)

    static func begin(_ context: CommandContext) throws -> ID<Proof> {
        let last = try WalletInvariants.lastTransaction(in: context.database)
        let accounts = try context.database.first("SELECT MAX(number) FROM ledger_accounts") {
            try $0.value(0, as: Int64?.self)
        }
        let run = ProofRun(
            proof: context.newID(), lastTransaction: last, total: ProofRun.sum(last, (accounts ?? nil) ?? 0))
        try ProofRecord(id: run.proof, database: context.database).insert(total: run.total, at: context.now)
        try context.emit(ProofStarted(proof: run.proof, total: run.total))
        try context.begin(saga, run)
        return run.proof
    }

    private init(proof: ID<Proof>, lastTransaction: Int64, total: Int64) {
        (self.proof, self.lastTransaction, self.total) = (proof, lastTransaction, total)
        chain = LedgerSeals.start
    }

    private var checked: Int64 { min(total, ProofRun.sum(transaction, accounts)) }

    /// A number that somebody wrote into the ledger may be any.
    private static func sum(_ transactions: Int64, _ accounts: Int64) -> Int64 {
        let (sum, isTooLarge) = transactions.addingReportingOverflow(accounts)
        return isTooLarge ? .max : sum
    }

    private mutating func step(_ context: CommandContext) throws -> SagaStep<ProofRun>.Progress {
        let found: [String]
        var isDone = false
        switch stage {
        case .transactions: found = try transactions(context)
        case .accounts: found = try books(context.database)
        case .people: (found, isDone) = try people(context.database)
        }
        let record = ProofRecord(id: proof, database: context.database)
        try record.note(found, checked: checked)
        guard isDone else {
            try tell(record, context)
            return .again
        }
        let violations = try record.violations()
        try record.finish(at: context.now)
        try context.emit(ProofFinished(proof: proof, checked: checked, violations: violations))
        if violations == 0 { try LedgerTrust(context).proven(through: lastTransaction) }
        if violations > 0 {
            try context.emit(ProofViolated(proof: proof, violations: violations, found: try record.findings()))
        }
        return .done
    }

    private mutating func tell(_ record: ProofRecord, _ context: CommandContext) throws {
        let now = total == 0 ? 0 : Int64(Int128(checked) * 10 / Int128(total))
        guard now > tenth, now < 10 else { return }
        tenth = now
        try context.emit(
            ProofAdvanced(proof: proof, checked: checked, total: total, violations: try record.violations()))
    }

    // MARK: - Stages

    private mutating func transactions(_ context: CommandContext) throws -> [String] {
        let database = context.database
        let last = try chunkEnd(in: database)
        var found = try WalletInvariants.rangeViolations(in: database, after: transaction, through: last)
        found += try HoldCheck.violations(in: database, placedAfter: transaction, through: last)
        let seals = LedgerSealCheck(context)
        found += try seals.violations(after: transaction, through: last, chain: &chain)
        transaction = last
        if last == lastTransaction {
            found += try SequenceCheck(database: database).violationsAtEnd() + seals.violationsAtEnd()
            stage = .accounts
        }
        return found
    }

    /// So many rows and not so many numbers: else a transaction that somebody numbered far beyond the others would keep the
    /// check from ever coming to its end.
    private func chunkEnd(in database: Connection) throws -> Int64 {
        try database.first(
            "SELECT number FROM ledger_transactions WHERE number > ? AND number < ? ORDER BY number LIMIT 1 OFFSET ?",
            transaction, lastTransaction, ProofRun.transactionChunk - 1
        ) { try $0.value(0) } ?? lastTransaction
    }

    private mutating func books(_ database: Connection) throws -> [String] {
        var (found, budget) = ([String](), ProofRun.rowBudget)
        while budget > 0 {
            guard var current = try book ?? BookReplay.next(after: nil, in: database) else {
                stage = .people
                return found
            }
            let isOver = try current.step(&budget, through: lastTransaction, &found, in: database)
            guard isOver else {
                book = current
                continue
            }
            accounts += Int64(current.counts.count)
            book = try BookReplay.next(after: current, in: database)
            if book == nil { stage = .people }
            if stage == .people { return found }
        }
        return found
    }

    private mutating func people(_ database: Connection) throws -> (found: [String], isDone: Bool) {
        var found: [String] = []
        for _ in 0..<(ProofRun.rowBudget / 10) {
            guard let next = try CountedPerson.next(after: person, in: database) else { return (found, true) }
            person = next
            if try !next.hasAccounts(in: database) { found += try next.violations(staked: 0, won: 0, in: database) }
        }
        return (found, false)
    }
}
