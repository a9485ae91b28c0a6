public enum Device {}

public enum DeviceNameRule: NameRule {
    public static let length = 1...100
    public static let sample = "Counter 3"
}

/// Gives a device, such as a unit that sells tickets, a credential of its own, shown this once and kept only as a hash.
///
/// Operators and admins of the platform enrol any; those of an organization enrol its own.
public enum EnrollDevice: Command {
    public typealias Scopes = CreateAPIKey.Scopes

    public struct Request: Codable, Sendable {
        public let name: Text<DeviceNameRule>
        public let organizationID: ID<Organization>?
        /// Its name in the organization's own books; two that work never share one.
        public let externalID: OutsideKey?
        /// Left out for all that a device may do.
        public let scopes: Scopes?

        enum CodingKeys: String, CodingKey {
            case name, organizationID = "organization_id", externalID = "external_id", scopes
        }

        public init(
            name: Text<DeviceNameRule>, organizationID: ID<Organization>? = nil, externalID: OutsideKey? = nil,
            scopes: Scopes? = nil
        ) {
            (self.name, self.organizationID, self.externalID) = (name, organizationID, externalID)
            self.scopes = scopes
        }
    }
    public struct Reply: Codable, Sendable {
        public let id: ID<Device>
        public let credential: String
        public let name: String
        public let organizationID: ID<Organization>?
        public let externalID: String?
        public let scopes: [APIScope]?
        public let enrolledAt: Timestamp

        enum CodingKeys: String, CodingKey {
            case id, credential, name, organizationID = "organization_id", externalID = "external_id", scopes
            case enrolledAt = "enrolled_at"
        }

        public init(
            id: ID<Device>, credential: String, name: String, organizationID: ID<Organization>?, externalID: String?,
            scopes: [APIScope]?, enrolledAt: Timestamp
        ) {
            (self.id, self.credential, self.name, self.organizationID) = (id, credential, name, organizationID)
            (self.externalID, self.scopes, self.enrolledAt) = (externalID, scopes, enrolledAt)
        }
    }
    public enum Failure: String, DomainFailure {
        case externalIDTaken = "external_id_taken"
        case tooManyDevices = "too_many_devices"
        case scopeNotAllowed = "scope_not_allowed"
        public var status: Int { self == .scopeNotAllowed ? 403 : 409 }
    }
    public static let name = "identity.enroll-device"
    public static let summary = "Enrol a device"
    public static let access = Access.signedIn
    public static let route: Route? = .create("/v1/devices")
    public static let replyHoldsSecrets = true
    public static func location(of reply: Reply) -> String? { "/v1/devices/\(reply.id)" }
}

/// The devices that are enrolled, newest first: all for the platform's operators and admins, an organization's for its.
public enum ListDevices: Query {
    public struct Request: Codable, Sendable {
        public let limit: PageLimit?
        public let cursor: Cursor?
        public let organizationID: ID<Organization>?

        enum CodingKeys: String, CodingKey { case limit, cursor, organizationID = "organization_id" }

        public init(limit: PageLimit? = nil, cursor: Cursor? = nil, organizationID: ID<Organization>? = nil) {
            (self.limit, self.cursor, self.organizationID) = (limit, cursor, organizationID)
        }
    }
    public struct Item: Codable, Sendable {
        public let id: ID<Device>
        public let name: String
        public let organizationID: ID<Organization>?
        public let externalID: String?
        public let enrolledAt: Timestamp
        /// Left out where it may do all that a device may.
        public let scopes: [APIScope]?
        /// Left out where it has not been used yet; seconds behind at the most.
        public let lastUsedAt: Timestamp?
        public let lastUsedAddress: String?

        enum CodingKeys: String, CodingKey {
            case id, name, organizationID = "organization_id", externalID = "external_id", enrolledAt = "enrolled_at"
            case scopes, lastUsedAt = "last_used_at", lastUsedAddress = "last_used_address"
        }

        public init(
            id: ID<Device>, name: String, organizationID: ID<Organization>?, externalID: String?,
            enrolledAt: Timestamp, scopes: [APIScope]?, lastUsedAt: Timestamp?, lastUsedAddress: String?
        ) {
            (self.id, self.name, self.organizationID, self.externalID) = (id, name, organizationID, externalID)
            (self.enrolledAt, self.scopes) = (enrolledAt, scopes)
            (self.lastUsedAt, self.lastUsedAddress) = (lastUsedAt, lastUsedAddress)
        }
    }
    public typealias Reply = Page<Item>
    public static let name = "identity.list-devices"
    public static let summary = "Enrolled devices"
    public static let access = Access.signedIn
    public static let route: Route? = .get("/v1/devices")
}

/// A device that is enrolled.
public enum GetDevice: Query {
    public struct Request: Codable, Sendable {
        public let deviceID: ID<Device>

        enum CodingKeys: String, CodingKey { case deviceID = "device_id" }

        public init(deviceID: ID<Device>) { self.deviceID = deviceID }
    }
    public typealias Reply = ListDevices.Item
    public static let name = "identity.get-device"
    public static let summary = "An enrolled device"
    public static let access = Access.signedIn
    public static let route: Route? = .get("/v1/devices/{device_id}")
}

/// Ends a device's credential.
public enum RevokeDevice: Command {
    public struct Request: Codable, Sendable {
        public let deviceID: ID<Device>

        enum CodingKeys: String, CodingKey { case deviceID = "device_id" }

        public init(deviceID: ID<Device>) { self.deviceID = deviceID }
    }
    public typealias Reply = Nothing
    public static let name = "identity.revoke-device"
    public static let summary = "Revoke a device's credential"
    public static let access = Access.signedIn
    public static let route: Route? = .delete("/v1/devices/{device_id}")
}

/// A device may act, for its organization if it has one.
public struct DeviceEnrolled: Event {
    public static let type = "identity.device-enrolled"
    public static let severity = Severity.warning
    public let device: ID<Device>
    public let name: String
    public let organization: ID<Organization>?
    public let externalID: String?
    /// Left out where it may do all that a device may.
    public let scopes: [APIScope]?
    public var subject: Subject { Subject("session", device) }

    enum CodingKeys: String, CodingKey { case device, name, organization, externalID = "external_id", scopes }

    public init(
        device: ID<Device>, name: String, organization: ID<Organization>?, externalID: String?, scopes: [APIScope]?
    ) {
        (self.device, self.name, self.organization, self.externalID) = (device, name, organization, externalID)
        self.scopes = scopes
    }
}

/// A device's credential works no more.
public struct DeviceRevoked: Event {
    public static let type = "identity.device-revoked"
    public static let severity = Severity.warning
    public let device: ID<Device>
    public let organization: ID<Organization>?
    public var subject: Subject { Subject("session", device) }

    public init(device: ID<Device>, organization: ID<Organization>?) {
        (self.device, self.organization) = (device, organization)
    }
}
