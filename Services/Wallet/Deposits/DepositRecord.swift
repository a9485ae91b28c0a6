public import Messages
import Runtime
public import Storage

/// A deposit as it is stored.
struct DepositRecord {
    /// With all that admins see.
    private(set) var deposit: Deposit
    let currency: KnownCurrency
    let amount: Amount
    /// The user's day that it counts for.
    let day: Int64?

    static func find(_ id: ID<Deposit>, in database: Connection) throws -> DepositRecord? {
        var record = try row(of: id, in: database)
        if let hash = record?.deposit.txHash, let transfer = try TransferRecord.find(hash, in: database) {
            record?.deposit.reported = transfer.report.amount
        }
        return record
    }

    private static func row(of id: ID<Deposit>, in database: Connection) throws -> DepositRecord? {
        try database.first(
            """
            SELECT d.id, d.user, d.status, d.amount, d.credited, d.tx_hash, d.chain, d.note, d.requested_at,
                d.decided_at, c.number, c.code, c.scale, d.day, d.confirmations, d.decided_by, d.admin
            FROM deposits d JOIN currencies c ON c.number = d.currency WHERE d.id = ?
            """, id, read: read)
    }

    /// The one deposit that ever claims a transfer.
    static func find(claiming hash: TransferHash, in database: Connection) throws -> DepositRecord? {
        try database.first("SELECT id FROM deposits WHERE tx_key = ?", hash.uniqueKey) { try $0.value(0) }
            .flatMap { try find($0, in: database) }
    }

    private static func read(_ row: borrowing Row) throws -> DepositRecord {
        let currency = KnownCurrency(
            number: try row.value(10), currency: Currency(code: try row.value(11), scale: try row.value(12)))
        let amount = try row.value(3, as: Amount.self)
        var deposit = Deposit(
            id: try row.value(0), userID: try row.value(1), status: try row.value(2), amount: currency.money(amount),
            credited: try row.value(4, as: Amount?.self).map(currency.money),
            txHash: TransferHash(trusted: try row.value(5)), chain: OutsideKey(trusted: try row.value(6)),
            note: try row.value(7, as: String?.self).map(Note.init(trusted:)), requestedAt: try row.value(8),
            decidedAt: try row.value(9))
        deposit.confirmations = try row.value(14)
        deposit.decidedBy = try row.value(15)
        deposit.adminID = try row.value(16)
        return DepositRecord(deposit: deposit, currency: currency, amount: amount, day: try row.value(13))
    }

    /// The deposit that an admin decides on, and that admin: known, still pending, and somebody else's.
    static func forDecision(
        _ id: ID<Deposit>, by operation: String, in context: CommandContext
    ) throws -> (DepositRecord, admin: ID<User>) {
        let admin = try context.user().user
        guard let record = try find(id, in: context.database) else { throw Rejection.notFound("deposit") }
        guard record.deposit.userID != admin else {
            let refused = OwnDecisionRefused(user: admin, operation: operation, entity: "deposit/\(id)")
            throw DepositDecisionFailure.ownDeposit.because(
                "this deposit is your own; another admin decides on it", at: "/deposit_id"
            ) { try $0.emit(refused) }
        }
        guard record.deposit.status == .pending else {
            let detail = "the deposit is \(record.deposit.status.rawValue) already"
            throw DepositDecisionFailure.depositNotPending.because(detail, at: "/deposit_id")
        }
        return (record, admin)
    }

    /// The deposit as it is now, to whoever asks.
    static func decided(_ id: ID<Deposit>, in context: CommandContext) throws -> Deposit {
        guard let record = try find(id, in: context.database) else { throw Rejection.notFound("deposit") }
        return record.shown(toAdmin: context.caller.has(.admin))
    }

    /// Its owner need not know which admin decided.
    func shown(toAdmin isAdmin: Bool) -> Deposit {
        var shown = deposit
        if !isAdmin { shown.adminID = nil }
        return shown
    }

    /// It was taken back: its credit counts no more for the day that it counted for.
    func countNoMore(in database: Connection) throws {
        guard let day, let credited = deposit.credited else { return }
        let amount = try credited.positive(in: currency.currency, at: "/credited")
        try Usage.count(Usage(deposit: try .zero - amount), of: deposit.userID, in: currency, on: day, database)
    }

    /// Counts for its day what it was decided to be instead of what was asked for.
    func recount(as decided: Amount, in database: Connection) throws {
        guard let day else { return }
        try Usage.count(
            Usage(deposit: try decided - amount), of: deposit.userID, in: currency, on: day, database)
    }
}

extension DepositStatus: StorageValue {}
extension Deposit.Decider: StorageValue {}
