public import Messages
import Runtime
public import Storage

/// The one place that touches balances. It lives for one command and keeps the accounts that it has read.
final class Ledger {
    let database: Connection
    private let provenance: Provenance
    /// Nil where a ledger is no service's: its transactions have no seals.
    private let seals: LedgerSeals?
    private let makeID: () -> ID<LedgerTransaction>
    /// Asked about each user's account for held money, before anybody sees what the user has.
    private let expire: ((_ held: Int64, Ledger) throws -> Void)?
    private var group: Group?
    private var accounts: [Int64: Account] = [:]
    private var books: [BookKey: [Bucket: Int64]] = [:]

    private struct BookKey: Hashable {
        let owner: AccountOwner
        let currency: Int64
    }

    /// Transactions that belong together; the first of them names it.
    private enum Group {
        case begun
        case of(ID<LedgerTransaction>)
    }

    init(
        _ database: Connection, _ provenance: Provenance, seals: LedgerSeals? = nil,
        makeID: @escaping () -> ID<LedgerTransaction>, expire: ((_ held: Int64, Ledger) throws -> Void)? = nil
    ) {
        (self.database, self.provenance, self.seals) = (database, provenance, seals)
        (self.makeID, self.expire) = (makeID, expire)
    }

    convenience init(_ context: CommandContext) {
        let provenance = Provenance(actor: context.actor, causation: context.causation, time: context.now)
        self.init(
            context.database, provenance, seals: LedgerSeals(context), makeID: { context.newID() },
            expire: { try ExpiredHolds.release(heldIn: $0, by: $1, in: context) })
    }

    // MARK: - Accounts

    /// What an owner has in a bucket; nothing where there is no account yet.
    func balance(of owner: AccountOwner, _ bucket: Bucket = .main, in currency: KnownCurrency) throws -> Amount {
        guard let number = try book(of: owner, currency)[bucket] else { return .zero }
        return accounts[number]?.balance ?? .zero
    }

    /// The account's number; it is opened where there is none yet.
    func account(of owner: AccountOwner, _ bucket: Bucket = .main, in currency: KnownCurrency) throws -> Int64 {
        if let number = try book(of: owner, currency)[bucket] { return number }
        try database.run(
            "INSERT INTO ledger_accounts (owner_kind, owner, currency, bucket) VALUES (?, ?, ?, ?)", owner.kind,
            owner.key, currency.number, bucket)
        let number = database.lastInsertedRow
        keep(
            Account(number: number, currency: currency, owner: owner, bucket: bucket, balance: .zero, version: 0),
            in: BookKey(owner: owner, currency: currency.number))
        return number
    }

    /// All buckets are read at once: who moves money mostly needs several.
    private func book(of owner: AccountOwner, _ currency: KnownCurrency) throws -> [Bucket: Int64] {
        let key = BookKey(owner: owner, currency: currency.number)
        if let book = books[key] { return book }
        books[key] = [:]
        try database.each(
            """
            SELECT number, bucket, balance, version FROM ledger_accounts
            WHERE owner_kind = ? AND owner = ? AND currency = ?
            """, owner.kind, owner.key, currency.number
        ) { row in
            let account = Account(
                number: try row.value(0), currency: currency, owner: owner, bucket: try row.value(1),
                balance: try row.value(2), version: try row.value(3))
            keep(account, in: key)
            return true
        }
        if let held = books[key]?[.held], accounts[held]?.balance ?? .zero > .zero {
            // What has expired belongs to no group but its own.
            let interrupted = group
            group = nil
            try expire?(held, self)
            group = interrupted
        }
        return books[key] ?? [:]
    }

    private func keep(_ account: Account, in key: BookKey) {
        accounts[account.number] = account
        books[key, default: [:]][account.bucket] = account.number
    }

    // MARK: - Posting

    /// What is posted from here on belongs together.
    func beginGroup() { if group == nil { group = .begun } }

