/// How a service is, as it says itself.
public struct ServiceStatus: Codable, Sendable {
    public let service: ServiceName
    public let build: String
    public let incarnation: Int64
    public let isReady: Bool
    /// Why it is not ready; empty where it is.
    public let complaint: String
    public let lastEvent: Int64
    public let openSagas: Int64
    public let pendingCalls: Int64
    public let batches: Int64
    public let messages: Int64
    public let catalogueDigest: String

    enum CodingKeys: String, CodingKey {
        case service, build, incarnation, isReady = "ready", complaint, lastEvent = "last_event"
        case openSagas = "open_sagas", pendingCalls = "pending_calls", batches, messages
        case catalogueDigest = "catalogue_digest"
    }

    public init(
        service: ServiceName, build: String, incarnation: Int64, isReady: Bool, complaint: String, lastEvent: Int64,
        openSagas: Int64, pendingCalls: Int64, batches: Int64, messages: Int64, catalogueDigest: String
    ) {
        (self.service, self.build, self.incarnation) = (service, build, incarnation)
        (self.isReady, self.complaint, self.lastEvent) = (isReady, complaint, lastEvent)
        (self.openSagas, self.pendingCalls, self.batches) = (openSagas, pendingCalls, batches)
        (self.messages, self.catalogueDigest) = (messages, catalogueDigest)
    }
}

extension ServiceName: SchemaProviding {
    public static var schema: Schema { Schema(type: .string, values: allCases.map(\.rawValue)) }
    public static var sample: ServiceName { .betting }
}

/// Asks a service how it is.
public enum GetStatus: Query {
    public typealias Request = Nothing
    public typealias Reply = ServiceStatus
    public static let name = "runtime.status"
    public static let summary = "How this service is"
    public static let access = Access.subscribers
}

/// Asks for a page of a service's own events after a sequence. The answer's body is the events' stored bytes, one a
/// line, so that a reader can recompute the hash that links them; `head` in its header is the last event there is.
/// At the head the request waits a moment for more before it is answered empty. What the service did not write itself is
/// not given out: the answer is a refusal that names the place.
public enum PullEvents: Query {
    public struct Request: Codable, Sendable {
        public let after: Int64
        public let limit: Int
        /// How long it may wait at the head, if that is less than the service itself has it wait.
        public let waitMilliseconds: Int64?
        /// In base64url: the link of the event `after` as the asker has it, so that a service whose history is another than
        /// the one that was read from it says so.
        public let link: String?

        enum CodingKeys: String, CodingKey { case after, limit, waitMilliseconds = "wait_milliseconds", link }

        public init(after: Int64, limit: Int, waitMilliseconds: Int64? = nil, link: String? = nil) {
            (self.after, self.limit, self.waitMilliseconds, self.link) = (after, limit, waitMilliseconds, link)
        }
    }
    public typealias Reply = Nothing
    public typealias Failure = HistoryFailure
    public static let name = "runtime.pull"
    public static let summary = "A page of this service's events"
    public static let access = Access.subscribers
}
