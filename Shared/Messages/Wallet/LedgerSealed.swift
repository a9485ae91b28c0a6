/// From which of its transactions on the ledger is sealed. Told once, in an event that is sealed like all of this service's
/// events, so that whoever takes the transactions' seals away has this against them.
public struct LedgerSealed: Event {
    public static let type = "wallet.ledger-sealed"
    public let fromTransaction: Int64
    /// A keyed hash over all transactions from before, in hex.
    public let before: String
    public var subject: Subject { Subject("ledger", "seals") }

    enum CodingKeys: String, CodingKey { case before, fromTransaction = "from_transaction" }

    public init(fromTransaction: Int64, before: String) {
        (self.fromTransaction, self.before) = (fromTransaction, before)
    }
}
