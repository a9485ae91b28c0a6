public import Messages
import Runtime
public import Storage

/// A deposit as it is stored.
struct DepositRecord {
    let deposit: Deposit
    let currency: KnownCurrency
    let amount: Amount
    /// The user's day that it counts for.
    let day: Int64?

    static func find(_ id: ID<Deposit>, in database: Connection) throws -> DepositRecord? {
        try database.first(
            """
            SELECT d.id, d.user, d.status, d.amount, d.credited, d.tx_hash, d.chain, d.note, d.requested_at,
                d.decided_at, c.number, c.code, c.scale, d.day
            FROM deposits d JOIN currencies c ON c.number = d.currency WHERE d.id = ?
            """, id, read: read)
    }

    private static func read(_ row: borrowing Row) throws -> DepositRecord {
        let currency = KnownCurrency(
            number: try row.value(10), currency: Currency(code: try row.value(11), scale: try row.value(12)))
        let amount = try row.value(3, as: Amount.self)
        let deposit = Deposit(
            id: try row.value(0), userID: try row.value(1), status: try row.value(2), amount: currency.money(amount),
            credited: try row.value(4, as: Amount?.self).map(currency.money),
            txHash: TransferHash(trusted: try row.value(5)), chain: OutsideKey(trusted: try row.value(6)),
            note: try row.value(7, as: String?.self).map(Note.init(trusted:)), requestedAt: try row.value(8),
            decidedAt: try row.value(9))
        return DepositRecord(deposit: deposit, currency: currency, amount: amount, day: try row.value(13))
    }

    /// The deposit that an admin decides on: known and still pending.
    static func pending(_ id: ID<Deposit>, in database: Connection) throws -> DepositRecord {
        guard let record = try find(id, in: database) else { throw Rejection.notFound("deposit") }
        guard record.deposit.status == .pending else {
            let detail = "the deposit is \(record.deposit.status.rawValue) already"
            throw DepositDecisionFailure.depositNotPending.because(detail, at: "/deposit_id")
        }
        return record
    }

    /// The deposit as it is after a decision.
    static func decided(_ id: ID<Deposit>, in database: Connection) throws -> Deposit {
        guard let record = try find(id, in: database) else { throw Rejection.notFound("deposit") }
        return record.deposit
    }

    /// Counts for its day what it was decided to be instead of what was asked for.
    func recount(as decided: Amount, in database: Connection) throws {
        guard let day else { return }
        try Usage.count(
            Usage(deposit: try decided - amount), of: deposit.userID, in: currency, on: day, database)
    }
}

extension DepositStatus: StorageValue {}
