/// A user's claim that money was paid in, until an admin or a signed report of the transfer has decided on it.
public struct Deposit: Codable, Sendable {
    public let id: ID<Deposit>
    public let userID: ID<User>
    public let status: DepositStatus
    /// What was asked for.
    public let amount: Money
    /// What was credited, once approved.
    public let credited: Money?
    public let txHash: TransferHash
    public let chain: OutsideKey
    public let note: Note?
    public let requestedAt: Timestamp
    public let decidedAt: Timestamp?
    /// How often the transfer was confirmed, by the last report of it.
    public var confirmations: Confirmations?
    /// What arrived, by that report.
    public var reported: Money?
    public var decidedBy: Decider?
    /// Which admin decided; shown to admins.
    public var adminID: ID<User>?

    /// Who decided on it.
    public enum Decider: String, WireEnum {
        case admin
        /// A signed report of the transfer.
        case report
        case unknown

        public static var fallback: Decider? { .unknown }
    }

    enum CodingKeys: String, CodingKey {
        case id, status, amount, credited, chain, note, userID = "user_id", txHash = "tx_hash"
        case requestedAt = "requested_at", decidedAt = "decided_at", confirmations, reported, decidedBy = "decided_by"
        case adminID = "admin_id"
    }

    public init(
        id: ID<Deposit>, userID: ID<User>, status: DepositStatus, amount: Money, credited: Money?,
        txHash: TransferHash, chain: OutsideKey, note: Note?, requestedAt: Timestamp, decidedAt: Timestamp?
    ) {
        (self.id, self.userID, self.status, self.amount, self.credited) = (id, userID, status, amount, credited)
        (self.txHash, self.chain, self.note) = (txHash, chain, note)
        (self.requestedAt, self.decidedAt) = (requestedAt, decidedAt)
    }
}

public enum DepositStatus: String, WireEnum, Hashable {
    case pending, approved, rejected
}

/// The hash or reference of a transfer in an outside system: visible ASCII without spaces.
public enum TransferHashRule: TextRule {
    public static let length = 1...200
    public static let pattern: String? = "^[!-~]+$"
    public static let sample = "0x9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
    public static let expected = "1 to 200 visible ASCII characters without spaces"
    public static func accepts(_ text: String) -> Bool { text.utf8.allSatisfy { (0x21...0x7e).contains($0) } }
}

/// What a transfer is known by on its chain or at its bank. It is kept for good, and stands in events as it is: nothing about a
/// person belongs in it.
public typealias TransferHash = Text<TransferHashRule>

/// Claims a transfer as one's own deposit. A hash is claimed once, by whomever, for ever. Where it was reported before, its
/// real amount counts instead of the one that is claimed, and it is credited at once if it is sure.
public enum RequestDeposit: Command {
    public struct Request: Codable, Sendable {
        public let amount: Money
        public let txHash: TransferHash
        public let chain: OutsideKey

        enum CodingKeys: String, CodingKey { case amount, chain, txHash = "tx_hash" }

        public init(amount: Money, txHash: TransferHash, chain: OutsideKey) {
            (self.amount, self.txHash, self.chain) = (amount, txHash, chain)
        }
    }
    public typealias Reply = Deposit
    public enum Failure: String, DomainFailure {
        case duplicateTransfer = "duplicate_tx_hash"
        case unknownCurrency = "unknown_currency"
        /// It was reported that this transfer never arrives.
        case transferFailed = "transfer_failed"
        public var status: Int { self == .duplicateTransfer ? 409 : 422 }
    }
    public static let sharedFailures: [any DomainFailure.Type] = [StandingRefusal.self]
    public static let name = "wallet.request-deposit"
    public static let summary = "Ask for a transfer to be credited"
    public static let access = Access.signedIn
    public static let route: Route? = .create("/v1/deposits")
    public static func location(of reply: Deposit) -> String? { "/v1/deposits/\(reply.id)" }
}

/// One deposit; others' are unknown to all but admins.
public enum GetDeposit: Query {
    public struct Request: Codable, Sendable {
        public let depositID: ID<Deposit>

        enum CodingKeys: String, CodingKey { case depositID = "deposit_id" }

        public init(depositID: ID<Deposit>) { self.depositID = depositID }
    }
    public typealias Reply = Deposit
    public static let name = "wallet.get-deposit"
    public static let summary = "Show a deposit"
    public static let access = Access.signedIn
    public static let route: Route? = .get("/v1/deposits/{deposit_id}")
}

/// The caller's deposits, for admins everybody's; the newest first.
public enum ListDeposits: Query {
    public struct Request: Codable, Sendable {
        /// Another's than one's own only for admins.
        public let userID: ID<User>?
        public let status: DepositStatus?
        public let limit: PageLimit?
        public let cursor: Cursor?

        enum CodingKeys: String, CodingKey { case status, limit, cursor, userID = "user_id" }

        public init(
            userID: ID<User>? = nil, status: DepositStatus? = nil, limit: PageLimit? = nil, cursor: Cursor? = nil
        ) {
            (self.userID, self.status, self.limit, self.cursor) = (userID, status, limit, cursor)
        }
    }
    public typealias Reply = Page<Deposit>
    public static let name = "wallet.list-deposits"
    public static let summary = "List deposits"
    public static let access = Access.signedIn
    public static let route: Route? = .get("/v1/deposits")
}
