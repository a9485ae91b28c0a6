/// A country, a part of one or a town, with what it allows of raffles.
public struct JurisdictionView: Codable, Sendable, Equatable {
    public let id: ID<Jurisdiction>
    public var name: String
    /// Unique among all, whatever the case.
    public var code: String
    public var type: JurisdictionKind
    public var country: String
    public var parentJurisdictionID: ID<Jurisdiction>?
    public var primaryContactID: ID<LicensingContact>?
    /// The version of its regulations that is in force; none where it has not said any.
    public var currentRegulationsID: ID<Regulations>?
    public var isActive: Bool
    public let createdAt: Timestamp
    public let createdBy: ID<User>
    public var updatedAt: Timestamp
    public var updatedBy: ID<User>

    enum CodingKeys: String, CodingKey {
        case id, name, code, type, country, parentJurisdictionID = "parent_jurisdiction_id"
        case primaryContactID = "primary_contact_id"
        case currentRegulationsID = "current_regulations_id", isActive = "is_active"
        case createdAt = "created_at", createdBy = "created_by", updatedAt = "updated_at"
        case updatedBy = "updated_by"
    }

    public init(
        id: ID<Jurisdiction>, name: String, code: String, type: JurisdictionKind, country: String,
        parentJurisdictionID: ID<Jurisdiction>? = nil, primaryContactID: ID<LicensingContact>? = nil,
        currentRegulationsID: ID<Regulations>? = nil, isActive: Bool, createdAt: Timestamp, createdBy: ID<User>,
        updatedAt: Timestamp, updatedBy: ID<User>
    ) {
        (self.id, self.name, self.code, self.type, self.country) = (id, name, code, type, country)
        (self.parentJurisdictionID, self.primaryContactID) = (parentJurisdictionID, primaryContactID)
        (self.currentRegulationsID, self.isActive) = (currentRegulationsID, isActive)
        (self.createdAt, self.createdBy, self.updatedAt) = (createdAt, createdBy, updatedAt)
        self.updatedBy = updatedBy
    }
}

public enum CreateJurisdiction: Command {
    public struct Request: Codable, Sendable {
        public let name: ElementName
        public let code: JurisdictionCode
        public let type: JurisdictionKind
        public let country: CountryCode
        public let parentJurisdictionID: ID<Jurisdiction>?
        public let primaryContactID: ID<LicensingContact>?

        enum CodingKeys: String, CodingKey {
            case name, code, type, country, parentJurisdictionID = "parent_jurisdiction_id"
            case primaryContactID = "primary_contact_id"
        }

        public init(
            name: ElementName, code: JurisdictionCode, type: JurisdictionKind, country: CountryCode,
            parentJurisdictionID: ID<Jurisdiction>? = nil, primaryContactID: ID<LicensingContact>? = nil
        ) {
            (self.name, self.code, self.type, self.country) = (name, code, type, country)
            (self.parentJurisdictionID, self.primaryContactID) = (parentJurisdictionID, primaryContactID)
        }
    }
    public typealias Reply = JurisdictionView
    public typealias Failure = LicensingFailure
    public static let name = "raffle.create-jurisdiction"
    public static let summary = "Add a jurisdiction"
    public static let access = Access.roles([.admin])
    public static let route: Route? = .create("/v1/jurisdictions")
    public static func location(of reply: Reply) -> String? { "/v1/jurisdictions/\(reply.id)" }
}

public enum ChangeJurisdiction: Command {
    public struct Request: Codable, Sendable {
        public let jurisdictionID: ID<Jurisdiction>
        public let name: ElementName?
        public let code: JurisdictionCode?
        public let type: JurisdictionKind?
        public let country: CountryCode?
        public let parentJurisdictionID: Change<ID<Jurisdiction>>
        public let primaryContactID: Change<ID<LicensingContact>>
        /// What a live raffle relies on cannot be switched off.
        public let isActive: Bool?

        enum CodingKeys: String, CodingKey {
            case jurisdictionID = "jurisdiction_id", name, code, type, country
            case parentJurisdictionID = "parent_jurisdiction_id"
            case primaryContactID = "primary_contact_id", isActive = "is_active"
        }

        public init(
            jurisdictionID: ID<Jurisdiction>, name: ElementName? = nil, code: JurisdictionCode? = nil,
            type: JurisdictionKind? = nil, country: CountryCode? = nil,
            parentJurisdictionID: Change<ID<Jurisdiction>> = .keep,
            primaryContactID: Change<ID<LicensingContact>> = .keep, isActive: Bool? = nil
        ) {
            (self.jurisdictionID, self.name, self.code, self.type) = (jurisdictionID, name, code, type)
            (self.country, self.parentJurisdictionID) = (country, parentJurisdictionID)
            (self.primaryContactID, self.isActive) = (primaryContactID, isActive)
        }
    }
    public typealias Reply = JurisdictionView
    public typealias Failure = LicensingFailure
    public static let name = "raffle.change-jurisdiction"
    public static let summary = "Change a jurisdiction, or switch it off"
    public static let access = Access.roles([.admin])
    public static let route: Route? = .patch("/v1/jurisdictions/{jurisdiction_id}")
}

public enum GetJurisdiction: Query {
    public struct Request: Codable, Sendable {
        public let jurisdictionID: ID<Jurisdiction>

        enum CodingKeys: String, CodingKey {
            case jurisdictionID = "jurisdiction_id"
        }

        public init(jurisdictionID: ID<Jurisdiction>) {
            self.jurisdictionID = jurisdictionID
        }
    }
    public typealias Reply = JurisdictionView
    public static let name = "raffle.get-jurisdiction"
    public static let summary = "One jurisdiction"
    public static let access = Access.signedIn
    public static let route: Route? = .get("/v1/jurisdictions/{jurisdiction_id}")
}

public enum ListJurisdictions: Query {
    public struct Request: Codable, Sendable {
        public let code: JurisdictionCode?
        /// Those directly below this one.
        public let parentJurisdictionID: ID<Jurisdiction>?
        public let isActive: Bool?
        public let limit: PageLimit?
        public let cursor: Cursor?

        enum CodingKeys: String, CodingKey {
            case code, parentJurisdictionID = "parent_jurisdiction_id", isActive = "is_active", limit
            case cursor
        }

        public init(
            code: JurisdictionCode? = nil, parentJurisdictionID: ID<Jurisdiction>? = nil, isActive: Bool? = nil,
            limit: PageLimit? = nil, cursor: Cursor? = nil
        ) {
            (self.code, self.parentJurisdictionID, self.isActive) = (code, parentJurisdictionID, isActive)
            (self.limit, self.cursor) = (limit, cursor)
        }
    }
    public typealias Reply = Page<JurisdictionView>
    public static let name = "raffle.list-jurisdictions"
    public static let summary = "Jurisdictions, the latest added first"
    public static let access = Access.signedIn
    public static let route: Route? = .get("/v1/jurisdictions")
}
