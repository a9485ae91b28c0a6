/// Why a withdrawal cannot be decided on.
public enum WithdrawalDecisionFailure: String, DomainFailure {
    case withdrawalNotPending = "withdrawal_not_pending"
    /// Nobody decides on what is to be paid to themselves.
    case ownWithdrawal = "own_withdrawal"
    public var status: Int { self == .ownWithdrawal ? 403 : 409 }
}

/// Takes one's own withdrawal back while nobody has decided on it. The money is there to play with again.
public enum CancelWithdrawal: Command {
    public typealias Request = WithdrawalReference
    public typealias Reply = Withdrawal
    public enum Failure: String, DomainFailure {
        case withdrawalNotPending = "withdrawal_not_pending"
        public var status: Int { 409 }
    }
    public static let name = "wallet.cancel-withdrawal"
    public static let summary = "Take your withdrawal back"
    public static let access = Access.signedIn
    /// Nothing leaves the account by it.
    public static let isOpenToFrozen = true
    public static let route: Route? = .act("/v1/withdrawals/{withdrawal_id}/cancel")
}

/// Notes that a withdrawal was paid, by a transfer that paid no other.
public enum PayWithdrawal: Command {
    public struct Request: Codable, Sendable {
        public let withdrawalID: ID<Withdrawal>
        public let adminTxHash: TransferHash

        enum CodingKeys: String, CodingKey { case withdrawalID = "withdrawal_id", adminTxHash = "admin_tx_hash" }

        public init(withdrawalID: ID<Withdrawal>, adminTxHash: TransferHash) {
            (self.withdrawalID, self.adminTxHash) = (withdrawalID, adminTxHash)
        }
    }
    public typealias Reply = Withdrawal
    public enum Failure: String, DomainFailure {
        case duplicateTransfer = "duplicate_tx_hash"
        /// Nothing is taken from an account that is frozen or suspended, not even what it asked for before.
        case ownerFrozen = "owner_frozen"
        public var status: Int { 409 }
    }
    public static let sharedFailures: [any DomainFailure.Type] = [LedgerDoubt.self, WithdrawalDecisionFailure.self]
    public static let name = "wallet.pay-withdrawal"
    public static let summary = "Note that a withdrawal was paid"
    public static let access = Access.roles([.admin])
    public static let route: Route? = .act("/v1/withdrawals/{withdrawal_id}/pay")
}

public struct WithdrawalRefusal: Codable, Sendable {
    public let withdrawalID: ID<Withdrawal>
    public let note: Note

    enum CodingKeys: String, CodingKey { case note, withdrawalID = "withdrawal_id" }

    public init(withdrawalID: ID<Withdrawal>, note: Note) { (self.withdrawalID, self.note) = (withdrawalID, note) }
}

/// Turns a withdrawal down; its sum goes back to its owner's winnings.
public enum RejectWithdrawal: Command {
    public typealias Request = WithdrawalRefusal
    public typealias Reply = Withdrawal
    public typealias Failure = WithdrawalDecisionFailure
    public static let name = "wallet.reject-withdrawal"
    public static let summary = "Turn a withdrawal down"
    public static let access = Access.roles([.admin])
    public static let route: Route? = .act("/v1/withdrawals/{withdrawal_id}/reject")
}

/// Notes that a withdrawal could not be paid; its sum goes back to its owner's winnings.
public enum FailWithdrawal: Command {
    public typealias Request = WithdrawalRefusal
    public typealias Reply = Withdrawal
    public typealias Failure = WithdrawalDecisionFailure
    public static let name = "wallet.fail-withdrawal"
    public static let summary = "Note that a withdrawal could not be paid"
    public static let access = Access.roles([.admin])
    public static let route: Route? = .act("/v1/withdrawals/{withdrawal_id}/fail")
}
