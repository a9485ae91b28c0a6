/// A user's wish to be paid out. Its sum is put aside from the first moment, until somebody has decided on it.
public struct Withdrawal: Codable, Sendable {
    public let id: ID<Withdrawal>
    public let userID: ID<User>
    public let status: WithdrawalStatus
    public let amount: Money
    /// Where the money is to go: an account or an address in an outside system.
    public let toAddress: PayoutAddress
    /// Who decided on it; shown to admins.
    public let adminID: ID<User>?
    /// The transfer that paid it.
    public let adminTxHash: TransferHash?
    public let adminNote: Note?
    public let createdAt: Timestamp
    public let processedAt: Timestamp?

    enum CodingKeys: String, CodingKey {
        case id, status, amount, userID = "user_id", toAddress = "to_address", adminID = "admin_id"
        case adminTxHash = "admin_tx_hash", adminNote = "admin_note", createdAt = "created_at"
        case processedAt = "processed_at"
    }

    public init(
        id: ID<Withdrawal>, userID: ID<User>, status: WithdrawalStatus, amount: Money, toAddress: PayoutAddress,
        adminID: ID<User>?, adminTxHash: TransferHash?, adminNote: Note?, createdAt: Timestamp, processedAt: Timestamp?
    ) {
        (self.id, self.userID, self.status, self.amount) = (id, userID, status, amount)
        (self.toAddress, self.adminID, self.adminTxHash) = (toAddress, adminID, adminTxHash)
        (self.adminNote, self.createdAt, self.processedAt) = (adminNote, createdAt, processedAt)
    }
}

public enum WithdrawalStatus: String, WireEnum, Hashable {
    case pending, paid
    /// An admin tried to pay, and the transfer did not go through.
    case failed
    /// Its owner took it back.
    case cancelled
    /// An admin turned it down.
    case rejected
}

/// Where to pay to, as the outside system writes it.
public enum PayoutAddressRule: TextRule {
    public static let length = 1...200
    public static let pattern: String? = "^\\S(.*\\S)?$"
    public static let sample = "DE89370400440532013000"
    public static let expected = "1 to 200 characters, no control characters, no space at either end"
    public static func accepts(_ text: String) -> Bool {
        text.first?.isWhitespace == false && text.last?.isWhitespace == false
    }
}

public typealias PayoutAddress = Text<PayoutAddressRule>

/// Asks to be paid out, from what was won and nothing else. The sum is put aside at once.
public enum RequestWithdrawal: Command {
    /// How many of a person's may wait at a time.
    public static let pendingLimit = 10
    /// Over how many days withdrawals add up towards what takes a verified identity.
    public static let verificationDays: Int64 = 30

    public struct Request: Codable, Sendable {
        public let amount: Money
        public let toAddress: PayoutAddress

        enum CodingKeys: String, CodingKey { case amount, toAddress = "to_address" }

        public init(amount: Money, toAddress: PayoutAddress) { (self.amount, self.toAddress) = (amount, toAddress) }
    }
    public typealias Reply = Withdrawal
    public enum Failure: String, DomainFailure {
        case unknownCurrency = "unknown_currency"
        /// More than was won. Deposits and bonuses are to play with.
        case insufficientWithdrawable = "insufficient_withdrawable"
        case belowMinimum = "below_minimum"
        case tooManyPending = "too_many_pending"
        /// So much takes a verified identity.
        case verificationRequired = "kyc_required"
        /// Identity bars the person from it, such as before the email address is verified.
        case withdrawingNotAllowed = "withdrawing_not_allowed"
        case accountNotActive = "account_not_active"
        /// Identity has vouched for a later standing than the wallet has heard of. It will have in a moment.
        case standingUnknown = "standing_unknown"

        public var status: Int {
            switch self {
            case .accountNotActive, .verificationRequired: 403
            case .standingUnknown, .tooManyPending: 409
            case .unknownCurrency, .insufficientWithdrawable, .belowMinimum, .withdrawingNotAllowed: 422
            }
        }
    }
    public static let sharedFailures: [any DomainFailure.Type] = [LedgerDoubt.self]
    public static let name = "wallet.request-withdrawal"
    public static let summary = "Ask to be paid out"
    public static let access = Access.signedIn
    /// Money leaves for an address that the caller names: no API key does that, whatever else it may.
    public static let scope: String? = nil
    public static let route: Route? = .create("/v1/withdrawals")
    public static func location(of reply: Withdrawal) -> String? { "/v1/withdrawals/\(reply.id)" }
}

/// One withdrawal; others' are unknown to all but admins.
public enum GetWithdrawal: Query {
    public typealias Request = WithdrawalReference
    public typealias Reply = Withdrawal
    public static let name = "wallet.get-withdrawal"
    public static let summary = "Show a withdrawal"
    public static let access = Access.signedIn
    public static let route: Route? = .get("/v1/withdrawals/{withdrawal_id}")
}

public struct WithdrawalReference: Codable, Sendable {
    public let withdrawalID: ID<Withdrawal>

    enum CodingKeys: String, CodingKey { case withdrawalID = "withdrawal_id" }

    public init(withdrawalID: ID<Withdrawal>) { self.withdrawalID = withdrawalID }
}

/// The caller's withdrawals, for admins everybody's; the newest first.
public enum ListWithdrawals: Query {
    public struct Request: Codable, Sendable {
        /// Another's than one's own only for admins.
        public let userID: ID<User>?
        public let status: WithdrawalStatus?
        public let limit: PageLimit?
        public let cursor: Cursor?

        enum CodingKeys: String, CodingKey { case status, limit, cursor, userID = "user_id" }

        public init(
            userID: ID<User>? = nil, status: WithdrawalStatus? = nil, limit: PageLimit? = nil, cursor: Cursor? = nil
        ) {
            (self.userID, self.status, self.limit, self.cursor) = (userID, status, limit, cursor)
        }
    }
    public typealias Reply = Page<Withdrawal>
    public static let name = "wallet.list-withdrawals"
    public static let summary = "List withdrawals"
    public static let access = Access.signedIn
    public static let route: Route? = .get("/v1/withdrawals")
}
