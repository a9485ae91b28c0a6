/// The events that an operation caused, each with its proof. Whoever keeps the answer can show years later, with the
/// log's public key and nothing else, that it happened.
public enum GetReceipt: Query {
    public struct Request: Codable, Sendable {
        /// `operation:key`, as the `Operation-Id` field of the answer gives it; for auditors also an event's `causation`.
        public let operationID: Text<OperationIDRule>
        /// Whose operation it was, for auditors.
        public let userID: ID<User>?
        public let limit: PageLimit?
        public let cursor: Cursor?

        enum CodingKeys: String, CodingKey {
            case operationID = "operation_id", userID = "user_id", limit, cursor
        }

        public init(
            operationID: Text<OperationIDRule>, userID: ID<User>? = nil, limit: PageLimit? = nil,
            cursor: Cursor? = nil
        ) {
            (self.operationID, self.userID, self.limit, self.cursor) = (operationID, userID, limit, cursor)
        }
    }

    public struct Receipt: Codable, Sendable {
        /// The event's type, such as `wallet.hold-placed`.
        public let type: String
        public let time: Timestamp
        public let event: ProvenEvent
        /// The proof with the signed head of the log, in the form of C2SP's tlog-proof: a text to be kept.
        public let proof: String

        public init(type: String, time: Timestamp, event: ProvenEvent, proof: String) {
            (self.type, self.time, self.event, self.proof) = (type, time, event, proof)
        }
    }

    public struct Reply: Codable, Sendable {
        /// The operation as its events name it.
        public let causation: String
        public let traceID: String
        /// In the log's order. While the operation goes on in other services, more will be added.
        public let items: [Receipt]
        /// How many more events this page has passed over, because they are about others.
        public let withheld: Int64
        public let next: NextPage

        enum CodingKeys: String, CodingKey { case causation, traceID = "trace_id", items, withheld, next }

        public init(causation: String, traceID: String, items: [Receipt], withheld: Int64, next: NextPage) {
            (self.causation, self.traceID, self.items) = (causation, traceID, items)
            (self.withheld, self.next) = (withheld, next)
        }
    }
    public enum Failure: String, DomainFailure {
        /// None of the operation's events is in the log, or none is yet.
        case notInLog = "not_in_log"

        public var status: Int { 404 }
    }
    public static let name = "audit.get-receipt"
    public static let summary = "Proof of what an operation has done"
    public static let access = Access.signedIn
    public static let route: Route? = .get("/v1/audit/receipts/{operation_id}")
}

/// What is proved of one thing, such as a bet or a deposit: for those to whom others' operations did something, as a winner
/// is paid because an organizer finished an event.
public enum ListReceipts: Query {
    public struct Request: Codable, Sendable {
        /// What kind of thing it is, as its events name it: `bet`, `deposit`, `contest-entry`.
        public let entityType: Text<AuditFilterRule>
        public let entityID: Text<AuditFilterRule>
        public let limit: PageLimit?
        public let cursor: Cursor?

        enum CodingKeys: String, CodingKey {
            case entityType = "entity_type", entityID = "entity_id", limit, cursor
        }

        public init(
            entityType: Text<AuditFilterRule>, entityID: Text<AuditFilterRule>, limit: PageLimit? = nil,
            cursor: Cursor? = nil
        ) {
            (self.entityType, self.entityID, self.limit, self.cursor) = (entityType, entityID, limit, cursor)
        }
    }

    public struct Reply: Codable, Sendable {
        /// In the log's order; those that are about the asker, and for auditors all.
        public let items: [GetReceipt.Receipt]
        /// How many more events this page has passed over, because they are about others.
        public let withheld: Int64
        public let next: NextPage

        public init(items: [GetReceipt.Receipt], withheld: Int64, next: NextPage) {
            (self.items, self.withheld, self.next) = (items, withheld, next)
        }
    }
    public static let name = "audit.list-receipts"
    public static let summary = "Proof of what has happened to a thing"
    public static let access = Access.signedIn
    public static let route: Route? = .get("/v1/audit/receipts")
}
