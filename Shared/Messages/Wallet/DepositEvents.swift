/// A user claims that money was paid in.
public struct DepositRequested: Event {
    public static let type = "wallet.deposit-requested"
    public let deposit: ID<Deposit>
    public let user: ID<User>
    public let amount: Money
    public let txHash: TransferHash
    public let chain: OutsideKey
    public var subject: Subject { Subject("deposit", deposit) }

    enum CodingKeys: String, CodingKey { case deposit, user, amount, chain, txHash = "tx_hash" }

    public init(deposit: ID<Deposit>, user: ID<User>, amount: Money, txHash: TransferHash, chain: OutsideKey) {
        (self.deposit, self.user, self.amount) = (deposit, user, amount)
        (self.txHash, self.chain) = (txHash, chain)
    }
}

/// A deposit was credited.
public struct DepositApproved: Event {
    public static let type = "wallet.deposit-approved"
    public let deposit: ID<Deposit>
    public let user: ID<User>
    public let requested: Money
    public let credited: Money
    public let transaction: ID<LedgerTransaction>
    public let decidedBy: Deposit.Decider?
    public var subject: Subject { Subject("deposit", deposit) }

    enum CodingKeys: String, CodingKey {
        case deposit, user, requested, credited, transaction, decidedBy = "decided_by"
    }

    public init(
        deposit: ID<Deposit>, user: ID<User>, requested: Money, credited: Money, transaction: ID<LedgerTransaction>,
        decidedBy: Deposit.Decider?
    ) {
        (self.deposit, self.user, self.requested, self.credited) = (deposit, user, requested, credited)
        (self.transaction, self.decidedBy) = (transaction, decidedBy)
    }
}

/// A deposit was turned down.
public struct DepositRejected: Event {
    public static let type = "wallet.deposit-rejected"
    public let deposit: ID<Deposit>
    public let user: ID<User>
    public let amount: Money
    public let decidedBy: Deposit.Decider?
    public var subject: Subject { Subject("deposit", deposit) }

    enum CodingKeys: String, CodingKey { case deposit, user, amount, decidedBy = "decided_by" }

    public init(deposit: ID<Deposit>, user: ID<User>, amount: Money, decidedBy: Deposit.Decider?) {
        (self.deposit, self.user, self.amount, self.decidedBy) = (deposit, user, amount, decidedBy)
    }
}
