import Messages

/// One side of a transaction: what is added to an account, or taken from it when negative.
struct Posting: Equatable, Sendable {
    let account: Int64
    let amount: Amount

    init(_ account: Int64, _ amount: Amount) { (self.account, self.amount) = (account, amount) }
}

/// What a transaction says besides its postings.
struct Movement: Sendable {
    let kind: TransactionKind
    /// What it is for, as `kind/id`.
    let entity: String
    /// A JSON object.
    var metadata = "{}"
    /// The transaction that this one corrects.
    var reverses: Int64?
    /// The transfer outside that this is the other side of: its hash's `uniqueKey`.
    var reference: String?
    /// Words that are kept elsewhere and may be forgotten: what was remarked, or whither money is to go.
    var words: String?

    /// The hold that a transaction's metadata name.
    static func hold(in metadata: String) -> ID<Hold>? {
        guard metadata.hasPrefix("{\"hold\":\"") else { return nil }
        return ID(String(metadata.dropFirst(9).prefix(36)))
    }

    static func metadata(of hold: ID<Hold>) -> String { "{\"hold\":\"\(hold)\"}" }
}

/// A transaction that was posted.
struct Posted: Sendable {
    let number: Int64
    let id: ID<LedgerTransaction>
    /// The first of the transactions that it belongs together with, if it does with any.
    let group: ID<LedgerTransaction>?
}

/// Who moves money, when, and because of which message.
struct Provenance: Sendable {
    let actor: String
    let causation: String
    let time: Timestamp
}

/// A set of postings that is none. Handlers check what users can cause before they post, so this is a bug.
enum LedgerFault: Error, Equatable {
    case fewerThanTwoPostings
    case zeroPosting
    /// Each account has one posting at most, so that its balance after the transaction is one number.
    case repeatedAccount(Int64)
    case unknownAccount(Int64)
    case unbalanced(currency: Int64)
    case overdrawn(account: Int64)
    case accountChangedMeanwhile(Int64)
    /// More was captured than the hold took.
    case holdOverdrawn(ID<Hold>)
}
