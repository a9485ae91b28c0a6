/// Why a deposit cannot be decided on.
public enum DepositDecisionFailure: String, DomainFailure {
    case depositNotPending = "deposit_not_pending"
    /// Nobody decides on what is to be credited to themselves.
    case ownDeposit = "own_deposit"
    /// What was reported of the transfer is not what was asked for.
    case reportDiffers = "report_differs"
    public var status: Int { self == .ownDeposit ? 403 : 409 }
}

/// Credits a deposit, once.
public enum ApproveDeposit: Command {
    public struct Request: Codable, Sendable {
        public let depositID: ID<Deposit>
        /// What really arrived, where that is not what was asked for.
        public let amount: Money?
        public let note: Note?

        enum CodingKeys: String, CodingKey { case amount, note, depositID = "deposit_id" }

        public init(depositID: ID<Deposit>, amount: Money? = nil, note: Note? = nil) {
            (self.depositID, self.amount, self.note) = (depositID, amount, note)
        }
    }
    public typealias Reply = Deposit
    public typealias Failure = DepositDecisionFailure
    public static let name = "wallet.approve-deposit"
    public static let summary = "Credit a deposit"
    public static let access = Access.roles([.admin])
    public static let route: Route? = .act("/v1/deposits/{deposit_id}/approve")
}

/// Turns a deposit down, once. Its hash stays claimed.
public enum RejectDeposit: Command {
    public struct Request: Codable, Sendable {
        public let depositID: ID<Deposit>
        public let note: Note

        enum CodingKeys: String, CodingKey { case note, depositID = "deposit_id" }

        public init(depositID: ID<Deposit>, note: Note) { (self.depositID, self.note) = (depositID, note) }
    }
    public typealias Reply = Deposit
    public typealias Failure = DepositDecisionFailure
    public static let name = "wallet.reject-deposit"
    public static let summary = "Turn a deposit down"
    public static let access = Access.roles([.admin])
    public static let route: Route? = .act("/v1/deposits/{deposit_id}/reject")
}
