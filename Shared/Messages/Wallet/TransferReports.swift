/// What somebody who watches a chain or a bank says of one transfer to the platform.
public struct TransferReport: Codable, Sendable, Equatable {
    public let txHash: TransferHash
    public let chain: OutsideKey
    /// What arrived.
    public let amount: Money
    public let confirmations: Confirmations
    public let status: TransferStatus

    enum CodingKeys: String, CodingKey { case chain, amount, confirmations, status, txHash = "tx_hash" }

    public init(
        txHash: TransferHash, chain: OutsideKey, amount: Money, confirmations: Confirmations, status: TransferStatus
    ) {
        (self.txHash, self.chain, self.amount) = (txHash, chain, amount)
        (self.confirmations, self.status) = (confirmations, status)
    }
}

public enum TransferStatus: String, WireEnum, Hashable {
    /// Seen, and not sure yet.
    case pending
    /// Credited once there are enough confirmations too.
    case confirmed
    /// It will never arrive.
    case failed
}

/// How often a transfer was confirmed.
public struct Confirmations: Hashable, Sendable, SchemaProviding {
    public let count: Int64

    public init?(_ count: Int64) {
        guard count >= 0 else { return nil }
        self.count = count
    }

    public init(from decoder: any Decoder) throws {
        guard let value = Confirmations(try decoder.singleValueContainer().decode(Int64.self)) else {
            throw decoder.invalid("a number from 0")
        }
        self = value
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(count)
    }

    public static var schema: Schema { Schema(type: .integer, minimum: 0) }
    public static var sample: Confirmations {
        guard let sample = Confirmations(6) else { preconditionFailure("six is a number from 0") }
        return sample
    }
}

/// A transfer that was reported and that nobody has claimed.
public struct UnclaimedTransfer: Codable, Sendable {
    public let txHash: TransferHash
    public let chain: OutsideKey
    public let amount: Money
    public let confirmations: Confirmations
    public let status: TransferStatus
    public let reportedAt: Timestamp
    public let updatedAt: Timestamp

    enum CodingKeys: String, CodingKey {
        case chain, amount, confirmations, status, txHash = "tx_hash", reportedAt = "reported_at"
        case updatedAt = "updated_at"
    }

    public init(
        txHash: TransferHash, chain: OutsideKey, amount: Money, confirmations: Confirmations, status: TransferStatus,
        reportedAt: Timestamp, updatedAt: Timestamp
    ) {
        (self.txHash, self.chain, self.amount) = (txHash, chain, amount)
        (self.confirmations, self.status) = (confirmations, status)
        (self.reportedAt, self.updatedAt) = (reportedAt, updatedAt)
    }
}

/// Money that has come or is on its way and that nobody has claimed, the latest first.
public enum ListUnclaimedTransfers: Query {
    public struct Request: Codable, Sendable {
        public let limit: PageLimit?
        public let cursor: Cursor?

        public init(limit: PageLimit? = nil, cursor: Cursor? = nil) { (self.limit, self.cursor) = (limit, cursor) }
    }
    public typealias Reply = Page<UnclaimedTransfer>
    public static let name = "wallet.list-unclaimed-transfers"
    public static let summary = "List transfers that nobody has claimed"
    public static let access = Access.roles([.admin])
    public static let route: Route? = .get("/v1/deposits/unclaimed")
}

/// What is known of a transfer has changed by a report.
public struct TransferReported: Event {
    public static let type = "wallet.transfer-reported"
    public let report: TransferReport
    /// Whose it is, where somebody has claimed it.
    public let deposit: ID<Deposit>?
    public var subject: Subject { Subject("transfer", report.txHash.text) }

    public init(report: TransferReport, deposit: ID<Deposit>?) { (self.report, self.deposit) = (report, deposit) }
}

/// A report says otherwise than what was decided on its deposit: money that was credited did not arrive, or not so much, or
/// money arrived whose deposit was turned down. An admin has to put it right.
public struct TransferContradicted: Event {
    public static let type = "wallet.transfer-contradicted"
    public static let severity = Severity.critical
    public let report: TransferReport
    public let deposit: ID<Deposit>
    public let user: ID<User>
    public let status: DepositStatus
    public let credited: Money?
    public var subject: Subject { Subject("deposit", deposit) }

    public init(report: TransferReport, deposit: Deposit) {
        (self.report, self.deposit, user) = (report, deposit.id, deposit.userID)
        (status, credited) = (deposit.status, deposit.credited)
    }
}

/// A report came whose signature is not right.
public struct TransferReportRefused: Event {
    public static let type = "wallet.transfer-report-refused"
    public static let severity = Severity.warning
    /// The refusal's code.
    public let code: String
    public var subject: Subject { Subject("webhook", "deposits") }

    public init(code: String) { self.code = code }
}
