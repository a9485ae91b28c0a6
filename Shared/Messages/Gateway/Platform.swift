/// How a service looks from the gateway.
public struct ServiceReport: Codable, Sendable, Equatable {
    public enum State: String, WireEnum {
        case ready
        /// It answers, and says that it should get no work.
        case notReady = "not_ready"
        /// It has answered before and does not now.
        case silent
        /// It has not answered since the gateway started.
        case neverSeen = "never_seen"
    }

    public let service: ServiceName
    public let state: State
    /// Whether its operations are known, from now or from an earlier run.
    public let isAnnounced: Bool
    public let build: String?
    public let incarnation: Int64?
    public let complaint: String?
    public let lastSeen: Timestamp?

    enum CodingKeys: String, CodingKey {
        case service, state, isAnnounced = "announced", build, incarnation, complaint, lastSeen = "last_seen"
    }

    public init(
        service: ServiceName, state: State, isAnnounced: Bool, build: String?, incarnation: Int64?, complaint: String?,
        lastSeen: Timestamp?
    ) {
        (self.service, self.state, self.isAnnounced, self.build) = (service, state, isAnnounced, build)
        (self.incarnation, self.complaint, self.lastSeen) = (incarnation, complaint, lastSeen)
    }
}

/// The services of the platform and how they are.
public enum GetPlatform: Query {
    public struct Reply: Codable, Sendable {
        public let services: [ServiceReport]
        /// Announced routes that are not served, and why.
        public let conflicts: [String]

        public init(services: [ServiceReport], conflicts: [String]) {
            (self.services, self.conflicts) = (services, conflicts)
        }
    }
    public typealias Request = Nothing
    public static let name = "gateway.platform"
    public static let summary = "The services, their builds and states"
    public static let access = Access.anyone
    public static var route: Route? { .get("/v1/platform") }
}

/// Whether the platform can be given work.
public enum GetReadiness: Query {
    public struct Missing: Codable, Sendable, Equatable {
        public let service: ServiceName
        public let reason: String

        public init(service: ServiceName, reason: String) { (self.service, self.reason) = (service, reason) }
    }
    public struct Reply: Codable, Sendable {
        public let isReady: Bool
        public let missing: [Missing]

        enum CodingKeys: String, CodingKey { case isReady = "ready", missing }

        public init(isReady: Bool, missing: [Missing]) { (self.isReady, self.missing) = (isReady, missing) }
    }
    public typealias Request = Nothing
    public static let name = "gateway.readiness"
    public static let summary = "Whether every service is there and ready"
    public static let access = Access.anyone
    public static var route: Route? { .get("/readyz") }
}

/// Whether the gateway itself works.
public enum GetHealth: Query {
    public struct Reply: Codable, Sendable {
        public let status: String

        public init(status: String) { self.status = status }
    }
    public typealias Request = Nothing
    public static let name = "gateway.health"
    public static let summary = "Whether the gateway itself answers"
    public static let access = Access.anyone
    public static var route: Route? { .get("/healthz") }
}
