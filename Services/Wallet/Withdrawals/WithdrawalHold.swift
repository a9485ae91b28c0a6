import Messages
import Runtime

/// The money of one withdrawal, put aside from its owner's winnings: all that a withdrawal does to the ledger. Whatever
/// becomes of it, it moves whole and by its own hold, so that no two withdrawals touch each other's money.
struct WithdrawalHold {
    let hold: ID<Hold>
    let user: ID<User>
    let amount: Amount
    let currency: KnownCurrency
    /// The withdrawal, as `kind/id`.
    let entity: String
    let ledger: Ledger

    private var metadata: String { Movement.metadata(of: hold) }
    private var held: Int64 { get throws { try ledger.account(of: .user(user), .held, in: currency) } }
    private var winning: Int64 { get throws { try ledger.account(of: .user(user), .winning, in: currency) } }

    func place(for address: PayoutAddress) throws -> Posted {
        let held = try held
        let posted = try ledger.post(
            Movement(kind: .hold, entity: entity, metadata: metadata, words: address.text),
            [Posting(try winning, try .zero - amount), Posting(held, amount)])
        let isNew = try HoldRecord.insert(
            hold, by: .wallet, held: held, Origin(winning: amount), placed: posted, day: nil, in: ledger.database)
        precondition(isNew, "a new id names no hold yet")
        return posted
    }

    /// Out of the platform, by a transfer outside.
    func pay(by transfer: TransferHash) throws -> Posted {
        let world = try ledger.account(of: .world, in: currency)
        let posted = try ledger.post(
            Movement(kind: .withdrawal, entity: entity, metadata: metadata, reference: transfer.uniqueKey),
            [Posting(try held, try .zero - amount), Posting(world, amount)])
        try HoldCapture.insert(posted, of: hold, into: world, Origin(winning: amount), in: ledger.database)
        try ledger.database.run(
            "UPDATE holds SET captured = ?, state = ? WHERE id = ?", amount, HoldState.captured, hold)
        return posted
    }

    /// Back to where it came from.
    func giveBack() throws -> Posted {
        guard let record = try HoldRecord.find(hold, of: .wallet, in: ledger.database) else {
            throw LedgerFault.holdOverdrawn(hold)
        }
        return try record.giveBackRest(as: .released, by: ledger, in: ledger.database).0
    }
}

extension WithdrawalRecord {
    func money(_ ledger: Ledger) throws -> WithdrawalHold {
        WithdrawalHold(
            hold: hold, user: withdrawal.userID, amount: try withdrawal.amount.exact(in: currency.currency),
            currency: currency, entity: entity, ledger: ledger)
    }
}
