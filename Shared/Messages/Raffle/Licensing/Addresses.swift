/// Where a venue is, or where an organization gets its mail. Its lines are in no event, since people may live there.
public struct AddressView: Codable, Sendable, Equatable {
    public let id: ID<Address>
    public var addressType: AddressKind
    public var streetLine1: String
    public var streetLine2: String?
    public var city: String
    public var stateProvince: String
    public var postalCode: String
    public var country: String
    public let createdAt: Timestamp
    public let createdBy: ID<User>
    public var updatedAt: Timestamp
    public var updatedBy: ID<User>

    enum CodingKeys: String, CodingKey {
        case id, addressType = "address_type", streetLine1 = "street_line_1"
        case streetLine2 = "street_line_2", city, stateProvince = "state_province"
        case postalCode = "postal_code", country, createdAt = "created_at", createdBy = "created_by"
        case updatedAt = "updated_at", updatedBy = "updated_by"
    }

    public init(
        id: ID<Address>, addressType: AddressKind, streetLine1: String, streetLine2: String? = nil, city: String,
        stateProvince: String, postalCode: String, country: String, createdAt: Timestamp, createdBy: ID<User>,
        updatedAt: Timestamp, updatedBy: ID<User>
    ) {
        (self.id, self.addressType, self.streetLine1) = (id, addressType, streetLine1)
        (self.streetLine2, self.city, self.stateProvince) = (streetLine2, city, stateProvince)
        (self.postalCode, self.country, self.createdAt) = (postalCode, country, createdAt)
        (self.createdBy, self.updatedAt, self.updatedBy) = (createdBy, updatedAt, updatedBy)
    }
}

public enum CreateAddress: Command {
    public struct Request: Codable, Sendable {
        public let addressType: AddressKind
        public let streetLine1: Street
        public let streetLine2: Street?
        public let city: ElementName
        public let stateProvince: OutsideKey
        public let postalCode: PostalCode
        public let country: CountryCode

        enum CodingKeys: String, CodingKey {
            case addressType = "address_type", streetLine1 = "street_line_1"
            case streetLine2 = "street_line_2", city, stateProvince = "state_province"
            case postalCode = "postal_code", country
        }

        public init(
            addressType: AddressKind, streetLine1: Street, streetLine2: Street? = nil, city: ElementName,
            stateProvince: OutsideKey, postalCode: PostalCode, country: CountryCode
        ) {
            (self.addressType, self.streetLine1, self.streetLine2) = (addressType, streetLine1, streetLine2)
            (self.city, self.stateProvince, self.postalCode) = (city, stateProvince, postalCode)
            self.country = country
        }
    }
    public typealias Reply = AddressView
    public typealias Failure = LicensingFailure
    public static let name = "raffle.create-address"
    public static let summary = "Add an address"
    public static let access = Access.roles([.admin])
    public static let route: Route? = .create("/v1/addresses")
    public static func location(of reply: Reply) -> String? { "/v1/addresses/\(reply.id)" }
}

public enum ChangeAddress: Command {
    public struct Request: Codable, Sendable {
        public let addressID: ID<Address>
        public let streetLine1: Street?
        public let streetLine2: Change<Street>
        public let city: ElementName?
        public let stateProvince: OutsideKey?
        public let postalCode: PostalCode?
        public let country: CountryCode?

        enum CodingKeys: String, CodingKey {
            case addressID = "address_id", streetLine1 = "street_line_1", streetLine2 = "street_line_2"
            case city, stateProvince = "state_province", postalCode = "postal_code", country
        }

        public init(
            addressID: ID<Address>, streetLine1: Street? = nil, streetLine2: Change<Street> = .keep,
            city: ElementName? = nil, stateProvince: OutsideKey? = nil, postalCode: PostalCode? = nil,
            country: CountryCode? = nil
        ) {
            (self.addressID, self.streetLine1, self.streetLine2) = (addressID, streetLine1, streetLine2)
            (self.city, self.stateProvince, self.postalCode) = (city, stateProvince, postalCode)
            self.country = country
        }
    }
    public typealias Reply = AddressView
    public typealias Failure = LicensingFailure
    public static let name = "raffle.change-address"
    public static let summary = "Change an address"
    public static let access = Access.roles([.admin])
    public static let route: Route? = .patch("/v1/addresses/{address_id}")
}

public enum GetAddress: Query {
    public struct Request: Codable, Sendable {
        public let addressID: ID<Address>

        enum CodingKeys: String, CodingKey {
            case addressID = "address_id"
        }

        public init(addressID: ID<Address>) {
            self.addressID = addressID
        }
    }
    public typealias Reply = AddressView
    public static let name = "raffle.get-address"
    public static let summary = "One address"
    public static let access = Access.signedIn
    public static let route: Route? = .get("/v1/addresses/{address_id}")
}

public enum ListAddresses: Query {
    public struct Request: Codable, Sendable {
        public let addressType: AddressKind?
        public let limit: PageLimit?
        public let cursor: Cursor?

        enum CodingKeys: String, CodingKey {
            case addressType = "address_type", limit, cursor
        }

        public init(addressType: AddressKind? = nil, limit: PageLimit? = nil, cursor: Cursor? = nil) {
            (self.addressType, self.limit, self.cursor) = (addressType, limit, cursor)
        }
    }
    public typealias Reply = Page<AddressView>
    public static let name = "raffle.list-addresses"
    public static let summary = "Addresses, the latest added first"
    public static let access = Access.roles([.operator_, .admin, .auditor])
    public static let route: Route? = .get("/v1/addresses")
}
