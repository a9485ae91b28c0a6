/// A permit of a venue or a gaming licence of an organization.
public struct LicenceView: Codable, Sendable, Equatable {
    public let id: ID<Licence>
    /// venue_permit, charitable_gaming and the like.
    public var licenseType: String
    public var licenseNumber: String
    public var issuingAuthority: String
    public var issueDate: Timestamp
    /// It is good up to this moment; for good where there is none.
    public var expiryDate: Timestamp?
    /// Expired also where nobody has said so and its time is over.
    public var status: LicenceStatus
    public let createdAt: Timestamp
    public let createdBy: ID<User>
    public var updatedAt: Timestamp
    public var updatedBy: ID<User>

    enum CodingKeys: String, CodingKey {
        case id, licenseType = "license_type", licenseNumber = "license_number"
        case issuingAuthority = "issuing_authority", issueDate = "issue_date"
        case expiryDate = "expiry_date", status, createdAt = "created_at", createdBy = "created_by"
        case updatedAt = "updated_at", updatedBy = "updated_by"
    }

    public init(
        id: ID<Licence>, licenseType: String, licenseNumber: String, issuingAuthority: String, issueDate: Timestamp,
        expiryDate: Timestamp? = nil, status: LicenceStatus, createdAt: Timestamp, createdBy: ID<User>,
        updatedAt: Timestamp, updatedBy: ID<User>
    ) {
        (self.id, self.licenseType, self.licenseNumber) = (id, licenseType, licenseNumber)
        (self.issuingAuthority, self.issueDate) = (issuingAuthority, issueDate)
        (self.expiryDate, self.status, self.createdAt) = (expiryDate, status, createdAt)
        (self.createdBy, self.updatedAt, self.updatedBy) = (createdBy, updatedAt, updatedBy)
    }
}

public enum CreateLicence: Command {
    public struct Request: Codable, Sendable {
        public let licenseType: OutsideKey
        public let licenseNumber: OutsideKey
        public let issuingAuthority: ElementName
        public let issueDate: Timestamp
        public let expiryDate: Timestamp?

        enum CodingKeys: String, CodingKey {
            case licenseType = "license_type", licenseNumber = "license_number"
            case issuingAuthority = "issuing_authority", issueDate = "issue_date"
            case expiryDate = "expiry_date"
        }

        public init(
            licenseType: OutsideKey, licenseNumber: OutsideKey, issuingAuthority: ElementName, issueDate: Timestamp,
            expiryDate: Timestamp? = nil
        ) {
            (self.licenseType, self.licenseNumber) = (licenseType, licenseNumber)
            (self.issuingAuthority, self.issueDate) = (issuingAuthority, issueDate)
            self.expiryDate = expiryDate
        }
    }
    public typealias Reply = LicenceView
    public typealias Failure = LicensingFailure
    public static let name = "raffle.create-licence"
    public static let summary = "Add a licence"
    public static let access = Access.roles([.admin])
    public static let route: Route? = .create("/v1/licences")
    public static func location(of reply: Reply) -> String? { "/v1/licences/\(reply.id)" }
}

/// What is expired or revoked stays so.
public enum ChangeLicence: Command {
    public struct Request: Codable, Sendable {
        public let licenceID: ID<Licence>
        public let licenseNumber: OutsideKey?
        public let issuingAuthority: ElementName?
        public let issueDate: Timestamp?
        public let expiryDate: Change<Timestamp>
        public let status: LicenceStatus?

        enum CodingKeys: String, CodingKey {
            case licenceID = "licence_id", licenseNumber = "license_number"
            case issuingAuthority = "issuing_authority", issueDate = "issue_date"
            case expiryDate = "expiry_date", status
        }

        public init(
            licenceID: ID<Licence>, licenseNumber: OutsideKey? = nil, issuingAuthority: ElementName? = nil,
            issueDate: Timestamp? = nil, expiryDate: Change<Timestamp> = .keep, status: LicenceStatus? = nil
        ) {
            (self.licenceID, self.licenseNumber) = (licenceID, licenseNumber)
            (self.issuingAuthority, self.issueDate) = (issuingAuthority, issueDate)
            (self.expiryDate, self.status) = (expiryDate, status)
        }
    }
    public typealias Reply = LicenceView
    public typealias Failure = LicensingFailure
    public static let name = "raffle.change-licence"
    public static let summary = "Change a licence, suspend it or revoke it"
    public static let access = Access.roles([.admin])
    public static let route: Route? = .patch("/v1/licences/{licence_id}")
}

public enum GetLicence: Query {
    public struct Request: Codable, Sendable {
        public let licenceID: ID<Licence>

        enum CodingKeys: String, CodingKey {
            case licenceID = "licence_id"
        }

        public init(licenceID: ID<Licence>) {
            self.licenceID = licenceID
        }
    }
    public typealias Reply = LicenceView
    public static let name = "raffle.get-licence"
    public static let summary = "One licence"
    public static let access = Access.signedIn
    public static let route: Route? = .get("/v1/licences/{licence_id}")
}

public enum ListLicences: Query {
    public struct Request: Codable, Sendable {
        public let licenseType: OutsideKey?
        public let status: LicenceStatus?
        public let limit: PageLimit?
        public let cursor: Cursor?

        enum CodingKeys: String, CodingKey {
            case licenseType = "license_type", status, limit, cursor
        }

        public init(
            licenseType: OutsideKey? = nil, status: LicenceStatus? = nil, limit: PageLimit? = nil, cursor: Cursor? = nil
        ) {
            (self.licenseType, self.status, self.limit, self.cursor) = (licenseType, status, limit, cursor)
        }
    }
    public typealias Reply = Page<LicenceView>
    public static let name = "raffle.list-licences"
    public static let summary = "Licences, the latest added first"
    public static let access = Access.roles([.operator_, .admin, .auditor])
    public static let route: Route? = .get("/v1/licences")
}