    /// Moves money: every posting or none. The accounts are such as this ledger has given out.
    @discardableResult
    func post(_ movement: Movement, _ postings: [Posting]) throws -> Posted {
        let changed = try checked(postings)
        let id = makeID()
        let group = group(beginningWith: id)
        let place = try seals?.next()
        let words = try place.flatMap { place in try movement.words.map { try place.hash($0) } }
        let seal = try place.map { place in
            let sides = zip(postings, changed).map { SealedTransaction.Side($0, $1, reference: movement.reference) }
            return try place.seal(
                SealedTransaction(number: place.number, id, movement, provenance, group, words: words, sides))
        }
        try database.run(
            """
            INSERT INTO ledger_transactions (
                number, id, kind, entity, metadata, actor, causation, time, reverses, group_id, seal)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """, place?.number, id, movement.kind, movement.entity, movement.metadata, provenance.actor,
            provenance.causation, provenance.time, movement.reverses, group, seal)
        let number = database.lastInsertedRow
        if let words {
            try database.run("INSERT INTO transaction_words (number, hash) VALUES (?, ?)", number, words)
        }
        for (posting, account) in zip(postings, changed) {
            try write(posting, account, number)
            if account.owner == .world { try note(posting, account, number, movement) }
        }
        return Posted(number: number, id: id, group: group)
    }

    private func group(beginningWith id: ID<LedgerTransaction>) -> ID<LedgerTransaction>? {
        switch group {
        case nil: return nil
        case .of(let first): return first
        case .begun:
            group = .of(id)
            return id
        }
    }

    /// The accounts as they will be, in the order of the postings.
    private func checked(_ postings: [Posting]) throws -> [Account] {
        guard postings.count >= 2 else { throw LedgerFault.fewerThanTwoPostings }
        var seen: Set<Int64> = []
        var sums: [(currency: Int64, sum: Int128)] = []
        let changed = try postings.map { posting in
            if posting.amount == .zero { throw LedgerFault.zeroPosting }
            guard var account = accounts[posting.account] else { throw LedgerFault.unknownAccount(posting.account) }
            if !seen.insert(posting.account).inserted { throw LedgerFault.repeatedAccount(posting.account) }
            let index = sums.firstIndex { $0.currency == account.currency.number } ?? sums.endIndex
            if index == sums.endIndex { sums.append((account.currency.number, 0)) }
            sums[index].sum += Int128(posting.amount.units)
            try account.balance += posting.amount
            if account.balance < .zero, !account.owner.kind.mayOwe {
                throw LedgerFault.overdrawn(account: account.number)
            }
            account.version += 1
            return account
        }
        if let off = sums.first(where: { $0.sum != 0 }) { throw LedgerFault.unbalanced(currency: off.currency) }
        return changed
    }

    private func write(_ posting: Posting, _ account: Account, _ transaction: Int64) throws {
        try database.run(
            "INSERT INTO ledger_postings (transaction_number, account, amount, balance) VALUES (?, ?, ?, ?)",
            transaction, account.number, posting.amount, account.balance)
        // The version tells whether the row is still the one that was read.
        let count = try database.run(
            "UPDATE ledger_accounts SET balance = ?, version = ? WHERE number = ? AND version = ?", account.balance,
            account.version, account.number, account.version - 1)
        guard count == 1 else { throw LedgerFault.accountChangedMeanwhile(account.number) }
        accounts[account.number] = account
    }

    /// What reconciliation finds a posting on the world's account by: a gain of that account is money that went out.
    private func note(_ posting: Posting, _ account: Account, _ transaction: Int64, _ movement: Movement) throws {
        try database.run(
            "INSERT INTO outside_entries (transaction_number, currency, amount, time, reference) VALUES (?, ?, ?, ?, ?)",
            transaction, account.currency.number, try .zero - posting.amount, provenance.time, movement.reference)
    }
}

extension TransactionKind: StorageValue {}
