/// Takes a report of a transfer from whoever has the secret for that. The signature is over the body's very bytes:
/// HMAC-SHA-256 of the time, a full stop and the body, in hexadecimal.
public enum ReportTransfer: Command {
    public enum Body: RawBodyRule {
        public static let contentTypes = ["application/json"]
        public static let byteLimit = 16_384
        public static var content: Schema? { try? Reflection(TransferReport.self).schema }
        public static var sample: [UInt8] {
            (try? WireCoding().encode(Reflection(TransferReport.self).sample)) ?? Array("{}".utf8)
        }
    }

    public struct Request: RawRequest {
        public let body: RawBody<Body>
        /// When it was signed, in seconds since 1970.
        public let timestamp: String?
        public let signature: String?

        public static let headers = ["timestamp": "X-Croupier-Timestamp", "signature": "X-Croupier-Signature"]

        public init(body: RawBody<Body>, timestamp: String?, signature: String?) {
            (self.body, self.timestamp, self.signature) = (body, timestamp, signature)
        }
    }

    public struct Reply: Codable, Sendable, Equatable {
        public enum Outcome: String, WireEnum {
            /// Nobody has claimed the transfer so far.
            case unclaimed
            /// It is claimed, and not sure enough yet, or for an admin to decide on.
            case pending
            case credited, rejected
        }

        public let txHash: TransferHash
        public let outcome: Outcome

        enum CodingKeys: String, CodingKey { case outcome, txHash = "tx_hash" }

        public init(txHash: TransferHash, outcome: Outcome) { (self.txHash, self.outcome) = (txHash, outcome) }
    }

    public enum Failure: String, DomainFailure {
        case missingSignature = "missing_signature"
        case invalidSignature = "invalid_signature"
        /// Signed more than five minutes ago, or that far ahead.
        case expiredSignature = "expired_signature"
        case unknownCurrency = "unknown_currency"
        public var status: Int { self == .unknownCurrency ? 422 : 401 }
    }
    /// How far the time of signing may be from the platform's, in seconds.
    public static let signatureWindow: Int64 = 300

    public static let name = "wallet.report-transfer"
    public static let summary = "Report a transfer to the platform, signed with the secret for that"
    public static let access = Access.anyone
    public static let route: Route? = .act("/v1/webhooks/deposits")
}
